import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { endpointSchema, type ResolvedEndpoint } from '@patchbay/provider-core/model'
import { startStrictUpstream } from '@patchbay/provider-core/testing'
import { rememberResponse } from './stored-responses.ts'
import { digestKey, endpointOf, openGateway, testKey } from '../testing/open-gateway.ts'

const secret = 'sk-upstream-secret'
const limitedKey = 'pbk-limited'

/** A server that keeps one response, as OpenAI's does. */
async function startKeeper() {
  const seen: { line: string; authorization: string | undefined; client: string | undefined }[] = []
  let deleted = false
  const server = createServer((request: IncomingMessage, response) => {
    const { authorization, cookie } = request.headers
    seen.push({ line: `${request.method} ${request.url}`, authorization, client: cookie })
    const reply = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req_1' })
      response.end(JSON.stringify(body))
    }
    const whole = { id: 'resp_1', object: 'response', status: 'completed', output: [], error: null }
    if (request.method === 'POST' && request.url === '/v1/responses') {
      return reply(200, { ...whole, created_at: 1, model: 'm', usage: null })
    }
    if (deleted) return reply(404, { error: { message: `gone, ${secret}`, type: 'x', code: null } })
    if (request.method === 'DELETE') {
      deleted = true
      return reply(200, { id: 'resp_1', object: 'response', deleted: true })
    }
    if (request.url?.includes('/input_items') === true) return reply(200, { data: [{ id: 'i' }] })
    return reply(200, whole)
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const stamp = '2026-01-01'
  const endpoint: ResolvedEndpoint = {
    endpoint: endpointSchema.parse({
      id: 'keeper',
      name: 'Keeper',
      spec: 'openai-responses',
      baseUrl: `http://127.0.0.1:${port}/v1`,
      savedSecrets: ['apiKey'],
      createdAt: stamp,
      updatedAt: stamp,
    }),
    secrets: { apiKey: secret },
  }
  return {
    seen,
    endpoint,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('a stored response is asked for where it was made', async () => {
  await using keeper = await startKeeper()
  await using gateway = await openGateway({
    endpoints: [keeper.endpoint],
    keys: [digestKey('all', testKey), digestKey('few', limitedKey, ['other/*'])],
  })
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: testKey, maxRetries: 0 })
  const made = await client.responses.create({ model: 'keeper/m', input: 'hi' })
  expect(made.id).toBe('resp_1')

  const { data, response } = await client.responses.retrieve('resp_1').withResponse()
  expect(data.id).toBe('resp_1')
  expect(response.headers.get('x-request-id')).toBe('req_1')
  expect(response.headers.get('x-patchbay-endpoint')).toBe('Keeper')
  await client.responses.cancel('resp_1')
  await client.responses.inputItems.list('resp_1', { limit: 5, order: 'asc' })

  const other = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: limitedKey, maxRetries: 0 })
  await expect(other.responses.retrieve('resp_1')).rejects.toMatchObject({ status: 403 })

  await client.responses.delete('resp_1')
  await expect(client.responses.retrieve('resp_1')).rejects.toMatchObject({ status: 404 })
  expect(keeper.seen.map(({ line }) => line)).toEqual([
    'POST /v1/responses',
    'GET /v1/responses/resp_1',
    'POST /v1/responses/resp_1/cancel',
    'GET /v1/responses/resp_1/input_items?limit=5&order=asc',
    'DELETE /v1/responses/resp_1',
  ])
  expect(new Set(keeper.seen.map(({ authorization }) => authorization))).toEqual(
    new Set([`Bearer ${secret}`]),
  )
})

test("the upstream's refusal keeps its status and loses its secrets", async () => {
  await using keeper = await startKeeper()
  await using gateway = await openGateway({ endpoints: [keeper.endpoint] })
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: testKey, maxRetries: 0 })
  await client.responses.create({ model: 'keeper/m', input: 'hi' })
  const direct = keeper.endpoint.endpoint.baseUrl ?? ''
  await fetch(`${direct}/responses/resp_1`, { method: 'DELETE' })
  const response = await fetch(`${gateway.url}/v1/responses/resp_1`, {
    headers: { authorization: `Bearer ${testKey}` },
  })
  expect(response.status).toBe(404)
  const text = await response.text()
  expect(text).toContain('gone')
  expect(text).not.toContain(secret)
})

test('a response that another format made is not kept, and that is said', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  const endpoints = [endpointOf(upstream, { id: 'e', name: 'Chat' })]
  await using gateway = await openGateway({ endpoints })
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: testKey, maxRetries: 0 })
  await client.responses.create({ model: 'chat/m', input: 'hi' })
  const trace = await gateway.ended(0)
  if (trace.route === undefined) throw new Error('no route')
  rememberResponse({ host: gateway.host, trace }, 'resp_translated', trace.route)
  await expect(client.responses.retrieve('resp_translated')).rejects.toMatchObject({
    status: 501,
    message: expect.stringMatching(/Chat.*keeps none/),
  })
  expect(upstream.requests).toHaveLength(1)
})

test('the oldest responses are forgotten first', async () => {
  await using keeper = await startKeeper()
  await using gateway = await openGateway({ endpoints: [keeper.endpoint] })
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: testKey, maxRetries: 0 })
  await client.responses.create({ model: 'keeper/m', input: 'hi' })
  const trace = await gateway.ended(0)
  if (trace.route === undefined) throw new Error('no route')
  const context = { host: gateway.host, trace }
  for (let number = 1; number <= 5_000; number += 1) {
    rememberResponse(context, `resp_of_${number}`, trace.route)
  }
  await expect(client.responses.retrieve('resp_1')).rejects.toMatchObject({ status: 404 })
  expect(await client.responses.retrieve('resp_of_1')).toMatchObject({ id: 'resp_1' })
})

test('a response of nobody is unknown', async () => {
  await using gateway = await openGateway()
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: testKey, maxRetries: 0 })
  await expect(client.responses.delete('resp_x')).rejects.toMatchObject({ status: 404 })
})
