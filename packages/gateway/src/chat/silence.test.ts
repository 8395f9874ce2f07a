import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createPlatforms,
  createSend,
  getDialect,
  parseSse,
  type ClientDialect,
} from '@patchbay/provider-core'
import {
  clientDialectIds,
  createGate,
  findStreamFlaw,
  startStrictUpstream,
  type ClientDialectId,
  type Behaviour,
} from '@patchbay/provider-core/testing'
import { describe, expect, test } from 'vitest'
import { bodyOf } from '../testing/ask.ts'
import { createConfig, endpointOf } from '../testing/open-gateway.ts'
import { createTrace } from '../trace.ts'
import { serveChat } from './serve-chat.ts'

const timing = { holdMs: 40, pingMs: 30 }

/** A server that answers every request by one stream of an upstream that behaves like that. */
async function startSilent(
  client: ClientDialectId,
  spec: 'anthropic' | 'google',
  behaviour: Behaviour,
) {
  const upstream = await startStrictUpstream({ spec, behaviour })
  const resolved = endpointOf(upstream, { id: 'e1', name: 'e1' })
  const send = createSend()
  const now = (): Date => new Date()
  const platforms = createPlatforms({ now })
  const config = createConfig({ endpoints: [resolved] })
  const server = createServer((request, response) => {
    const trace = createTrace({
      id: '1',
      at: 0,
      startedAt: performance.now(),
      method: 'POST',
      path: '/',
      userAgent: undefined,
    })
    const model = 'e1/m'
    void serveChat(
      {
        request,
        response,
        query: new URLSearchParams(),
        body: Buffer.from(JSON.stringify(bodyOf({ client, model, stream: true }))),
        dialect: getDialect(client) as ClientDialect,
        signal: new AbortController().signal,
        config,
        host: {
          engine: {
            send,
            getPlatform: (id) => platforms[id],
            now,
            clock: () => performance.now(),
          },
          config: () => config,
          resolve: () => resolved,
          onKeep: () => undefined,
          onBegin: () => undefined,
          onEnd: () => undefined,
        },
        trace,
        allowedModels: undefined,
      },
      { model, stream: true, arrayFraming: undefined },
      timing,
    )
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await send.close()
      await upstream.close()
    },
  }
}

const pairs = clientDialectIds.flatMap((client) =>
  (['anthropic', 'google'] as const).map((spec) => ({ client, spec })),
)

describe.each(pairs)(
  'for a client of $client, while an upstream of $spec is silent',
  ({ client, spec }) => {
    test('its client gets headers and signs of life, then the whole reply (report 12)', async () => {
      const gate = createGate()
      await using server = await startSilent(client, spec, { kind: 'reply', headersGate: gate })
      const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
        get(server.url, resolve).once('error', reject)
      })
      expect(incoming.statusCode).toBe(200)
      const parts: Buffer[] = []
      for await (const part of incoming) {
        parts.push(part as Buffer)
        // Twice, so that one is known to come after another and not only after the headers.
        if (parts.length === 2) gate.open()
      }
      const bytes = Buffer.concat(parts)
      const ping = client === 'google-generate' ? '\n\n' : ': ping\n: ping\n'
      expect(bytes.toString('utf8').startsWith(ping)).toBe(true)
      expect(findStreamFlaw(client, parseSse(bytes), { includeUsage: true })).toBeUndefined()
    })

    test('its client is told by an error event when it fails at last', async () => {
      const gate = createGate()
      const failure = {
        kind: 'http-error',
        status: 503,
        message: 'gone',
        headersGate: gate,
      } as const
      await using server = await startSilent(client, spec, failure)
      const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
        get(server.url, resolve).once('error', reject)
      })
      expect(incoming.statusCode).toBe(200)
      const parts: Buffer[] = []
      for await (const part of incoming) {
        parts.push(part as Buffer)
        gate.open()
      }
      const frames = parseSse(Buffer.concat(parts))
      expect(findStreamFlaw(client, frames, { includeUsage: true })).toBeUndefined()
      expect(frames.at(-1)?.data).toContain('gone')
    })
  },
)

test('an upstream that is silent for long and then answers whole is read all the same', async () => {
  const gate = createGate()
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'm',
    stop_reason: 'end_turn',
    content: [{ type: 'text', text: 'At last' }],
    usage: { input_tokens: 3, output_tokens: 2 },
  }
  await using server = await startSilent('anthropic-messages', 'anthropic', {
    kind: 'raw',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
    headersGate: gate,
  })
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    get(server.url, resolve).once('error', reject)
  })
  const parts: Buffer[] = []
  for await (const part of incoming) {
    parts.push(part as Buffer)
    gate.open()
  }
  const frames = parseSse(Buffer.concat(parts))
  expect(findStreamFlaw('anthropic-messages', frames, { includeUsage: true })).toBeUndefined()
  expect(frames.map(({ data }) => data).join()).toContain('At last')
  expect(frames.at(-1)?.event).toBe('message_stop')
})
