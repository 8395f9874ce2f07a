import { afterAll, expect, test } from 'vitest'
import { createSend } from '@patchbay/provider-core'
import { startLocalServer, type LocalServerOptions } from '@patchbay/provider-core/testing'
import { serverKinds, type ServerKind } from '#contract/discovery-contract'
import { probePort, type Probed } from './probe-port.ts'

const send = createSend()
afterAll(() => send.close())
const { signal } = new AbortController()

const limitMs = 5000
const clock = () => performance.now()

async function probe(home: ServerKind, options: LocalServerOptions): Promise<Probed | undefined> {
  await using server = await startLocalServer(options)
  const found = await probePort(home, server.port, { send, signal, clock, limitMs })
  expect(server.credentials).toEqual([])
  return found
}

test.each(serverKinds)('%s is known on its own port and on that of any other', async (kind) => {
  for (const home of serverKinds) {
    const found = await probe(home, { kind, models: ['first', 'second'] })
    expect(found, home).toMatchObject({ kind, models: ['first', 'second'], wantsKey: false })
    expect(found?.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/)
  }
})

test.each(['ollama', 'lm-studio', 'litellm'] as const)(
  '%s without a model is still known',
  async (kind) => {
    expect(await probe(kind, { kind })).toMatchObject({ kind, models: [] })
  },
)

test.each(['vllm', 'litellm'] as const)('%s behind a key is named and wants it', async (kind) => {
  const found = await probe('ollama', { kind, models: ['m'], apiKey: 'sk-local' })
  expect(found).toMatchObject({ kind, models: [], wantsKey: true })
})

test('a server of no known name is offered as what it speaks, with and without a key', async () => {
  for (const home of serverKinds) {
    expect(await probe(home, { kind: 'unknown', models: ['m'] })).toMatchObject({
      kind: 'openai-compatible',
      models: ['m'],
      wantsKey: false,
    })
  }
  const closed = await probe('vllm', { kind: 'unknown', models: ['m'], apiKey: 'sk' })
  expect(closed).toMatchObject({ kind: 'openai-compatible', models: [], wantsKey: true })
})

test('a web page, a closed port and our own demo are not offered', async () => {
  for (const home of serverKinds) expect(await probe(home, { kind: 'web-page' })).toBeUndefined()
  const gone = await startLocalServer({ kind: 'ollama' })
  await gone.close()
  expect(await probePort('ollama', gone.port, { send, signal, clock, limitMs })).toBeUndefined()
})

test('nobody is asked for /health, where LiteLLM calls every model that it has', async () => {
  for (const home of serverKinds) {
    await using server = await startLocalServer({ kind: 'litellm', models: ['m'] })
    await probePort(home, server.port, { send, signal, clock, limitMs })
    expect(server.requests).not.toContain('GET /health')
  }
})

test('what is no model server is asked for nothing that only others have', async () => {
  await using server = await startLocalServer({ kind: 'web-page' })
  await probePort('llama-cpp', server.port, { send, signal, clock, limitMs })
  expect(server.requests.toSorted()).toEqual(['GET /props', 'GET /v1/models'])
})

test('a server on the other loopback address is found there', async () => {
  const found = await probe('ollama', { kind: 'ollama', models: ['m'], host: '::1' })
  expect(found?.baseUrl).toMatch(/^http:\/\/\[::1\]:\d+\/v1$/)
})

test('a port that never answers is given up, and its sockets are closed', async () => {
  await using server = await startLocalServer({ kind: 'silent' })
  expect(
    await probePort('ollama', server.port, { send, signal, clock, limitMs: 100 }),
  ).toBeUndefined()
  await expect.poll(() => server.openSockets()).toBe(0)
})

test('it stops when it is told to', async () => {
  await using server = await startLocalServer({ kind: 'silent' })
  const stop = new AbortController()
  const probing = probePort('ollama', server.port, {
    send,
    signal: stop.signal,
    clock,
    limitMs: 600_000,
  })
  await expect.poll(() => server.requests.length).toBeGreaterThan(0)
  stop.abort()
  expect(await probing).toBeUndefined()
  await expect.poll(() => server.openSockets()).toBe(0)
})
