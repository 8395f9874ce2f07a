import { expect, test } from 'vitest'
import { startDemoServer } from '@patchbay/provider-core'
import { startLocalServer } from '@patchbay/provider-core/testing'
import { draftOf, openTestBackend } from '../testing/open-backend.ts'
import type { Backend } from '../backend.ts'
import { createDiscoveryService } from './discovery-service.ts'
import { parseDiscoveryPorts } from './discovery-ports.ts'

const nowhere = 'ollama=0,lm-studio=0,vllm=0,llama-cpp=0,litellm=0'

function discover(backend: Backend, ports: string, ownPorts: readonly number[] = []) {
  let now = 0
  const discovery = createDiscoveryService({
    settings: backend.settings,
    endpoints: backend.endpoints,
    changes: backend.changes,
    send: backend.engine.core?.send,
    ports: parseDiscoveryPorts(`${nowhere},${ports}`),
    isOwnGateway: async (port) => ownPorts.includes(port),
    clock: () => now,
    limitMs: 5000,
  })
  return { discovery, pass: (ms: number) => (now += ms) }
}

test('a server is offered with its models and added by one call, once', async () => {
  await using opened = await openTestBackend()
  const { backend } = opened
  await using server = await startLocalServer({ kind: 'ollama', models: ['llama3.2', 'qwen3'] })
  const { discovery } = discover(backend, `ollama=${server.port}`)
  const baseUrl = `http://127.0.0.1:${server.port}/v1`
  expect(await discovery.find()).toEqual([
    {
      kind: 'ollama',
      name: 'Ollama',
      baseUrl,
      models: ['llama3.2', 'qwen3'],
      wantsKey: false,
      answeredMs: expect.any(Number),
      endpointId: undefined,
      dismissed: false,
    },
  ])

  const added = await discovery.add(baseUrl)
  expect(added).toMatchObject({
    name: 'Ollama',
    spec: 'openai-chat-completions',
    baseUrl,
    models: ['llama3.2', 'qwen3'],
    savedSecrets: [],
  })
  expect((await discovery.add(baseUrl)).id).toBe(added.id)
  expect(await backend.endpoints.list()).toHaveLength(1)
  expect((await discovery.find())[0]?.endpointId).toBe(added.id)
})

test('an endpoint that a person made under another name of this machine counts', async () => {
  await using opened = await openTestBackend()
  const { backend } = opened
  await using server = await startLocalServer({ kind: 'vllm', models: ['m'] })
  const saved = await backend.endpoints.save({
    draft: draftOf({
      name: 'Mine',
      spec: 'openai-chat-completions',
      baseUrl: `http://localhost:${server.port}/v1/`,
    }),
  })
  const { discovery } = discover(backend, `vllm=${server.port}`)
  const [found] = await discovery.find()
  expect(found?.endpointId).toBe(saved.ok ? saved.endpoint.id : '')
})

test('a taken name is not taken again', async () => {
  await using opened = await openTestBackend()
  const { backend } = opened
  await using server = await startLocalServer({ kind: 'ollama' })
  await backend.endpoints.save({ draft: draftOf({ name: 'ollama' }) })
  const { discovery } = discover(backend, `ollama=${server.port}`)
  expect((await discovery.add(`http://127.0.0.1:${server.port}/v1`)).name).toBe('Ollama 2')
})

test('one that wants a key is offered, and not added without it', async () => {
  await using opened = await openTestBackend()
  await using server = await startLocalServer({ kind: 'litellm', models: ['m'], apiKey: 'sk-1' })
  const { discovery } = discover(opened.backend, `litellm=${server.port}`)
  const [found] = await discovery.find()
  expect(found).toMatchObject({ name: 'LiteLLM', wantsKey: true, models: [] })
  await expect(discovery.add(found?.baseUrl ?? '')).rejects.toThrow(/wants a key/)
  expect(await opened.backend.endpoints.list()).toEqual([])
})

test('only what answers can be added', async () => {
  await using opened = await openTestBackend()
  const { discovery } = discover(opened.backend, '')
  await expect(discovery.add('https://example.com/v1')).rejects.toThrow(/Start the server/)
  expect(await opened.backend.endpoints.list()).toEqual([])
})

test('neither our own gateway nor the demo is offered', async () => {
  await using opened = await openTestBackend()
  await using server = await startLocalServer({ kind: 'unknown', models: ['m'] })
  const demo = await startDemoServer()
  const demoPort = new URL(demo.baseUrl).port
  const ports = `vllm=${server.port},ollama=${demoPort}`
  const { discovery } = discover(opened.backend, ports, [server.port])
  expect(await discovery.find()).toEqual([])
  expect(server.requests).toEqual([])
  await demo.close()
})

test('an answer of a moment ago is given again, unless a fresh one is wanted', async () => {
  await using opened = await openTestBackend()
  await using server = await startLocalServer({ kind: 'ollama', models: ['m'] })
  const { discovery, pass } = discover(opened.backend, `ollama=${server.port}`)
  await Promise.all([discovery.find(), discovery.find()])
  const once = server.requests.length
  await discovery.find()
  expect(server.requests).toHaveLength(once)
  await discovery.find({ fresh: true })
  expect(server.requests.length).toBe(2 * once)
  pass(60_000)
  await discovery.find()
  expect(server.requests.length).toBe(3 * once)
})

test('what is dismissed stays so until it is wanted again', async () => {
  await using opened = await openTestBackend()
  await using server = await startLocalServer({ kind: 'unknown', models: ['m'] })
  const { discovery } = discover(opened.backend, `llama-cpp=${server.port}`)
  const [found] = await discovery.find()
  expect(found?.name).toBe(`OpenAI-compatible server on port ${server.port}`)
  await discovery.dismiss([found?.baseUrl ?? ''])
  expect((await discovery.find())[0]?.dismissed).toBe(true)
  await discovery.restore()
  expect((await discovery.find())[0]?.dismissed).toBe(false)
})

test('it ends with the app, whatever hangs', async () => {
  await using opened = await openTestBackend()
  await using server = await startLocalServer({ kind: 'silent' })
  const { discovery } = discover(opened.backend, `ollama=${server.port}`)
  const finding = discovery.find()
  await expect.poll(() => server.requests.length).toBeGreaterThan(0)
  discovery.close()
  expect(await finding).toEqual([])
})
