import {
  findStreamFlaw,
  startStrictUpstream,
  summarizeReply,
} from '@patchbay/provider-core/testing'
import { describe, expect, test } from 'vitest'
import { ask, eventsOf, open, type Reply } from '../testing/ask.ts'
import { endpointOf, openGateway, testKey } from '../testing/open-gateway.ts'
import {
  chatReply,
  rawEndpoint,
  sendJsonReply,
  startRawUpstream,
  upstreamKey,
} from '../testing/raw-upstream.ts'

const hello = { client: 'openai-chat', model: 'e1/m', stream: false } as const
const sse = { 'content-type': 'text/event-stream' }
const chunk = (delta: object, reason: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`

describe('a body that passes', () => {
  test('comes as it was but for its model', async () => {
    await using upstream = await startRawUpstream((response) =>
      sendJsonReply(response, 200, chatReply),
    )
    await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
    const text =
      '{ "messages":[{"role":"user","content":"\\u00fc"}] , "unknown_field": 1.0e2, "model":"e1/m" }'
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
      body: text,
    })
    expect(await response.json()).toEqual(chatReply)
    expect(upstream.calls[0]?.body).toBe(text.replace('"e1/m"', '"m"'))
    expect(await gateway.ended(0)).toMatchObject({
      mode: 'pass-through',
      usage: { inputTokens: 3, outputTokens: 5, raw: { value: { cost: 0.25 } } },
    })
  })

  test('gets what the endpoint adds to every body', async () => {
    await using upstream = await startRawUpstream((response) =>
      sendJsonReply(response, 200, chatReply),
    )
    await using gateway = await openGateway({
      endpoints: [rawEndpoint(upstream, { id: 'e1', extraBody: { provider: { order: ['x'] } } })],
    })
    await ask(gateway.url, hello)
    expect(JSON.parse(upstream.calls[0]?.body ?? '')).toMatchObject({
      model: 'm',
      provider: { order: ['x'] },
    })
  })

  test('is translated where a setting changes what stands inside messages', async () => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      supportsSystemMessage: false,
    })
    await using gateway = await openGateway({
      endpoints: [endpointOf(upstream, { id: 'e1', name: 'e1', supportsSystemMessage: false })],
    })
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
    ]
    const reply = await ask(gateway.url, { ...hello, fields: { messages } })
    expect(reply.status).toBe(200)
    expect(upstream.refusals).toEqual([])
    expect(await gateway.ended(0)).toMatchObject({ mode: 'translated' })
  })
})

describe('headers', () => {
  const clientHeaders = {
    'x-api-key': testKey,
    'api-key': testKey,
    'x-goog-api-key': testKey,
    cookie: 'session=client-cookie',
    origin: 'http://127.0.0.1',
    referer: 'http://127.0.0.1/page',
    forwarded: 'for=192.0.2.1',
    'x-forwarded-for': '192.0.2.1',
    'x-patchbay-anything': 'yes',
    'x-stainless-lang': 'js',
    'idempotency-key': 'client-idempotency',
    'openai-organization': 'org-of-client',
    'openai-beta': 'assistants=v2',
    te: 'trailers',
    connection: 'keep-alive, x-hop',
    'x-hop': 'client-hop',
    'accept-encoding': 'gzip, br',
  }

  test('of a client reach the upstream only where they say something in its format', async () => {
    await using upstream = await startRawUpstream((response) =>
      sendJsonReply(response, 200, chatReply),
    )
    await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
    const { origin: _, ...headers } = clientHeaders
    expect((await ask(gateway.url, { ...hello, headers })).status).toBe(200)
    const sent = upstream.calls[0]?.request.headers ?? {}
    expect(Object.keys(sent).toSorted()).toEqual([
      'accept',
      'authorization',
      'connection',
      'content-length',
      'content-type',
      'host',
      'openai-beta',
      'user-agent',
    ])
    expect(sent.authorization).toBe(`Bearer ${upstreamKey}`)
    expect(JSON.stringify(upstream.calls[0]?.request.rawHeaders)).not.toContain(testKey)
    expect(upstream.calls[0]?.request.url).not.toContain(testKey)
  })

  test('of Anthropic pass between two that speak it, betas of both ends together', async () => {
    await using upstream = await startRawUpstream((response) =>
      sendJsonReply(response, 400, { type: 'error', error: { type: 'x', message: 'seen' } }),
    )
    await using gateway = await openGateway({
      endpoints: [
        rawEndpoint(upstream, {
          id: 'e1',
          spec: 'anthropic',
          headers: { 'Anthropic-Beta': 'own' },
        }),
      ],
    })
    await ask(gateway.url, {
      client: 'anthropic-messages',
      model: 'e1/m',
      stream: false,
      headers: { 'anthropic-version': '2026-10-21', 'anthropic-beta': 'a,b' },
    })
    expect(upstream.calls[0]?.request.headers).toMatchObject({
      'anthropic-version': '2026-10-21',
      'anthropic-beta': 'own,a,b',
      'x-api-key': upstreamKey,
    })
  })

  test.each([true, false])(
    'of an answer come back where clients use them, stream: %s',
    async (stream) => {
      await using upstream = await startRawUpstream((response) => {
        const headers = {
          'x-ratelimit-remaining-requests': '7',
          'x-request-id': 'req-1',
          'openai-processing-ms': '12',
          'set-cookie': 'a=b',
          server: 'upstream',
          'strict-transport-security': 'max-age=1',
          'access-control-allow-origin': '*',
          'alt-svc': 'h3=":443"',
          'x-echoed-key': upstreamKey,
          connection: 'x-hop',
          'x-hop': 'upstream-hop',
        }
        if (!stream) {
          response.writeHead(200, { ...headers, 'content-type': 'application/json' })
          response.end(JSON.stringify(chatReply))
          return
        }
        response.writeHead(200, { ...headers, ...sse })
        response.end(
          `${chunk({ role: 'assistant', content: 'Hi' })}${chunk({}, 'stop')}data: [DONE]\n\n`,
        )
      })
      await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
      const { headers } = await ask(gateway.url, { ...hello, stream })
      expect(headers).toMatchObject({
        'x-ratelimit-remaining-requests': '7',
        'x-request-id': 'req-1',
        'openai-processing-ms': '12',
        'x-patchbay-endpoint': 'e1',
        'x-patchbay-model': 'm',
      })
      for (const name of [
        'set-cookie',
        'server',
        'strict-transport-security',
        'alt-svc',
        'x-hop',
      ]) {
        expect(headers).not.toHaveProperty(name)
      }
      expect(JSON.stringify(headers)).not.toContain(upstreamKey)
    },
  )
})

describe('an error of the upstream', () => {
  test('keeps status, body and wait, without the secrets of the endpoint', async () => {
    const error = {
      error: { message: `Bad key ${upstreamKey}`, type: 'x', code: 'odd_code', extra: 1 },
    }
    await using upstream = await startRawUpstream((response) => {
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '7' })
      response.end(JSON.stringify(error))
    })
    await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
    const reply = await ask(gateway.url, hello)
    expect(reply.status).toBe(429)
    expect(reply.headers['retry-after']).toBe('7')
    expect(reply.json).toMatchObject({ error: { type: 'x', code: 'odd_code', extra: 1 } })
    expect(reply.text).not.toContain(upstreamKey)
    const trace = await gateway.ended(0)
    expect(trace).toMatchObject({ state: 'failed', status: 429, error: { code: 'rate-limit' } })
    expect(JSON.stringify(trace)).not.toContain(upstreamKey)
  })

  test('that is no JSON becomes one of the client format', async () => {
    await using upstream = await startRawUpstream((response) => {
      response.writeHead(502, { 'content-type': 'text/html' })
      response.end('<html>bad gateway</html>')
    })
    await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
    const reply = await ask(gateway.url, hello)
    expect(reply.status).toBe(502)
    expect(reply.json).toMatchObject({ error: { message: expect.stringContaining('web page') } })
  })

  test('at the very beginning of a stream gets a status', async () => {
    await using upstream = await startRawUpstream((response) => {
      response.writeHead(200, sse)
      response.end(
        'data: {"error":{"message":"No capacity","type":"overloaded_error","code":503}}\n\n',
      )
    })
    await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
    const reply = await ask(gateway.url, { ...hello, stream: true })
    expect(reply.status).toBe(503)
    expect(reply.json).toMatchObject({ error: { message: expect.stringContaining('No capacity') } })
  })
})

describe('an answer of another kind than was asked for', () => {
  test('a whole one to a stream is streamed', async () => {
    await using upstream = await startRawUpstream((response) =>
      sendJsonReply(response, 200, chatReply),
    )
    await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
    const reply = await ask(gateway.url, { ...hello, stream: true })
    expect(reply.headers['content-type']).toContain('text/event-stream')
    expect(eventsOf('openai-chat', reply).at(-1)).toMatchObject({ type: 'finish', reason: 'stop' })
  })

  test('a stream to a whole one is put together', async () => {
    await using upstream = await startRawUpstream((response) => {
      response.writeHead(200, sse)
      response.end(
        `${chunk({ role: 'assistant', content: 'He' })}${chunk({ content: 'llo' })}${chunk({}, 'stop')}data: [DONE]\n\n`,
      )
    })
    await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
    const reply = await ask(gateway.url, hello)
    expect(reply.json).toMatchObject({ choices: [{ message: { content: 'Hello' } }] })
  })

  test.each([
    ['nothing', ''],
    ['a web page', '<!doctype html><title>Hi</title>'],
    ['half an object', '{"id":"x","choi'],
  ])('%s is an error of the gateway', async (_name, body) => {
    await using upstream = await startRawUpstream((response) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': body.length + 9,
      })
      response.write(body)
      setImmediate(() => response.destroy())
    })
    await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
    const reply = await ask(gateway.url, hello)
    expect(reply.status).toBe(502)
    expect(reply.json).toMatchObject({ error: { message: expect.any(String) } })
  })

  test('events without their names get them, for SDKs that go by the name (report 13)', async () => {
    await using upstream = await startStrictUpstream({ spec: 'anthropic' })
    const good = await (async () => {
      await using direct = await openGateway({
        endpoints: [endpointOf(upstream, { id: 'e1', name: 'e1' })],
      })
      return await ask(direct.url, { client: 'anthropic-messages', model: 'e1/m', stream: true })
    })()
    await using nameless = await startRawUpstream((response) => {
      response.writeHead(200, sse)
      response.end(good.text.replaceAll(/^event: .*\n/gm, ''))
    })
    await using gateway = await openGateway({
      endpoints: [rawEndpoint(nameless, { id: 'e1', spec: 'anthropic' })],
    })
    const reply = await ask(gateway.url, {
      client: 'anthropic-messages',
      model: 'e1/m',
      stream: true,
    })
    expect(
      findStreamFlaw('anthropic-messages', reply.frames, { includeUsage: false }),
    ).toBeUndefined()
    const said = (each: Reply) => summarizeReply(eventsOf('anthropic-messages', each))
    expect(said(reply)).toEqual(said(good))
  })

  test('[DONE] behind message_stop is left out (report 14)', async () => {
    await using upstream = await startStrictUpstream({ spec: 'anthropic' })
    await using direct = await openGateway({
      endpoints: [endpointOf(upstream, { id: 'e1', name: 'e1' })],
    })
    const question = { client: 'anthropic-messages', model: 'e1/m', stream: true } as const
    const good = await ask(direct.url, question)
    await using chatty = await startRawUpstream((response) => {
      response.writeHead(200, sse)
      response.end(`${good.text}data: [DONE]\n\n`)
    })
    await using gateway = await openGateway({
      endpoints: [rawEndpoint(chatty, { id: 'e1', spec: 'anthropic' })],
    })
    expect((await ask(gateway.url, question)).text).toBe(good.text)
  })
})

test('a reader that stalls stops the upstream, and memory stays flat (report 16)', async () => {
  const piece = chunk({ content: 'x'.repeat(4000) })
  let accepted = 0
  let stalled: (() => void) | undefined
  const isStalled = new Promise<void>((resolve) => {
    stalled = resolve
  })
  await using upstream = await startRawUpstream((response) => {
    response.writeHead(200, sse)
    const more = (): void => {
      while (!response.destroyed && accepted < 200_000_000) {
        accepted += piece.length
        if (!response.write(piece)) {
          const timer = setTimeout(() => stalled?.(), 500)
          response.once('drain', () => {
            clearTimeout(timer)
            more()
          })
          return
        }
      }
    }
    more()
  })
  await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
  const incoming = await open(gateway.url, { ...hello, stream: true })
  incoming.pause()
  await isStalled
  // What lies in the buffers of three sockets, and 64 kB of ours.
  expect(accepted).toBeLessThan(24_000_000)
  incoming.destroy()
  expect(await gateway.ended(0)).toMatchObject({ state: 'stopped' })
})
