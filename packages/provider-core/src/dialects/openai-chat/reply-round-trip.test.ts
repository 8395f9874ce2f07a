import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import { findChatFlaw } from '../../testing/invariants/openai-chat.ts'
import { summarizeReply } from '../../testing/invariants/summarize-reply.ts'
import type { ReplyContext } from '../dialect.ts'
import { arbitraryReply, wildEvents } from '../testing/arbitrary-events.ts'
import { openaiChat } from './openai-chat.ts'

const reply: ReplyContext = {
  modelId: 'mine',
  includeUsage: true,
  id: 'c_1',
  createdAt: 1_700_000_000,
}

function encodeStream(events: readonly ChatEvent[], options: Partial<ReplyContext> = {}) {
  const encoder = openaiChat.createStreamEncoder({ ...reply, ...options })
  return events.flatMap((event) => encoder.push(event))
}

function decodeStream(frames: ReturnType<typeof encodeStream>): ChatEvent[] {
  const decoder = openaiChat.createStreamDecoder()
  return [...frames.flatMap((frame) => decoder.push(frame)), ...decoder.end()]
}

const finish: ChatEvent = { type: 'finish', reason: 'stop' }

describe('reply', () => {
  test('decode(encode(x)) = x, streamed and whole', () => {
    fc.assert(
      fc.property(arbitraryReply(), (events) => {
        const expected = summarizeReply(events)
        const frames = encodeStream(events)
        expect(findChatFlaw(frames, { includeUsage: true })).toBeUndefined()
        const usage = { inputTokens: 0, outputTokens: 0, ...expected.usage }
        expect(summarizeReply(decodeStream(frames))).toEqual({ ...expected, usage })
        const { status, body } = openaiChat.encodeResponse(events, reply)
        expect(status).toBe(200)
        expect(summarizeReply(openaiChat.decodeResponse(body))).toEqual({ ...expected, usage })
      }),
    )
  })

  test('whatever events come, every rule of a stream is kept', () => {
    fc.assert(
      fc.property(wildEvents, fc.boolean(), (events, includeUsage) => {
        const frames = encodeStream(events, { includeUsage })
        expect(findChatFlaw(frames, { includeUsage })).toBeUndefined()
        const failed = events.at(-1)?.type === 'error'
        expect(frames.at(-1)?.data === '[DONE]').toBe(!failed)
        expect(openaiChat.encodeResponse(events, reply).status).toBe(failed ? 503 : 200)
      }),
    )
  })

  test('several choices, their log probabilities and the tier arrive', () => {
    const events: ChatEvent[] = [
      { type: 'start', id: 'c', createdAt: 5 },
      { type: 'text-delta', text: 'a' },
      {
        type: 'logprobs',
        tokens: [{ token: 'a', logprob: -1, bytes: [97], top: [{ token: 'b', logprob: -2 }] }],
      },
      { type: 'text-delta', text: 'b', choice: 1 },
      { type: 'choice-finish', choice: 0, reason: 'stop', rawReason: 'stop' },
      { type: 'choice-finish', choice: 1, reason: 'length', rawReason: 'length' },
      { type: 'finish', reason: 'stop', rawReason: 'stop', serviceTier: 'flex' },
    ]
    const decoded = decodeStream(encodeStream(events, { includeUsage: false }))
    expect(decoded).toMatchObject([
      { type: 'start', id: 'c', model: 'mine', createdAt: 5 },
      ...events.slice(1),
    ])
  })

  test('citations, images and vendor fields of the same format pass through', () => {
    const events: ChatEvent[] = [
      { type: 'start' },
      { type: 'raw', raw: { dialect: 'openai-chat', value: { system_fingerprint: 'fp' } } },
      { type: 'text-delta', text: 'x' },
      {
        type: 'citation',
        citation: { url: 'https://host.example/', title: 'T', start: 0, end: 1 },
      },
      { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'AAAA' } },
      finish,
    ]
    const decoded = decodeStream(encodeStream(events))
    for (const event of events.slice(1, 5)) expect(decoded).toContainEqual(event)
  })

  test('the frames and the whole answer have the types of the official SDK', () => {
    const head = { id: 'c', created: 5, model: 'mine' }
    const events: ChatEvent[] = [
      { type: 'start', id: 'c', createdAt: 5 },
      { type: 'tool-call-start', id: 'a', name: 'f' },
      { type: 'tool-call-delta', id: 'a', arguments: '{}' },
      {
        type: 'finish',
        reason: 'stop',
        usage: { inputTokens: 1, outputTokens: 2, cachedInputTokens: 1 },
      },
    ]
    const chunk = (
      delta: ChatCompletionChunk.Choice.Delta,
      reason: ChatCompletionChunk.Choice['finish_reason'] = null,
    ): ChatCompletionChunk => ({
      ...head,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, finish_reason: reason }],
    })
    const usage = {
      prompt_tokens: 1,
      completion_tokens: 2,
      total_tokens: 3,
      prompt_tokens_details: { cached_tokens: 1 },
    }
    expect(
      encodeStream(events).map(({ data }) => (data === '[DONE]' ? data : JSON.parse(data))),
    ).toEqual([
      chunk({ role: 'assistant', content: '' }),
      chunk({
        tool_calls: [
          { index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '' } },
        ],
      }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '{}' } }] }),
      chunk({}, 'tool_calls'),
      { ...chunk({}), choices: [], usage } satisfies ChatCompletionChunk,
      '[DONE]',
    ])
    expect(openaiChat.encodeResponse(events, reply).body).toEqual({
      ...head,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: null,
            refusal: null,
            tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
          },
          logprobs: null,
          finish_reason: 'tool_calls',
        },
      ],
      usage,
    } satisfies ChatCompletion)
  })

  test.each([
    ['rate-limit', 429],
    ['context-length', 400],
    ['authentication', 401],
    ['not-found', 404],
    ['overloaded', 503],
    ['content-policy', 400],
    ['permission', 403],
    ['timeout', 504],
    ['upstream', 502],
    ['invalid-request', 400],
  ] as const)('an error of the code %s is answered with %i and read back', (code, status) => {
    const encoded = openaiChat.encodeError({ code, message: 'It is so.', retryable: false })
    expect(encoded.status).toBe(status)
    expect(openaiChat.decodeError(status, encoded.body)).toMatchObject({
      code: code === 'upstream' ? 'overloaded' : code,
      message: 'It is so.',
    })
  })

  test.each([
    ['timeout', 408, 408],
    ['upstream', 500, 500],
    ['overloaded', 502, 502],
    ['overloaded', 529, 500],
    ['rate-limit', 503, 429],
    ['invalid-request', 422, 400],
    ['invalid-request', 413, 400],
  ] as const)('%s of an upstream that answered %i is answered with %i', (code, status, told) => {
    const info = { code, status, message: 'It is so.', retryable: false }
    expect(openaiChat.encodeError(info).status).toBe(told)
  })
})
