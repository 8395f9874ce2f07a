import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { ask, open, openHost, resolveHandler, type TestHost } from '../testing/open-handler.ts'

const code = `export const completion = ({ model }) => model === 'endless' ? new Promise(() => {}) : 'ok'
export async function* streaming() { yield 'begun'; await new Promise(() => {}) }`

/** Its first process, started by a request; and the way it ended. */
async function begin(host: TestHost, settings: Parameters<typeof resolveHandler>[1] = {}) {
  const resolved = await resolveHandler(code, settings)
  host.confirmed = new Set([(await host.host.inspect(resolved.endpoint.handler?.file ?? '')).hash])
  await ask(host, resolved)
  const exit = new Promise((resolve) => host.processes.at(-1)?.onExit(resolve))
  return { resolved, exit }
}

test('a request that is refused as not allowed ends the process, and what runs in it', async () => {
  const host = openHost()
  const { resolved, exit } = await begin(host)
  const running = await open(host, resolved, { stream: true })
  host.confirmed?.clear()
  await expect(ask(host, resolved)).rejects.toMatchObject({
    code: 'handler-unconfirmed',
    message: expect.stringContaining('patchbay handler confirm "My handler"'),
  })
  expect(await exit).toMatchObject({ signal: 'SIGKILL' })
  const reading = (async () => {
    for await (const part of running.body) expect(part.length).toBeGreaterThan(0)
  })()
  await expect(reading).rejects.toMatchObject({
    code: 'handler',
    message: 'handler.mjs was stopped: it is not allowed to run any more.',
  })
})

test('a process ends without a request when its file changed', async () => {
  const host = openHost({ watchMs: 20 })
  const { resolved, exit } = await begin(host)
  await writeFile(resolved.endpoint.handler?.file ?? '', `${code}\n// Changed`)
  expect(await exit).toMatchObject({ signal: 'SIGKILL' })
})

test('only what is judged so ends, and not as a death of its own', async () => {
  const host = openHost({ maxDeaths: 1 })
  const first = await begin(host)
  const second = await begin(host, { id: 'two' })
  host.confirmed = undefined
  const seen: string[] = []
  await host.host.endWhere(async ({ endpoint, file, hash }) => {
    seen.push(endpoint.id)
    expect(hash).toBe((await host.host.inspect(file)).hash)
    return endpoint.id === 'one' ? { reason: 'As asked.' } : 'keep'
  })
  await first.exit
  expect(seen).toEqual(['one', 'two'])
  expect((await ask(host, second.resolved)).status).toBe(200)
  expect(host.processes).toHaveLength(2)
  expect((await ask(host, first.resolved)).status).toBe(200)
  expect(host.processes).toHaveLength(3)
})

test('one that may finish answers what it was asked, and then ends', async () => {
  const host = openHost()
  const { resolved, exit } = await begin(host)
  const running = await open(host, resolved, { stream: true })
  await host.host.endWhere(async () => 'finish')
  const iterator = running.body[Symbol.asyncIterator]()
  expect((await iterator.next()).done).toBe(false)
  expect((await ask(host, resolved)).status).toBe(200)
  expect(host.processes).toHaveLength(2)
  await host.host.endWhere(async () => ({ reason: 'Enough.' }))
  await expect(iterator.next()).rejects.toMatchObject({ message: 'Enough.' })
  await exit
})

test.each([
  ['my-llm', 'confirm my-llm'],
  ['My handler', 'confirm "My handler"'],
  ['$(touch x)', 'confirm one'],
  ['--yes', 'confirm one'],
])('a refusal names the command that allows %s', async (name, command) => {
  const host = openHost()
  host.confirmed = new Set()
  const resolved = await resolveHandler(code, { fields: { name } })
  await expect(ask(host, resolved)).rejects.toMatchObject({
    message: expect.stringMatching(new RegExp(`patchbay handler ${command}$`)),
  })
})
