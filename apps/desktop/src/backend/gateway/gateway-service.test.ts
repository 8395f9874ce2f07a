import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ProviderError } from '@patchbay/provider-core'
import {
  describeEndpoint,
  startStrictUpstream,
  type StrictUpstream,
} from '@patchbay/provider-core/testing'
import { endpointDraftSchema, gatewayAliasSchema } from '@patchbay/provider-core/model'
import { openTestBackend, type TestBackend } from '../testing/open-backend.ts'

let opened: TestBackend
let upstream: StrictUpstream
let key = ''
let url = ''

beforeEach(async () => {
  opened = await openTestBackend()
  upstream = await startStrictUpstream({ spec: 'openai-chat-completions', apiKey: 'sk-upstream' })
})
afterEach(async () => {
  await opened[Symbol.asyncDispose]()
  await upstream.close()
})

/** Starts it on a free port with one endpoint behind the alias "fast". */
async function startGateway(): Promise<void> {
  const { gateway, endpoints } = opened.backend
  const { secrets, ...fields } = describeEndpoint(upstream.expectations, { name: 'Upstream' })
  const saved = await endpoints.save({
    draft: endpointDraftSchema.parse({
      ...fields,
      secrets: { apiKey: { state: 'set', value: secrets?.['apiKey'] ?? '' } },
    }),
  })
  if (!saved.ok) throw new Error(JSON.stringify(saved.issues))
  const modelId = upstream.expectations.models[0] ?? ''
  const address = { endpointId: saved.endpoint.id, modelId }
  await gateway.aliases.save({
    alias: gatewayAliasSchema.parse({ name: 'fast', targets: [{ address }] }),
  })
  const status = await gateway.start({ port: 0 })
  url = status.url ?? ''
  const [made] = await gateway.keys.list()
  key = (await gateway.keys.reveal(made?.id ?? '')).value
}

const ask = (body: object = {}, sent = key): Promise<Response> =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sent}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'fast',
      messages: [{ role: 'user', content: `My key is ${key}` }],
      ...body,
    }),
  })

/** The newest request once it has ended: it is noted when the socket is done with it. */
async function lastRequest() {
  const stop = new AbortController()
  try {
    for await (const part of opened.backend.gateway.watchRequests(stop.signal)) {
      const newest = part.requests[0]
      if (newest && newest.state !== 'running') return newest
    }
    throw new Error('no request')
  } finally {
    stop.abort()
  }
}

test('starts with a first key, answers with it, and stops', async () => {
  await startGateway()
  expect(await opened.backend.gateway.status()).toMatchObject({
    state: 'running',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    since: expect.any(String),
  })
  const answer = await ask()
  expect(answer.status).toBe(200)
  expect(answer.headers.get('x-patchbay-endpoint')).toBe('Upstream')
  expect(await answer.json()).toMatchObject({ choices: [{ finish_reason: 'stop' }] })
  expect((await ask({}, 'pbk-wrong')).status).toBe(401)
  const mark = join(opened.home, 'gateway-running.json')
  expect(JSON.parse(await readFile(mark, 'utf8'))).toMatchObject({ processId: process.pid })
  expect(await opened.backend.gateway.stop()).toMatchObject({ state: 'stopped' })
  await expect(ask()).rejects.toThrow('fetch failed')
  await expect(stat(mark)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a rotated key stops working with the next request', async () => {
  await startGateway()
  const { keys } = opened.backend.gateway
  const [made] = await keys.list()
  await keys.rotate(made?.id ?? '')
  expect((await ask()).status).toBe(401)
  const { value } = await keys.reveal(made?.id ?? '')
  expect((await ask({}, value)).status).toBe(200)
})

test('requests are listed and summed up, and the key was used', async () => {
  await startGateway()
  await (await ask()).text()
  expect(await lastRequest()).toMatchObject({
    state: 'done',
    status: 200,
    model: 'fast',
    client: 'openai-chat',
    route: { endpointName: 'Upstream' },
    hasBodies: false,
  })
  const { gateway } = opened.backend
  expect(await gateway.usage(1)).toMatchObject([
    { model: 'fast', endpointName: 'Upstream', requests: 1, failed: 0 },
  ])
  expect(await gateway.keys.list()).toMatchObject([{ lastUsedAt: expect.any(String) }])
})

test('kept bodies are shown without any key, go to curl and chat, and are dropped when switched off', async () => {
  await startGateway()
  const { gateway, chat } = opened.backend
  await gateway.updateSettings({ keepBodies: true })
  await (await ask()).text()
  const { id } = await lastRequest()
  const detail = await gateway.inspector.detail(id)
  expect(detail.clientBody).toContain('My key is ••••')
  expect(detail.wire?.status).toBe(200)
  expect(JSON.stringify(detail)).not.toContain(key)
  expect(JSON.stringify(detail)).not.toContain('sk-upstream')
  const { command } = await gateway.inspector.curl(id)
  expect(command).toContain(`${url}/v1/chat/completions`)
  expect(command).not.toContain(key)
  const { chatId, again } = await gateway.inspector.openInChat(id)
  const opensWith = await chat.get(chatId)
  expect(opensWith).toMatchObject({ target: { endpointId: expect.any(String) } })
  expect(opensWith.turns.map(({ role }) => role)).toEqual(['user', 'assistant'])
  const { target, settings, turns } = opensWith
  expect(again).toMatchObject({ replyId: turns.at(-1)?.id, target, settings })
  await gateway.updateSettings({ keepBodies: false })
  expect(await gateway.inspector.detail(id)).not.toHaveProperty('clientBody')
  await expect(gateway.inspector.curl(id)).rejects.toMatchObject({ code: 'not-found' })
})

test('a change of one setting leaves the others', async () => {
  const { gateway } = opened.backend
  await gateway.updateSettings({ port: 9999, keepBodies: true })
  const { settings } = await gateway.updateSettings({ startWithApp: true })
  expect(settings).toMatchObject({ port: 9999, keepBodies: true, startWithApp: true })
})

test('a port that is taken is a problem in words, and the gateway of another process is named', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const { gateway } = opened.backend
  const status = await gateway.start({ port })
  expect(status).toMatchObject({ state: 'stopped', portRefused: true })
  expect(status.problem).toContain(`Port ${port} is taken by another program`)
  const mark = { processId: process.ppid, port, startedBy: 'window' }
  await writeFile(join(opened.home, 'gateway-running.json'), JSON.stringify(mark))
  expect((await gateway.start({ port })).problem).toContain('in a Patchbay window')
  await new Promise((resolve) => other.close(resolve))
  expect(await gateway.start({ port })).toMatchObject({ state: 'running' })
  expect(await gateway.status()).not.toHaveProperty('problem')
})

test('a port that is taken leaves the running gateway where it was', async () => {
  await startGateway()
  const { gateway } = opened.backend
  const { settings } = await gateway.status()
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  expect(await gateway.moveTo(port)).toEqual({
    ok: false,
    problem: expect.stringContaining(`Port ${port} is taken`),
  })
  expect(await gateway.status()).toMatchObject({ state: 'running', url, settings })
  expect((await ask()).status).toBe(200)

  await new Promise((resolve) => other.close(resolve))
  const before = url
  expect(await gateway.moveTo(port)).toMatchObject({
    ok: true,
    status: { state: 'running', url: `http://127.0.0.1:${port}`, settings: { port } },
  })
  url = `http://127.0.0.1:${port}`
  expect((await ask()).status).toBe(200)
  const mark = join(opened.home, 'gateway-running.json')
  expect(JSON.parse(await readFile(mark, 'utf8'))).toMatchObject({ port })
  const asksThere = (): Promise<unknown> => fetch(`${before}/health`).catch(() => 'nothing there')
  await expect.poll(asksThere).toBe('nothing there')
  await gateway.stop()
  await expect(stat(mark)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a move whose port cannot be kept is no move', async () => {
  await startGateway()
  const { gateway } = opened.backend
  const free = createServer()
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve))
  const { port } = free.address() as AddressInfo
  await new Promise((resolve) => free.close(resolve))
  const { settings } = opened.backend
  const { update } = settings
  Object.assign(settings, { update: () => Promise.reject(new Error('The disk is full.')) })
  await expect(gateway.moveTo(port)).rejects.toThrow('The disk is full.')
  Object.assign(settings, { update })
  expect(await gateway.status()).toMatchObject({ state: 'running', url })
  expect((await ask()).status).toBe(200)
  await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow('fetch failed')
})

test('starts with the app only where the settings say so', async () => {
  const { gateway } = opened.backend
  await gateway.startWithApp()
  expect(await gateway.status()).toMatchObject({ state: 'stopped' })
  const free = createServer()
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve))
  const { port } = free.address() as AddressInfo
  await new Promise((resolve) => free.close(resolve))
  await gateway.updateSettings({ startWithApp: true, port })
  await gateway.startWithApp()
  expect(await gateway.status()).toMatchObject({ url: `http://127.0.0.1:${port}` })
})

test('with a vault that is locked it runs, says so to clients, and works once it is open', async () => {
  await startGateway()
  const { gateway, vault, changes } = opened.backend
  await gateway.stop()
  const get = vault.get.bind(vault)
  const locked = new ProviderError({
    code: 'vault-unavailable',
    message: 'GNOME Keyring is locked. Unlock it, then try again.',
  })
  Object.assign(vault, { get: () => Promise.reject(locked) })
  const status = await gateway.start({ port: 0 })
  url = status.url ?? ''
  expect(status).toMatchObject({ state: 'running', problem: expect.stringContaining('locked') })
  const refused = await ask()
  expect(refused.status).toBe(503)
  expect(await refused.text()).toContain('Unlock it')
  Object.assign(vault, { get })
  changes.emit('vault')
  expect((await ask()).status).toBe(200)
  await expect.poll(() => gateway.status()).not.toHaveProperty('problem')
})

test('two starts at once make one gateway', async () => {
  const { gateway } = opened.backend
  const [one, two] = await Promise.all([gateway.start({ port: 0 }), gateway.start({ port: 0 })])
  expect(one.url).toBe(two.url)
})
