import type { ConverseStreamCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import type { ChatRequest } from '../../model/chat-request.ts'
import { bedrockConverse } from './bedrock-converse.ts'

const text = (value: string) => ({ type: 'text' as const, text: value })
const context = { modelId: 'anthropic.claude-x', stream: true, supportsSystemMessage: true }

type Named = readonly [event: string | undefined, payload: object]

function decode(...frames: readonly Named[]): ChatEvent[] {
  const decoder = bedrockConverse.createStreamDecoder()
  const events = frames.flatMap(([event, payload]) =>
    decoder.push({ event, data: JSON.stringify(payload) }),
  )
  return [...events, ...decoder.end()]
}

const start: Named = ['messageStart', { role: 'assistant', p: 'abc' }]
const delta = (value: object): Named => [
  'contentBlockDelta',
  { contentBlockIndex: 0, delta: value, p: 'abcd' },
]
const stop = (stopReason = 'end_turn'): Named => ['messageStop', { stopReason, p: 'ab' }]
const metadata: Named = [
  'metadata',
  {
    usage: {
      inputTokens: 10,
      outputTokens: 7,
      totalTokens: 25,
      cacheReadInputTokens: 5,
      cacheWriteInputTokens: 3,
    },
    p: 'a',
  },
]
const usage = { inputTokens: 18, outputTokens: 7, cachedInputTokens: 5 }

describe('request', () => {
  test('is what the official SDK would send', () => {
    const request: ChatRequest = {
      messages: [
        { role: 'system', content: [text('Be brief.')] },
        { role: 'user', content: [text('One')] },
        { role: 'user', content: [text('Two'), text(' ')] },
        {
          role: 'assistant',
          content: [{ type: 'reasoning', text: 'hm', signature: 'sig' }, text('Three')],
        },
        { role: 'user', content: [text('Four')] },
      ],
      temperature: 0.5,
      topP: 0.9,
      maxOutputTokens: 10,
      stop: ['END'],
    }
    const expected: Omit<ConverseStreamCommandInput, 'modelId'> = {
      system: [{ text: 'Be brief.' }],
      messages: [
        { role: 'user', content: [{ text: 'One' }, { text: 'Two' }] },
        {
          role: 'assistant',
          content: [
            { reasoningContent: { reasoningText: { text: 'hm', signature: 'sig' } } },
            { text: 'Three' },
          ],
        },
        { role: 'user', content: [{ text: 'Four' }] },
      ],
      inferenceConfig: { maxTokens: 10, temperature: 0.5, topP: 0.9, stopSequences: ['END'] },
    }
    expect(bedrockConverse.encodeRequest(request, context)).toEqual({
      body: expected,
      warnings: [],
    })
  })

  test('warns of unsigned reasoning and of a temperature above 1', () => {
    const request: ChatRequest = {
      messages: [
        { role: 'user', content: [text('Hi')] },
        { role: 'assistant', content: [{ type: 'reasoning', text: 'hm' }, text('Ho')] },
      ],
      temperature: 2,
    }
    const { body, warnings } = bedrockConverse.encodeRequest(request, context)
    expect(warnings.map((warning) => warning.code)).toEqual([
      'reasoning-left-out',
      'temperature-lowered',
    ])
    expect(body).toEqual({
      messages: [
        { role: 'user', content: [{ text: 'Hi' }] },
        { role: 'assistant', content: [{ text: 'Ho' }] },
      ],
      inferenceConfig: { temperature: 1 },
    })
  })
})

describe('stream', () => {
  test('reads reasoning, signature and text, counts cache reads and writes, drops padding', () => {
    const events = decode(
      start,
      delta({ reasoningContent: { text: 'hm' } }),
      delta({ reasoningContent: { signature: 'sig' } }),
      ['contentBlockStop', { contentBlockIndex: 0, p: 'a' }],
      delta({ text: 'Hi' }),
      stop(),
      metadata,
    )
    expect(events).toEqual([
      { type: 'start' },
      { type: 'reasoning-delta', text: 'hm' },
      { type: 'signature', signature: 'sig' },
      { type: 'text-delta', text: 'Hi' },
      { type: 'finish', reason: 'stop', rawReason: 'end_turn', usage },
    ])
  })

  test('usage counts whether it comes before or after the stop', () => {
    expect(decode(start, metadata, stop()).at(-1)).toMatchObject({ type: 'finish', usage })
    expect(decode(start, stop(), metadata).at(-1)).toMatchObject({ type: 'finish', usage })
  })

  test('a stop without usage is an end, usage without a stop is none', () => {
    expect(decode(start, stop('max_tokens'))).toEqual([
      { type: 'start' },
      { type: 'finish', reason: 'length', rawReason: 'max_tokens' },
    ])
    expect(decode(start, metadata).at(-1)).toMatchObject({ error: { code: 'stream-broken' } })
  })

  test('events whose name stands in the payload are read too', () => {
    const events = decode(
      [undefined, { messageStart: { role: 'assistant' } }],
      [undefined, { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'Hi' } } }],
      [undefined, { messageStop: { stopReason: 'end_turn' } }],
    )
    expect(events.map((event) => event.type)).toEqual(['start', 'text-delta', 'finish'])
  })

  test('tool calls, redacted reasoning and unknown events are kept without padding', () => {
    const redacted = {
      contentBlockIndex: 0,
      delta: { reasoningContent: { redactedContent: 'eA==' } },
    }
    const tool = { contentBlockIndex: 1, start: { toolUse: { toolUseId: 't', name: 'f' } } }
    const events = decode(
      start,
      ['contentBlockDelta', { ...redacted, p: 'abc' }],
      ['contentBlockStart', { ...tool, p: 'abc' }],
      ['newEvent', { value: 1, p: 'abc' }],
      stop('tool_use'),
    )
    const raw = events.flatMap((event) => (event.type === 'raw' ? [event.value] : []))
    expect(raw).toEqual([
      { contentBlockDelta: redacted },
      { contentBlockStart: tool },
      { newEvent: { value: 1 } },
    ])
    expect(events.at(-1)).toMatchObject({ reason: 'tool-calls' })
  })

  test.each([
    ['internalServerException', 'upstream', 500],
    ['modelStreamErrorException', 'upstream', 424],
    ['serviceUnavailableException', 'overloaded', 503],
    ['throttlingException', 'rate-limit', 429],
    ['validationException', 'invalid-request', 400],
    ['modelTimeoutException', 'timeout', 408],
  ])('%s ends the reply as %s', (exception, code, status) => {
    const events = decode(start, delta({ text: 'Hi' }), [exception, { message: 'Sorry' }], stop())
    expect(events.at(-1)).toMatchObject({ error: { code, status, message: 'Sorry' } })
    expect(events.filter((event) => event.type === 'finish')).toEqual([])
  })

  test('an exception without a payload is named', () => {
    const decoder = bedrockConverse.createStreamDecoder()
    expect(decoder.push({ event: 'throttlingException', data: '' })).toMatchObject([
      { error: { code: 'rate-limit', message: 'throttlingException' } },
    ])
  })

  test.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['tool_use', 'tool-calls'],
    ['guardrail_intervened', 'content-filter'],
    ['content_filtered', 'content-filter'],
    ['malformed_model_output', 'other'],
  ])('stop reason %s is %s', (rawReason, reason) => {
    expect(decode(start, stop(rawReason)).at(-1)).toEqual({ type: 'finish', reason, rawReason })
  })
})

describe('whole answer', () => {
  test('gives the same events as a stream', () => {
    const events = bedrockConverse.decodeResponse({
      output: {
        message: {
          role: 'assistant',
          content: [
            { reasoningContent: { reasoningText: { text: 'hm', signature: 'sig' } } },
            { text: 'Hi' },
            { toolUse: { toolUseId: 't', name: 'f', input: {} } },
          ],
        },
      },
      stopReason: 'tool_use',
      usage: { inputTokens: 10, outputTokens: 7, cacheReadInputTokenCount: 5 },
      metrics: { latencyMs: 12 },
    })
    expect(events).toEqual([
      { type: 'start' },
      { type: 'reasoning-delta', text: 'hm' },
      { type: 'signature', signature: 'sig' },
      { type: 'text-delta', text: 'Hi' },
      { type: 'raw', value: { toolUse: { toolUseId: 't', name: 'f', input: {} } } },
      { type: 'raw', value: { metrics: { latencyMs: 12 } } },
      {
        type: 'finish',
        reason: 'tool-calls',
        rawReason: 'tool_use',
        usage: { inputTokens: 15, outputTokens: 7, cachedInputTokens: 5 },
      },
    ])
  })

  test.each([
    ['an error under a 200', { __type: 'ThrottlingException', message: 'm' }, 'rate-limit'],
    ['another format', { id: 'c', choices: [] }, 'invalid-answer'],
  ])('%s is an error', (_name, body, code) => {
    expect(bedrockConverse.decodeResponse(body)).toMatchObject([{ error: { code } }])
  })
})
