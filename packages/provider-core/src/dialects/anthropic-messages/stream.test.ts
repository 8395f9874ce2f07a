import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import { anthropicMessages } from './anthropic-messages.ts'

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
const raw = (value: unknown) => ({
  type: 'raw' as const,
  raw: { dialect: 'anthropic-messages' as const, value },
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
      { type: 'reasoning-delta', text: 'hm', block: 0 },
      { type: 'signature', signature: 'sig', block: 0 },
      { type: 'text-delta', text: 'Hi', block: 1 },
      {
        type: 'finish',
        reason: 'stop',
        rawReason: 'end_turn',
        usage: { inputTokens: 18, outputTokens: 42, cachedInputTokens: 5, cacheWriteTokens: 3 },
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
    expect(events).toContainEqual(raw(second))
    expect(events.at(-1)).toMatchObject({ usage: { inputTokens: 17 } })
  })

  test('tool calls, the vendor’s own tools and their results, redacted thinking and citations', () => {
    const result = {
      type: 'web_search_tool_result',
      tool_use_id: 'srv',
      content: { type: 'web_search_tool_result_error', error_code: 'unavailable' },
    }
    const place = {
      type: 'web_search_result_location',
      url: 'https://host.example/',
      title: 'Host',
      cited_text: 'words',
      encrypted_index: 'abc',
    }
    const events = decode(
      start(),
      block(0, { type: 'redacted_thinking', data: 'xyz' }),
      blockStop(0),
      block(1, { type: 'server_tool_use', id: 'srv', name: 'web_search', input: {} }),
      delta(1, { type: 'input_json_delta', partial_json: '{"query":"x"}' }),
      blockStop(1),
      block(2, result),
      blockStop(2),
      block(3, { type: 'text', text: '', citations: [] }),
      delta(3, { type: 'citations_delta', citation: place }),
      delta(3, { type: 'text_delta', text: 'Found.' }),
      blockStop(3),
      block(4, { type: 'tool_use', id: 't', name: 'f', input: {}, caller: { type: 'direct' } }),
      delta(4, { type: 'input_json_delta', partial_json: '' }),
      delta(4, { type: 'input_json_delta', partial_json: '{"a":' }),
      delta(4, { type: 'input_json_delta', partial_json: '1}' }),
      blockStop(4),
      messageDelta('tool_use'),
      stop,
    )
    expect(events.slice(1, -1)).toEqual([
      { type: 'reasoning-redacted', data: 'xyz', block: 0 },
      {
        type: 'tool-call-start',
        id: 'srv',
        name: 'web_search',
        providerRun: true,
        raw: raw({ type: 'server_tool_use' }).raw,
        block: 1,
      },
      { type: 'tool-call-delta', id: 'srv', arguments: '{"query":"x"}', block: 1 },
      { type: 'tool-call-end', id: 'srv', block: 1 },
      {
        ...raw(result),
        type: 'tool-result',
        callId: 'srv',
        value: result.content,
        isError: true,
        block: 2,
      },
      {
        type: 'citation',
        citation: {
          url: 'https://host.example/',
          title: 'Host',
          quote: 'words',
          raw: raw(place).raw,
        },
        block: 3,
      },
      { type: 'text-delta', text: 'Found.', block: 3 },
      { type: 'tool-call-start', id: 't', name: 'f', block: 4 },
      { type: 'tool-call-delta', id: 't', arguments: '{"a":', block: 4 },
      { type: 'tool-call-delta', id: 't', arguments: '1}', block: 4 },
      { type: 'tool-call-end', id: 't', block: 4 },
    ])
  })

  test.each([
    ['none', {}, '{}'],
    ['all in the start', { city: 'Rome' }, '{"city":"Rome"}'],
  ])('a call whose deltas say nothing has the arguments of its start: %s', (_name, input, json) => {
    const events = decode(
      start(),
      block(0, { type: 'tool_use', id: 't', name: 'f', input }),
      blockStop(0),
      messageDelta('tool_use'),
      stop,
    )
    expect(events).toContainEqual({ type: 'tool-call-delta', id: 't', arguments: json, block: 0 })
  })

  test('a reply that is whole in its start is read', () => {
    const content = [{ type: 'tool_use', id: 't', name: 'f', input: { a: 1 } }]
    const whole = { id: 'm', content, stop_reason: 'tool_use', stop_sequence: null, usage: {} }
    expect(decode({ type: 'message_start', message: whole }, stop)).toEqual([
      { type: 'start', id: 'm' },
      { type: 'tool-call-start', id: 't', name: 'f', block: 0 },
      { type: 'tool-call-delta', id: 't', arguments: '{"a":1}', block: 0 },
      { type: 'tool-call-end', id: 't', block: 0 },
      { type: 'finish', reason: 'tool-calls', rawReason: 'tool_use' },
    ])
  })

  test('unknown blocks and events are kept as they came', () => {
    const unknown = [
      block(0, { type: 'compaction', content: '' }),
      delta(0, { type: 'compaction_delta', content: 'Summary' }),
      blockStop(0),
      { type: 'new_event', value: 1 },
    ]
    const events = decode(start(), ...unknown, messageDelta('compaction'), stop)
    expect(events.flatMap((event) => (event.type === 'raw' ? [event.raw] : []))).toEqual(
      unknown.map((value) => raw(value).raw),
    )
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
    expect(events).toContainEqual(raw({ type: 'message_delta', delta: { stop_details: details } }))
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
