import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages'
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import type { ChatRequest } from '../../model/chat-request.ts'
import { anthropicMessages } from './anthropic-messages.ts'

const text = (value: string) => ({ type: 'text' as const, text: value })
const context = { modelId: 'claude-x', stream: true, supportsSystemMessage: true }

function decode(...values: readonly { type?: string; [key: string]: unknown }[]): ChatEvent[] {
  const decoder = anthropicMessages.createStreamDecoder()
  const events = values.flatMap((value) =>
    decoder.push({ event: value.type, data: JSON.stringify(value) }),
  )
  return [...events, ...decoder.end()]
}

const start = (usage: object = {}, id = 'm') => ({
  type: 'message_start',
  message: { id, type: 'message', role: 'assistant', model: 'claude-x', content: [], usage },
})
const block = (index: number, content: object) => ({
  type: 'content_block_start',
  index,
  content_block: content,
})
const delta = (index: number, value: object) => ({
  type: 'content_block_delta',
  index,
  delta: value,
})
const blockStop = (index: number) => ({ type: 'content_block_stop', index })
const messageDelta = (reason: string, usage: object = {}) => ({
  type: 'message_delta',
  delta: { stop_reason: reason, stop_sequence: null },
  usage,
})
const stop = { type: 'message_stop' }

describe('headers', () => {
  test('name the usual version unless the settings name another', () => {
    expect(anthropicMessages.headers({ anthropicVersion: undefined })).toEqual({
      'anthropic-version': '2023-06-01',
    })
    expect(anthropicMessages.headers({ anthropicVersion: '2026-10-21' })).toEqual({
      'anthropic-version': '2026-10-21',
    })
  })
})

describe('request', () => {
  test('is what the official SDK would send', () => {
    const request: ChatRequest = {
      messages: [
        { role: 'system', content: [text('Be brief.')] },
        { role: 'user', content: [text('One')] },
        { role: 'user', content: [text('Two')] },
        {
          role: 'assistant',
          content: [{ type: 'reasoning', text: 'hm', signature: 'sig' }, text('Three')],
        },
        { role: 'user', content: [text('Four'), text('')] },
      ],
      temperature: 0.5,
      topP: 0.9,
      maxOutputTokens: 10,
      stop: ['END'],
    }
    // The SDK speaks 2026-10-21 by default, which has no sampling options any more.
    const expected: MessageCreateParamsStreaming & { temperature: number; top_p: number } = {
      model: 'claude-x',
      max_tokens: 10,
      system: 'Be brief.',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'One' },
            { type: 'text', text: 'Two' },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hm', signature: 'sig' },
            { type: 'text', text: 'Three' },
          ],
        },
        { role: 'user', content: 'Four' },
      ],
      temperature: 0.5,
      top_p: 0.9,
      stop_sequences: ['END'],
      stream: true,
    }
    expect(anthropicMessages.encodeRequest(request, context)).toEqual({
      body: expected,
      warnings: [],
    })
  })

  test('names 4096 tokens where none were asked for', () => {
    const request: ChatRequest = { messages: [{ role: 'user', content: [text('Hi')] }] }
    const { body } = anthropicMessages.encodeRequest(request, { ...context, stream: false })
    expect(body).toEqual({
      model: 'claude-x',
      max_tokens: 4096,
      messages: [{ role: 'user', content: 'Hi' }],
    })
  })

  test('warns of what it cannot say', () => {
    const request: ChatRequest = {
      messages: [
        { role: 'user', content: [text('Hi')] },
        { role: 'assistant', content: [{ type: 'reasoning', text: 'unsigned' }] },
        { role: 'system', content: [text('Late')] },
        { role: 'user', content: [text('Bye')] },
      ],
      temperature: 1.5,
    }
    const { body, warnings } = anthropicMessages.encodeRequest(request, context)
    expect(warnings.map((warning) => warning.code)).toEqual([
      'system-moved',
      'reasoning-left-out',
      'temperature-lowered',
    ])
    expect(body).toMatchObject({ system: 'Late', temperature: 1 })
  })

  test('an empty reply between two questions does not leave two user turns', () => {
    const request: ChatRequest = {
      messages: [
        { role: 'user', content: [text('Hi')] },
        { role: 'assistant', content: [text('')] },
        { role: 'user', content: [text('Still there?')] },
      ],
    }
    const { body } = anthropicMessages.encodeRequest(request, context)
    expect(body['messages']).toEqual([
      { role: 'user', content: [text('Hi'), text('Still there?')] },
    ])
  })
})

describe('stream', () => {
  test('reads thinking with its signature, text, and merges both usages', () => {
    const events = decode(
      start({
        input_tokens: 10,
        cache_read_input_tokens: 5,
        cache_creation_input_tokens: 3,
        output_tokens: 1,
      }),
      { type: 'ping' },
      block(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'hm' }),
      delta(0, { type: 'signature_delta', signature: 'sig' }),
      blockStop(0),
      block(1, { type: 'text', text: '' }),
      delta(1, { type: 'text_delta', text: 'Hi' }),
      blockStop(1),
      messageDelta('end_turn', { output_tokens: 42 }),
      stop,
    )
    expect(events).toEqual([
      { type: 'start', id: 'm', model: 'claude-x' },
      { type: 'reasoning-delta', text: 'hm' },
      { type: 'signature', signature: 'sig' },
      { type: 'text-delta', text: 'Hi' },
      {
        type: 'finish',
        reason: 'stop',
        rawReason: 'end_turn',
        usage: { inputTokens: 18, outputTokens: 42, cachedInputTokens: 5 },
      },
    ])
  })

  test.each([
    ['replaces', { input_tokens: 61, output_tokens: 2 }, 61],
    ['does not erase with 0', { input_tokens: 0, output_tokens: 2 }, 43],
    ['does not erase with null', { input_tokens: null, output_tokens: 2 }, 43],
  ])('a later input count %s', (_name, usage, inputTokens) => {
    const events = decode(
      start({ input_tokens: 43, output_tokens: 1 }),
      messageDelta('end_turn', usage),
      stop,
    )
    expect(events.at(-1)).toMatchObject({ usage: { inputTokens, outputTokens: 2 } })
  })

  test('a duplicate or spliced message_start does not start again', () => {
    const second = start({ input_tokens: 17 }, 'other')
    const events = decode(
      start({ input_tokens: 17 }),
      second,
      block(0, { type: 'text', text: '' }),
      delta(0, { type: 'text_delta', text: 'Hi' }),
      messageDelta('end_turn'),
      stop,
    )
    expect(events.map((event) => event.type)).toEqual(['start', 'raw', 'text-delta', 'finish'])
    expect(events).toContainEqual({ type: 'raw', value: second })
    expect(events.at(-1)).toMatchObject({ usage: { inputTokens: 17 } })
  })

  test('tool calls, redacted thinking and unknown events are kept as they came', () => {
    const unknown = [
      block(0, { type: 'redacted_thinking', data: 'xyz' }),
      blockStop(0),
      block(1, { type: 'tool_use', id: 't', name: 'f', input: {} }),
      delta(1, { type: 'input_json_delta', partial_json: '{}' }),
      blockStop(1),
      { type: 'new_event', value: 1 },
    ]
    const events = decode(start(), ...unknown, messageDelta('tool_use'), stop)
    const raw = events.flatMap((event) => (event.type === 'raw' ? [event.value] : []))
    expect(raw).toEqual(unknown)
    expect(events.at(-1)).toMatchObject({ reason: 'tool-calls' })
  })

  test('what stands beside the stop reason is kept', () => {
    const details = { type: 'refusal', category: 'cyber' }
    const events = decode(
      start(),
      {
        type: 'message_delta',
        delta: { stop_reason: 'refusal', stop_details: details },
        usage: {},
      },
      stop,
    )
    expect(events).toContainEqual({
      type: 'raw',
      value: { type: 'message_delta', delta: { stop_details: details } },
    })
    expect(events.at(-1)).toMatchObject({ reason: 'content-filter', rawReason: 'refusal' })
  })

  test.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['tool_use', 'tool-calls'],
    ['refusal', 'content-filter'],
    ['pause_turn', 'other'],
  ])('stop reason %s is %s', (rawReason, reason) => {
    expect(decode(start(), messageDelta(rawReason), stop).at(-1)).toEqual({
      type: 'finish',
      reason,
      rawReason,
    })
  })

  test('without message_stop the stream is broken, stop reason or not', () => {
    expect(decode(start(), messageDelta('end_turn')).at(-1)).toMatchObject({
      error: { code: 'stream-broken' },
    })
  })

  test('an error event ends the reply', () => {
    const events = decode(start(), {
      type: 'error',
      error: { type: 'overloaded_error', message: 'Overloaded' },
    })
    expect(events.at(-1)).toMatchObject({
      type: 'error',
      error: { code: 'overloaded', message: 'Overloaded', retryable: true },
    })
  })

  test('an exception of the AWS event stream that carries it ends the reply', () => {
    const decoder = anthropicMessages.createStreamDecoder()
    const data = JSON.stringify({ message: 'Too many requests' })
    expect(decoder.push({ event: 'throttlingException', data })).toMatchObject([
      { type: 'error', error: { code: 'rate-limit', status: 429, message: 'Too many requests' } },
    ])
  })
})

describe('whole answer', () => {
  test('gives the same events as a stream', () => {
    const events = anthropicMessages.decodeResponse({
      id: 'm',
      type: 'message',
      role: 'assistant',
      model: 'claude-x',
      content: [
        { type: 'thinking', thinking: 'hm', signature: 'sig' },
        { type: 'text', text: 'Hi' },
        { type: 'tool_use', id: 't', name: 'f', input: {} },
      ],
      stop_reason: 'tool_use',
      stop_sequence: null,
      usage: { input_tokens: 3, output_tokens: 2, cache_read_input_tokens: 4 },
    })
    expect(events).toEqual([
      { type: 'start', id: 'm', model: 'claude-x' },
      { type: 'reasoning-delta', text: 'hm' },
      { type: 'signature', signature: 'sig' },
      { type: 'text-delta', text: 'Hi' },
      { type: 'raw', value: { type: 'tool_use', id: 't', name: 'f', input: {} } },
      {
        type: 'finish',
        reason: 'tool-calls',
        rawReason: 'tool_use',
        usage: { inputTokens: 7, outputTokens: 2, cachedInputTokens: 4 },
      },
    ])
  })

  test.each([
    [
      'an error under a 200',
      { type: 'error', error: { type: 'rate_limit_error', message: 'm' } },
      'rate-limit',
    ],
    ['another format', { id: 'c', choices: [] }, 'invalid-answer'],
  ])('%s is an error', (_name, body, code) => {
    expect(anthropicMessages.decodeResponse(body)).toMatchObject([{ error: { code } }])
  })
})
