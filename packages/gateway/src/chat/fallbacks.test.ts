import { findStreamFlaw } from '@patchbay/provider-core/testing'
import { describe, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { openGateway } from '../testing/open-gateway.ts'
import {
  chatReply,
  rawEndpoint,
  sendJsonReply,
  startRawUpstream,
  type RawUpstream,
} from '../testing/raw-upstream.ts'

type Answer = Parameters<typeof startRawUpstream>[0]

const good: Answer = (response, { body }) => {
  if (!body.includes('"stream":true')) return sendJsonReply(response, 200, chatReply)
  const chunk = (choice: object) =>
    `data: ${JSON.stringify({ ...chatReply, object: 'chat.completion.chunk', usage: null, choices: [choice] })}\n\n`
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(
    chunk({ index: 0, delta: { role: 'assistant', content: 'Hello' }, finish_reason: null }),
  )
  response.end(`${chunk({ index: 0, delta: {}, finish_reason: 'stop' })}data: [DONE]\n\n`)
}

const refuse =
  (status: number, error: object = { message: 'no', type: 'x' }): Answer =>
  (response) =>
    sendJsonReply(response, status, { error })

const tooLong = refuse(400, {
  message: "This model's maximum context length is 8 tokens.",
  code: 'context_length_exceeded',
})

interface Setting {
  readonly stream?: boolean
  readonly onContextOverflow?: boolean
  readonly client?: 'openai-chat' | 'anthropic-messages'
}

/** Asks an alias whose first target answers with `first`, and whose fallback is good. */
async function askBoth(
  first: Answer,
  { stream = false, onContextOverflow = false, client = 'openai-chat' }: Setting,
) {
  await using a = await startRawUpstream(first)
  await using b = await startRawUpstream(good)
  await using gateway = await openGateway({
    endpoints: [rawEndpoint(a, { id: 'first' }), rawEndpoint(b, { id: 'second' })],
    aliases: [
      {
        name: 'both',
        targets: [{ address: { endpointId: 'first', modelId: 'm1' } }],
        fallbacks: [{ endpointId: 'second', modelId: 'm2' }],
        onContextOverflow,
      },
    ],
  })
  const reply = await ask(gateway.url, { client, model: 'both', stream })
  return { reply, a, b, trace: await gateway.ended(0) }
}

const sentTo = (upstream: RawUpstream): string[] =>
  upstream.calls.map(({ body }) => JSON.parse(body).model)

describe.each([false, true])('a name with a fallback, stream: %s', (stream) => {
  for (const client of ['openai-chat', 'anthropic-messages'] as const) {
    test.each([408, 409, 429, 500, 502, 503, 529])(
      `goes on after %s, for a client of ${client}`,
      async (status) => {
        const { reply, a, b, trace } = await askBoth(refuse(status), { stream, client })
        expect(reply.status).toBe(200)
        expect(reply.headers).toMatchObject({
          'x-patchbay-endpoint': 'second',
          'x-patchbay-model': 'm2',
        })
        expect([sentTo(a), sentTo(b)]).toEqual([['m1'], ['m2']])
        expect(trace.failedAttempts).toMatchObject([
          { route: { endpointId: 'first' }, error: { status } },
        ])
        expect(trace).toMatchObject({ state: 'done', route: { endpointId: 'second' } })
      },
    )

    test.each([400, 401, 403, 404, 422])(
      `does not after %s, for a client of ${client}`,
      async (status) => {
        const { reply, b } = await askBoth(refuse(status), { stream, client })
        expect(reply.status).toBeGreaterThanOrEqual(400)
        expect(b.calls).toEqual([])
      },
    )
  }

  test('goes on where nobody answers, or the answer breaks before it began', async () => {
    for (const first of [
      ((response) => void response.destroy()) as Answer,
      ((response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.flushHeaders()
        setImmediate(() => response.destroy())
      }) as Answer,
    ]) {
      const { reply } = await askBoth(first, { stream })
      expect(reply.status).toBe(200)
      expect(reply.headers['x-patchbay-endpoint']).toBe('second')
    }
  })

  test('goes on after a prompt that is too long only where that is set', async () => {
    const set = await askBoth(tooLong, { stream, onContextOverflow: true })
    expect(set.reply.headers['x-patchbay-endpoint']).toBe('second')
    const not = await askBoth(tooLong, { stream })
    expect(not.reply.status).toBe(400)
    expect(not.b.calls).toEqual([])
  })
})

test('a stream that has begun is never begun again elsewhere', async () => {
  const half: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const choices = [{ index: 0, delta: { role: 'assistant', content: 'He' }, finish_reason: null }]
    response.write(
      `data: ${JSON.stringify({ ...chatReply, object: 'chat.completion.chunk', usage: null, choices })}\n\n`,
    )
    setTimeout(() => response.destroy(), 20)
  }
  const { reply, b } = await askBoth(half, { stream: true })
  expect(reply.status).toBe(200)
  expect(findStreamFlaw('openai-chat', reply.frames, { includeUsage: true })).toBeUndefined()
  expect(reply.text).toContain('"error"')
  expect(b.calls).toEqual([])
})

test('the last of several failures is the one that is told', async () => {
  await using a = await startRawUpstream(refuse(503, { message: 'first', type: 'x' }))
  await using b = await startRawUpstream(refuse(429, { message: 'second', type: 'x' }))
  await using gateway = await openGateway({
    endpoints: [rawEndpoint(a, { id: 'first' }), rawEndpoint(b, { id: 'second' })],
    aliases: [
      {
        name: 'both',
        targets: [{ address: { endpointId: 'first', modelId: 'm1' } }],
        fallbacks: [{ endpointId: 'second', modelId: 'm2' }],
      },
    ],
  })
  const reply = await ask(gateway.url, { client: 'openai-chat', model: 'both', stream: false })
  expect(reply.status).toBe(429)
  expect(reply.json).toEqual({ error: { message: 'second', type: 'x' } })
})
