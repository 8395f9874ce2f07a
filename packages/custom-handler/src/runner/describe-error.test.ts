import { expect, test } from 'vitest'
import { ask, errorOf, openHost, resolveHandler } from '../testing/open-handler.ts'
import { describeError } from './describe-error.ts'

test('the causes follow the message, each once and only so many', () => {
  const last = new Error('The host is not under "Network".')
  const error = new TypeError('fetch failed', { cause: new Error('fetch failed', { cause: last }) })
  expect(describeError(error, '/f').message).toBe('fetch failed: The host is not under "Network".')
  expect(describeError(new Error('a', { cause: 'a text' }), '/f').message).toBe('a: a text')
  const refused = { message: '', code: 'ECONNREFUSED' }
  expect(describeError(new Error('a', { cause: refused }), '/f').message).toBe('a: ECONNREFUSED')

  let deep = new Error('0 end')
  for (let depth = 1; depth < 100; depth += 1) deep = new Error(`${depth} end`, { cause: deep })
  expect(describeError(deep, '/f').message.split(': ')).toHaveLength(6)
  const round = new Error('round')
  round.cause = round
  expect(describeError(round, '/f').message).toBe('round')
})

test('a network that is denied is said with the words of the form, and no secret of the cause', async () => {
  const host = openHost()
  const resolved = await resolveHandler(
    `export const completion = async ({ model, api_key }) => {
  if (model === 'secret') throw new Error('outer', { cause: new Error('inner ' + api_key) })
  return (await fetch('http://127.0.0.1:45678/')).text()
}`,
    { secrets: { apiKey: 'very-secret-key' } },
  )
  expect(errorOf(await ask(host, resolved)).message).toMatch(
    /^fetch failed: .*may not connect to 127\.0\.0\.1.*Network/,
  )
  expect(errorOf(await ask(host, resolved, { model: 'secret' })).message).toBe('outer: inner ••••')
})

test.each(['handler.ts', 'handler.mts'])(
  'a %s that Node cannot parse names the line',
  async (name) => {
    const { host } = openHost()
    const resolved = await resolveHandler('export const x = 1\nexport const = 2\n', { name })
    await expect(host.prepare(resolved, new AbortController().signal)).rejects.toMatchObject({
      message: expect.stringContaining(`(${name}:2)`),
    })
  },
)
