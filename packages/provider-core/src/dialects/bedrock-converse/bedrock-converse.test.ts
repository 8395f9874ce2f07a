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
const usage = { inputTokens: 18, outputTokens: 7, cachedInputTokens: 5, cacheWriteTokens: 3 }
const raw = (value: unknown) => ({
  type: 'raw' as const,
  raw: { dialect: 'bedrock-converse' as const, value },
})

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
      { type: 'reasoning-delta', text: 'hm', block: 0 },
      { type: 'signature', signature: 'sig', block: 0 },
      { type: 'text-delta', text: 'Hi', block: 1 },
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

  test('parallel tool calls, redacted reasoning, citations and images', () => {
    const at = (contentBlockIndex: number, value: object): Named => [
      'contentBlockDelta',
      { contentBlockIndex, delta: value, p: 'ab' },
    ]
    const begin = (contentBlockIndex: number, value: object): Named => [
      'contentBlockStart',
      { contentBlockIndex, start: value, p: 'ab' },
    ]
    const end = (contentBlockIndex: number): Named => ['contentBlockStop', { contentBlockIndex }]
    const place = {
      title: 'Host',
      sourceContent: [{ text: 'words' }],
      location: { web: { url: 'https://host.example/', domain: 'host.example' } },
    }
    const events = decode(
      start,
      at(0, { reasoningContent: { redactedContent: 'eA==' } }),
      end(0),
      at(1, { text: 'See' }),
      at(1, { citation: place }),
      end(1),
      begin(2, { toolUse: { toolUseId: 'a', name: 'f' } }),
      begin(3, { toolUse: { toolUseId: 'b', name: 'g', type: 'server_tool_use' } }),
      at(2, { toolUse: { input: '{"x"' } }),
      at(3, { toolUse: { input: '' } }),
      at(2, { toolUse: { input: ':1}' } }),
      end(3),
      end(2),
      begin(4, { toolResult: { toolUseId: 'b', type: 'web', status: 'error' } }),
      at(4, { toolResult: [{ text: 'failed' }] }),
      end(4),
      begin(5, { image: { format: 'png' } }),
      at(5, { image: { source: { bytes: 'iVBORw0KGgo=' } } }),
      end(5),
      stop('tool_use'),
      metadata,
    )
    expect(events.slice(1, -1)).toEqual([
      { type: 'reasoning-redacted', data: 'eA==', block: 0 },
      { type: 'text-delta', text: 'See', block: 1 },
      {
        type: 'citation',
        citation: {
          url: 'https://host.example/',
          title: 'Host',
          quote: 'words',
          raw: raw(place).raw,
        },
        block: 1,
      },
      { type: 'tool-call-start', id: 'a', name: 'f', block: 2 },
      {
        type: 'tool-call-start',
        id: 'b',
        name: 'g',
        providerRun: true,
        raw: raw({ type: 'server_tool_use' }).raw,
        block: 3,
      },
      { type: 'tool-call-delta', id: 'a', arguments: '{"x"', block: 2 },
      { type: 'tool-call-delta', id: 'a', arguments: ':1}', block: 2 },
      { type: 'tool-call-delta', id: 'b', arguments: '{}', block: 3 },
      { type: 'tool-call-end', id: 'b', block: 3 },
      { type: 'tool-call-end', id: 'a', block: 2 },
      {
        type: 'tool-result',
        callId: 'b',
        value: [{ text: 'failed' }],
        isError: true,
        raw: raw({
          toolUseId: 'b',
          type: 'web',
          status: 'error',
          content: [{ text: 'failed' }],
        }).raw,
        block: 4,
      },
      {
        type: 'image',
        source: { kind: 'base64', mediaType: 'image/png', data: 'iVBORw0KGgo=' },
        block: 5,
      },
    ])
  })

  test('guardrail traces, metrics and unknown events are kept without padding', () => {
    const trace = { guardrail: { actionReason: 'none' } }
    const events = decode(
      start,
      ['newEvent', { value: 1, p: 'abc' }],
      [
        'messageStop',
        {
          stopReason: 'stop_sequence',
          additionalModelResponseFields: { stop_sequence: 'END' },
          p: 'ab',
        },
      ],
      [
        'metadata',
        {
          usage: { inputTokens: 1, outputTokens: 2, cacheDetails: [{ ttl: '5m', inputTokens: 1 }] },
          metrics: { latencyMs: 3 },
          trace,
          serviceTier: { type: 'flex' },
          p: 'a',
        },
      ],
    )
    expect(events.slice(1)).toEqual([
      raw({ newEvent: { value: 1 } }),
      raw({ messageStop: { additionalModelResponseFields: { stop_sequence: 'END' } } }),
      raw({ metadata: { metrics: { latencyMs: 3 }, trace } }),
      {
        type: 'finish',
        reason: 'stop',
        rawReason: 'stop_sequence',
        stopSequence: 'END',
        serviceTier: 'flex',
        usage: {
          inputTokens: 1,
          outputTokens: 2,
          raw: raw({ cacheDetails: [{ ttl: '5m', inputTokens: 1 }] }).raw,
        },
      },
    ])
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
      { type: 'reasoning-delta', text: 'hm', block: 0 },
      { type: 'signature', signature: 'sig', block: 0 },
      { type: 'text-delta', text: 'Hi', block: 1 },
      { type: 'tool-call-start', id: 't', name: 'f', block: 2 },
      { type: 'tool-call-delta', id: 't', arguments: '{}', block: 2 },
      { type: 'tool-call-end', id: 't', block: 2 },
      raw({ metrics: { latencyMs: 12 } }),
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
