/** @file What users of gateways and stream translation reported (numbers as in the issues named beside each). */
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import { findAnthropicFlaw } from '../../testing/invariants/anthropic-messages.ts'
import type { JsonObject, StreamFrame } from '../dialect.ts'
import { anthropicMessages } from './anthropic-messages.ts'

const reply = { modelId: 'm', includeUsage: true, id: 'msg_1', createdAt: 0 }

function encode(...events: readonly ChatEvent[]): StreamFrame[] {
  const encoder = anthropicMessages.createStreamEncoder(reply)
  const frames = events.flatMap((event) => encoder.push(event))
  expect(findAnthropicFlaw(frames)).toBeUndefined()
  return frames
}

const values = (frames: readonly StreamFrame[]): JsonObject[] =>
  frames.map((frame) => JSON.parse(frame.data) as JsonObject)

function decode(...frames: readonly JsonObject[]): ChatEvent[] {
  const decoder = anthropicMessages.createStreamDecoder()
  return frames.flatMap((value) =>
    decoder.push({ event: String(value['type']), data: JSON.stringify(value) }),
  )
}

const begin: ChatEvent = { type: 'start', id: 'r1', model: 'up' }
const finish = (reason: 'stop' | 'tool-calls' | 'length' = 'stop'): ChatEvent => ({
  type: 'finish',
  reason,
})
const callStart = (id: string, block: number): ChatEvent => ({
  type: 'tool-call-start',
  id,
  name: `tool_${id}`,
  block,
})
const callDelta = (id: string, text: string, block: number): ChatEvent => ({
  type: 'tool-call-delta',
  id,
  arguments: text,
  block,
})

/** Arguments of each block, as a client joins them by index. */
function joinArguments(frames: readonly StreamFrame[]): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const value of values(frames)) {
    const delta = value['delta'] as JsonObject | undefined
    if (delta?.['type'] !== 'input_json_delta') continue
    const index = String(value['index'])
    joined[index] = (joined[index] ?? '') + String(delta['partial_json'])
  }
  return joined
}

describe('1: tool arguments are not lost', () => {
  test('an empty first piece is no piece, and arguments without pieces are an empty object', () => {
    const frames = encode(
      begin,
      callStart('a', 0),
      callDelta('a', '', 0),
      callDelta('a', '{"x":1}', 0),
      { type: 'tool-call-end', id: 'a', block: 0 },
      callStart('b', 1),
      { type: 'tool-call-end', id: 'b', block: 1 },
      finish('tool-calls'),
    )
    expect(joinArguments(frames)).toEqual({ '0': '{"x":1}' })
    expect(frames.some((frame) => frame.data.includes('"partial_json":""'))).toBe(false)
  })

  test('an upstream that sends an empty partial_json first is read', () => {
    const events = decode(
      { type: 'message_start', message: { id: 'm', usage: {} } },
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'tool_use', id: 't', name: 'f', input: {} },
      },
      {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'input_json_delta', partial_json: '' },
      },
      {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'input_json_delta', partial_json: '{"x":1}' },
      },
      { type: 'content_block_stop', index: 0 },
    )
    expect(events).toEqual([
      { type: 'start', id: 'm' },
      { type: 'tool-call-start', id: 't', name: 'f', block: 0 },
      { type: 'tool-call-delta', id: 't', arguments: '{"x":1}', block: 0 },
      { type: 'tool-call-end', id: 't', block: 0 },
    ])
  })
})

test('2: every tool call has an index of its own', () => {
  const starts = values(
    encode(begin, callStart('a', 0), callStart('b', 1), callStart('c', 2), finish('tool-calls')),
  ).filter((value) => value['type'] === 'content_block_start')
  expect(starts.map((value) => value['index'])).toEqual([0, 1, 2])
})

test('3: interleaved deltas of parallel calls reach their own block, one open at a time', () => {
  const frames = encode(
    begin,
    { type: 'text-delta', text: 'Let me see.', block: 0 },
    callStart('a', 1),
    callStart('b', 2),
    callDelta('a', '{"city":', 1),
    callDelta('b', '{"zone":', 2),
    callDelta('a', '"Rome"}', 1),
    { type: 'tool-call-end', id: 'a', block: 1 },
    callDelta('b', '"CET"}', 2),
    { type: 'tool-call-end', id: 'b', block: 2 },
    finish('tool-calls'),
  )
  expect(joinArguments(frames)).toEqual({ '1': '{"city":"Rome"}', '2': '{"zone":"CET"}' })
})

describe('4: a reply that calls a tool never ends with end_turn', () => {
  test.each([
    ['stop', 'tool_use'],
    ['tool-calls', 'tool_use'],
    ['length', 'max_tokens'],
  ] as const)('upstream says %s', (reason, expected) => {
    const events: ChatEvent[] = [begin, callStart('a', 0), finish(reason)]
    const delta = values(encode(...events)).find((value) => value['type'] === 'message_delta')
    expect(delta).toMatchObject({ delta: { stop_reason: expected } })
    expect(anthropicMessages.encodeResponse(events, reply).body).toMatchObject({
      stop_reason: expected,
    })
  })

  test('a tool that the vendor ran does not count', () => {
    const { body } = anthropicMessages.encodeResponse(
      [
        begin,
        { type: 'tool-call-start', id: 'a', name: 'web_search', providerRun: true, block: 0 },
        { type: 'tool-call-end', id: 'a', block: 0 },
        finish(),
      ],
      reply,
    )
    expect(body).toMatchObject({ stop_reason: 'end_turn', content: [{ type: 'mcp_tool_use' }] })
  })
})

describe('7: usage', () => {
  test('of message_delta is read, and cache reads are counted once, both ways', () => {
    const events = decode(
      {
        type: 'message_start',
        message: { id: 'm', usage: { input_tokens: 0, output_tokens: 0 } },
      },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn' },
        usage: {
          input_tokens: 10,
          cache_read_input_tokens: 100,
          cache_creation_input_tokens: 20,
          output_tokens: 7,
        },
      },
      { type: 'message_stop' },
    )
    const usage = {
      inputTokens: 130,
      cachedInputTokens: 100,
      cacheWriteTokens: 20,
      outputTokens: 7,
    }
    expect(events.at(-1)).toMatchObject({ type: 'finish', usage })
    const { body } = anthropicMessages.encodeResponse(events, reply)
    expect(body['usage']).toEqual({
      input_tokens: 10,
      cache_read_input_tokens: 100,
      cache_creation_input_tokens: 20,
      output_tokens: 7,
    })
  })

  test('counts without a neutral word stay with the vendor’s own', () => {
    const usage = {
      input_tokens: 1,
      output_tokens: 2,
      server_tool_use: { web_search_requests: 3 },
      service_tier: 'priority',
    }
    const events = anthropicMessages.decodeResponse({
      id: 'm',
      content: [],
      stop_reason: 'end_turn',
      usage,
    })
    expect(events.at(-1)).toMatchObject({ serviceTier: 'priority' })
    expect(anthropicMessages.encodeResponse(events, reply).body['usage']).toEqual(usage)
  })
})

test('9: a failure after the start is an error event and no normal end', () => {
  const frames = encode(
    begin,
    { type: 'text-delta', text: 'Hal', block: 0 },
    {
      type: 'error',
      error: { code: 'overloaded', message: 'Busy.', retryable: true },
    },
  )
  expect(frames.at(-1)).toEqual({
    event: 'error',
    data: JSON.stringify({
      type: 'error',
      error: { type: 'overloaded_error', message: 'Busy.' },
    }),
  })
  expect(frames.some(({ event }) => event === 'message_stop' || event === 'message_delta')).toBe(
    false,
  )
})

test('12: pings of the upstream are not handed on, and none are made', () => {
  expect(decode({ type: 'ping' })).toEqual([])
  const frames = encode(begin, { type: 'text-delta', text: 'Hi', block: 0 }, finish())
  expect(frames.some(({ event }) => event === 'ping')).toBe(false)
})

test('13 and 14: every frame has its event line, and none is [DONE]', () => {
  const frames = encode(begin, { type: 'text-delta', text: 'Hi', block: 0 }, finish())
  expect(frames.map(({ event }) => event)).toEqual([
    'message_start',
    'content_block_start',
    'content_block_delta',
    'content_block_stop',
    'message_delta',
    'message_stop',
  ])
  expect(frames.every(({ event, data }) => data.includes(`"type":"${event}"`))).toBe(true)
})

describe('15: framing is neither doubled nor missing', () => {
  test('of a doubled message_start of the upstream one is left', () => {
    const start = { type: 'message_start', message: { id: 'm', usage: { input_tokens: 1 } } }
    const events = decode(
      start,
      start,
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 1 } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
      { type: 'message_stop' },
    )
    expect(encode(...events).map(({ event }) => event)).toEqual([
      'message_start',
      'message_delta',
      'message_stop',
    ])
    expect(events.at(-1)).toMatchObject({ usage: { outputTokens: 2 } })
  })

  test('empty text makes no block, and unclosed thinking is closed', () => {
    const frames = encode(
      begin,
      { type: 'text-delta', text: '', block: 0 },
      { type: 'reasoning-delta', text: 'hm', block: 1 },
      { type: 'text-delta', text: '', block: 2 },
      finish(),
    )
    expect(values(frames).filter(({ type }) => type === 'content_block_start')).toHaveLength(1)
    expect(values(frames).filter(({ type }) => type === 'content_block_stop')).toHaveLength(1)
  })

  test('an upstream that leaves a block open, or never says it begins, is read', () => {
    const events = decode(
      { type: 'message_start', message: { id: 'm', usage: {} } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
      {
        type: 'content_block_start',
        index: 1,
        content_block: { type: 'tool_use', id: 't', name: 'f', input: {} },
      },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: {} },
      { type: 'message_stop' },
    )
    expect(events.map(({ type }) => type)).toEqual([
      'start',
      'text-delta',
      'tool-call-start',
      'tool-call-delta',
      'tool-call-end',
      'finish',
    ])
  })
})

test('17: the arguments of a single call are handed on piece by piece', () => {
  const encoder = anthropicMessages.createStreamEncoder(reply)
  encoder.push(begin)
  encoder.push(callStart('a', 0))
  expect(encoder.push(callDelta('a', '{"x"', 0))).toHaveLength(1)
  expect(encoder.push(callDelta('a', ':1}', 0))).toHaveLength(1)
})
