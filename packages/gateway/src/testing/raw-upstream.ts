/** @file An upstream that answers with whatever a test hands it, on a bare server: for tests. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { endpointSchema, type ResolvedEndpoint } from '@patchbay/provider-core/model'
import type { z } from 'zod'

export const upstreamKey = 'sk-upstream-key-of-the-tests'

export interface SeenCall {
  readonly request: IncomingMessage
  readonly body: string
}

export interface RawUpstream extends AsyncDisposable {
  readonly url: string
  readonly calls: SeenCall[]
}

/** Starts it; `answer` gets each request with its body read. */
export async function startRawUpstream(
  answer: (response: ServerResponse, call: SeenCall) => void | Promise<void>,
): Promise<RawUpstream> {
  const calls: SeenCall[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const call = { request, body: Buffer.concat(parts).toString('utf8') }
      calls.push(call)
      void answer(response, call)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** An endpoint with the key that asks it; its name is its id. */
export function rawEndpoint(
  upstream: Pick<RawUpstream, 'url'>,
  overrides: Partial<z.input<typeof endpointSchema>> & { readonly id: string },
): ResolvedEndpoint {
  const endpoint = endpointSchema.parse({
    name: overrides.id,
    spec: 'openai-chat-completions',
    baseUrl: upstream.url,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    savedSecrets: ['apiKey'],
    ...overrides,
  })
  return { endpoint, secrets: { apiKey: upstreamKey } }
}

export const chatReply = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8, cost: 0.25 },
}

export function sendJsonReply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
