import { once } from 'node:events'
import { connect } from 'node:net'
import {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib'
import { expect, test } from 'vitest'
import { ProviderError } from '@patchbay/provider-core'
import type { Route } from '@patchbay/provider-core/model'
import { createGate, startStrictUpstream } from '@patchbay/provider-core/testing'
import { createConfig, endpointOf, openGateway, testKey } from '../testing/open-gateway.ts'
import { openRaw, writeRequest } from '../testing/raw-client.ts'
import type { GatewayConfig } from '../host.ts'
import type { Trace } from '../trace.ts'
import { createGateway } from './gateway.ts'

const bearer = { authorization: `Bearer ${testKey}` }
const json = { ...bearer, 'content-type': 'application/json' }
const body = JSON.stringify({ model: 'fake/m', messages: [{ role: 'user', content: 'hi' }] })

test('health needs no key, says nothing but ok and the version, and is no request', async () => {
  await using gateway = await openGateway()
  const response = await fetch(`${gateway.url}/health`)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ status: 'ok', version: '9.9.9' })
  expect(gateway.traces).toEqual([])
})

test('it listens on 127.0.0.1 only', async () => {
  await using gateway = await openGateway()
  expect(gateway.url).toBe(`http://127.0.0.1:${gateway.port}`)
  for (const host of ['::1', '127.0.0.2']) {
    const socket = connect(gateway.port, host)
    await expect(once(socket, 'connect')).rejects.toThrow('ECONNREFUSED')
  }
})

test('a port that is taken is told as Node tells it', async () => {
  await using gateway = await openGateway()
  const second = createGateway({ host: gateway.host, port: gateway.port })
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test.each(['localhost', 'LOCALHOST'])('%s is a name of it, too', async (name) => {
  await using gateway = await openGateway()
  const client = await openRaw(gateway.port)
  const headers = { host: `${name}:${gateway.port}` }
  client.send(writeRequest(gateway.port, testKey, { method: 'GET', path: '/v1/models', headers }))
  expect((await client.closed).status).toBe(200)
})

test.each<[string, string, Record<string, string>]>([
  ['OpenAI', '/v1/chat/completions', { authorization: 'Bearer no' }],
  ['Anthropic', '/v1/messages', { 'x-api-key': 'no' }],
  ['Google', '/v1beta/models/m:generateContent', { 'x-goog-api-key': 'no' }],
])('a wrong key is refused in the words of %s', async (vendor, path, headers) => {
  await using gateway = await openGateway()
  const response = await fetch(gateway.url + path, { method: 'POST', headers, body: '{}' })
  expect(response.status).toBe(401)
  const shapes: Record<string, object> = {
    OpenAI: { error: { type: 'authentication_error', code: 'invalid_api_key', param: null } },
    Anthropic: { type: 'error', error: { type: 'authentication_error' } },
    Google: { error: { code: 401, status: 'UNAUTHENTICATED' } },
  }
  expect(await response.json()).toMatchObject(shapes[vendor] ?? {})
  expect(await gateway.ended(0)).toMatchObject({ state: 'failed', status: 401, keyId: undefined })
  expect(gateway.traces[0]?.error?.code).toBe('authentication')
})

test.each<[string, string | undefined]>([
  ['/v1/v1/messages', '/v1/messages'],
  ['/api/v1/chat/completions', '/v1/chat/completions'],
  ['/v1//models/', '/v1/models'],
  ['/nothing', undefined],
])('%s is not there; was %s meant?', async (path, meant) => {
  await using gateway = await openGateway()
  const response = await fetch(gateway.url + path, { method: 'POST', headers: bearer })
  expect(response.status).toBe(404)
  const { error } = (await response.json()) as { error: { message: string } }
  expect(error.message).toContain('POST /v1/chat/completions')
  if (meant === undefined) expect(error.message).not.toContain('Did you mean')
  else expect(error.message).toContain(`Did you mean ${meant}?`)
})

test('a method that is not served is told which are', async () => {
  await using gateway = await openGateway()
  const response = await fetch(`${gateway.url}/v1/responses/resp_1`, {
    method: 'PUT',
    headers: bearer,
  })
  expect(response.status).toBe(405)
  expect(response.headers.get('allow')).toBe('GET, DELETE')
})

test('a vault that is locked is 503 in the words of the client', async () => {
  await using gateway = await openGateway()
  gateway.setConfig(new ProviderError({ code: 'vault-unavailable', message: 'Unlock it.' }))
  const response = await fetch(`${gateway.url}/v1beta/models`, { headers: bearer })
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ error: { code: 503, message: 'Unlock it.' } })
})

test('what breaks inside is 500 and tells nothing', async () => {
  await using gateway = await openGateway()
  gateway.setConfig(new Error('a secret of the inside'))
  const response = await fetch(`${gateway.url}/v1/models`, { headers: bearer })
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('secret')
})

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const)('a body packed with %s is unpacked', async (encoding, pack) => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  await using gateway = await openGateway({
    endpoints: [endpointOf(upstream, { id: 'e', name: 'Fake' })],
  })
  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...json, 'content-encoding': encoding },
    body: new Uint8Array(pack(Buffer.from(body))),
  })
  expect(response.status).toBe(200)
  expect(upstream.requests[0]?.body).toEqual({ ...JSON.parse(body), model: 'm' })
  expect(upstream.refusals).toEqual([])
})

test('a body that waits for its 100 gets it once the key was good', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  await using gateway = await openGateway({
    endpoints: [endpointOf(upstream, { id: 'e', name: 'Fake' })],
  })
  const client = await openRaw(gateway.port)
  const headers = { expect: '100-continue', 'content-length': String(body.length) }
  client.send(writeRequest(gateway.port, testKey, { headers }))
  expect((await client.answers(1)).status).toBe(100)
  client.send(body)
  expect((await client.closed).statuses).toEqual([100, 200])
})

test('the body of a request is kept only while that is on', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  const endpoints = [endpointOf(upstream, { id: 'e', name: 'Fake' })]
  await using gateway = await openGateway({ endpoints })
  const ask = () =>
    fetch(`${gateway.url}/v1/embeddings`, {
      method: 'POST',
      headers: json,
      body: '{"model":"fake/m","input":"x"}',
    })
  await ask()
  gateway.setConfig(createConfig({ endpoints, settings: { keepBodies: true } }))
  await ask()
  const [without, with_] = [await gateway.ended(0), await gateway.ended(1)]
  expect([without.clientBody, without.wire]).toEqual([undefined, undefined])
  expect(with_.clientBody).toBe('{"model":"fake/m","input":"x"}')
  expect(JSON.stringify(with_.wire)).toContain('/embeddings')
  expect(JSON.stringify(with_)).not.toContain(testKey)
})

test('a host without room for bodies lets go of them, and the request goes on', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  const endpoints = [endpointOf(upstream, { id: 'e', name: 'Fake' })]
  await using gateway = await openGateway({ endpoints, settings: { keepBodies: true } })
  Object.assign(gateway.host, {
    onKeep: (trace: Trace) => {
      trace.keepsBodies = false
      trace.clientBody = undefined
    },
  })
  for (const stream of [true, false]) {
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ ...JSON.parse(body), stream }),
    })
    expect(response.status).toBe(200)
    await response.text()
  }
  for (const index of [0, 1]) {
    const { clientBody, wire } = await gateway.ended(index)
    expect([clientBody, wire]).toEqual([undefined, undefined])
  }
})

test('settings that change while a body arrives hold for the whole request', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  await using other = await startStrictUpstream({ spec: 'openai-chat-completions' })
  const endpoint = endpointOf(upstream, { id: 'e', name: 'Fake' })
  await using gateway = await openGateway({ endpoints: [endpoint] })
  const client = await openRaw(gateway.port)
  const bytes = writeRequest(gateway.port, testKey, { body })
  client.send(bytes.subarray(0, -10))
  await expect.poll(() => gateway.traces.length).toBe(1)
  const changed = endpointOf(other, { id: 'e', name: 'Fake', modelMapping: { m: 'mapped' } })
  const next = createConfig({ endpoints: [changed] })
  gateway.setConfig(next)
  const asked: unknown[] = []
  Object.assign(gateway.host, {
    resolve: (_route: Route, config: GatewayConfig) => {
      asked.push(config)
      return changed
    },
  })
  client.send(bytes.subarray(-10))
  expect((await client.closed).status).toBe(200)
  expect(upstream.requests).toHaveLength(0)
  expect(other.requests[0]?.body).toMatchObject({ model: 'mapped' })
  expect(asked).toEqual([next])
})

test('closing lets a running answer end and takes nothing new', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  await using gateway = await openGateway({
    endpoints: [endpointOf(upstream, { id: 'e', name: 'Fake' })],
  })
  const headersGate = createGate()
  upstream.setBehaviour({ kind: 'reply', headersGate })
  const running = fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: json,
    body,
  })
  await upstream.waitForRequest()
  const closing = gateway.close(10_000)
  await expect(fetch(`${gateway.url}/health`)).rejects.toThrow('fetch failed')
  headersGate.open()
  const response = await running
  expect(response.status).toBe(200)
  await response.text()
  await closing
})

test('closing ends what does not end in time, and its upstream is left', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  await using gateway = await openGateway({
    endpoints: [endpointOf(upstream, { id: 'e', name: 'Fake' })],
  })
  upstream.setBehaviour({ kind: 'hang-before-headers' })
  const running = fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: json,
    body,
  })
  const request = await upstream.waitForRequest()
  await gateway.close(50)
  const response = await running
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({
    error: { message: expect.stringMatching(/gateway was stopped/) },
  })
  expect((await request.ended).how).toBe('aborted')
  expect(await gateway.ended(0)).toMatchObject({ state: 'failed', status: 503 })
})

test('when it is closed, the host was told of the end of every request', async () => {
  const gate = createGate()
  await using upstream = await startStrictUpstream({
    spec: 'openai-chat-completions',
    behaviour: { kind: 'reply', headersGate: gate },
  })
  await using gateway = await openGateway({
    endpoints: [endpointOf(upstream, { id: 'e', name: 'Fake' })],
  })
  const asking = Array.from({ length: 5 }, () =>
    fetch(`${gateway.url}/v1/chat/completions`, { method: 'POST', headers: json, body }),
  )
  await expect.poll(() => upstream.requests.length).toBe(5)
  await gateway.close(50)
  expect(gateway.traces.map(({ state }) => state)).toEqual(Array(5).fill('failed'))
  const answers = await Promise.all(asking)
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(503))
})
