/** @file Handlers that speak on the line to the app in place of the runner: they are stopped at once, and tell nothing that was to be masked. */
import { expect, test } from 'vitest'
import { ask, errorOf, openHost, resolveHandler, textOf } from '../testing/open-handler.ts'
import { exitOf, openWitness, quick } from '../testing/witness.ts'

const onLine = (body: string): string => `import fs from 'node:fs'
const say = (text) => { const bytes = Buffer.from(text); for (let at = 0; at < bytes.length;) try { at += fs.writeSync(3, bytes, at) } catch (error) { if (error.code !== 'EAGAIN') throw error } }
export async function completion({ api_key }) { ${body}; await new Promise(() => {}) }`

test.each([
  ['an answer to a request that nobody sent', `say('{"type":"value","id":99,"value":"x"}\\n')`],
  ['a part for one', `say('{"type":"chunk","id":-1,"value":"x"}\\n')`],
  ['the end of one', `say('{"type":"end","id":99}\\n')`],
  ['two answers', `say('{"type":"end","id":1}\\n{"type":"end","id":1}\\n')`],
  ['heartbeats that nobody asked for', `for (;;) say('{"type":"pong","memory":1}\\n')`],
  ['that it is ready, again', `say('{"type":"ready","methods":[]}\\n')`],
  ['lines without end', `for (;;) say('\\n'.repeat(65536))`],
  [
    'a line of log that is none',
    `say(JSON.stringify({ type: 'log', text: 'x'.repeat(1e6) }) + '\\n')`,
  ],
  [
    'an error like a book',
    `say(JSON.stringify({ type: 'error', id: 1, message: 'x'.repeat(1e6) }) + '\\n')`,
  ],
])('says %s: it is stopped', async (_, body) => {
  // A heartbeat would end it as well, but not within this test.
  const host = openHost({ ...quick, heartbeatMs: 60_000 })
  const check = await openWitness(host)
  const resolved = await resolveHandler(onLine(body))
  const stopped = ask(host, resolved).catch((error: unknown) => error)
  await exitOf(host.processes[1] ?? (await startOf(host)))
  await stopped
  expect(host.host.logs('one').map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/sent what no handler sends/),
  )
  await check()
})

async function startOf({ processes }: ReturnType<typeof openHost>) {
  await expect.poll(() => processes.length).toBe(2)
  return processes[1]
}

test.each([false, true])(
  'answers deeper than JSON can be written (stream: %s): 500',
  async (stream) => {
    const host = openHost(quick)
    const deep = `'['.repeat(2e5) + ']'.repeat(2e5)`
    const resolved = await resolveHandler(
      onLine(
        `say('{"type":"value","id":1,"value":{"choices":[{"message":{"content":' + ${deep} + '}}]}}\\n')`,
      ),
    )
    const answer = await ask(host, resolved, { stream })
    expect(answer.status).toBe(500)
    expect(errorOf(answer).message).toMatch(/cannot be used/)
  },
)

test('a value that names prototypes changes none', async () => {
  const host = openHost(quick)
  const resolved = await resolveHandler(
    onLine(
      `say('{"type":"value","id":1,"value":{"text":"fine","usage":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}}\\n')`,
    ),
  )
  await ask(host, resolved)
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
})

test('a secret in what a process wrote last is masked in its error and its log, in pieces too', async () => {
  const host = openHost(quick)
  const resolved = await resolveHandler(
    onLine(
      `fs.writeSync(2, 'with ' + api_key.slice(0, 7)); await new Promise((resolve) => setTimeout(resolve, 50)); fs.writeSync(2, api_key.slice(7) + ' in it'); await new Promise((resolve) => setTimeout(resolve, 50)); say('no message\\n')`,
    ),
    { secrets: { apiKey: 'secret-of-this-one' } },
  )
  await expect(ask(host, resolved)).rejects.toMatchObject({
    code: 'handler',
    bodyExcerpt: expect.stringMatching(/^with \S+ in it$/),
  })
  const lines = host.host.logs('one').map(({ text }) => text)
  expect(lines).toContainEqual(expect.stringMatching(/^with \S+ in it$/))
  expect(lines.join('\n')).not.toMatch(/secret|this-one/)
})

test('a process that was replaced finishes what waits for it, and masks the secret that it was given', async () => {
  const host = openHost(quick)
  const resolved = await resolveHandler(
    `export async function completion({ api_key, messages: [{ content }], log }) {
  if (content === 'wait') { await new Promise((resolve) => setTimeout(resolve, 300)); log('had ' + api_key) }
  return 'fine'
}`,
    { secrets: { apiKey: 'the-old-secret' } },
  )
  const waiting = ask(host, resolved, { messages: [{ role: 'user', content: 'wait' }] })
  await expect.poll(() => host.processes.length).toBe(1)
  expect(textOf(await ask(host, { ...resolved, secrets: { apiKey: 'the-new-secret' } }))).toBe(
    'fine',
  )
  expect(textOf(await waiting)).toBe('fine')
  expect(host.host.logs('one').map(({ text }) => text)).toEqual([
    expect.stringMatching(/^had (?!the)/),
  ])
})
