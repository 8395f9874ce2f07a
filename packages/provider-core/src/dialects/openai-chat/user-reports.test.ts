/** @file What users report of gateways, where Chat Completions are the client's or the upstream's format. The numbers are those of the list of reports. */
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import { findChatFlaw } from '../../testing/invariants/openai-chat.ts'
import { summarizeReply } from '../../testing/invariants/summarize-reply.ts'
import type { JsonObject, StreamFrame } from '../dialect.ts'
import { parseJson, readObject, readObjects } from '../read-json.ts'
import { openaiChat } from './openai-chat.ts'

const reply = { modelId: 'm', includeUsage: false, id: 'c_1', createdAt: 1 }

function encode(events: readonly ChatEvent[], includeUsage = false): StreamFrame[] {
  const encoder = openaiChat.createStreamEncoder({ ...reply, includeUsage })
  const frames = events.flatMap((event) => encoder.push(event))
  expect(findChatFlaw(frames, { includeUsage })).toBeUndefined()
  return frames
}

const deltas = (frames: readonly StreamFrame[]): JsonObject[] =>
  frames.flatMap(({ data }) =>
    readObjects(readObject(parseJson(data))['choices']).map((choice) =>
      readObject(choice['delta']),
    ),
  )
const reasons = (frames: readonly StreamFrame[]): unknown[] =>
  frames
    .flatMap(({ data }) => readObjects(readObject(parseJson(data))['choices']))
    .map((choice) => choice['finish_reason'])
    .filter((reason) => reason !== null)

function decode(...chunks: readonly (JsonObject | string)[]): ChatEvent[] {
  const decoder = openaiChat.createStreamDecoder()
  const events = chunks.flatMap((chunk) =>
    decoder.push({
      event: undefined,
      data: typeof chunk === 'string' ? chunk : JSON.stringify(chunk),
    }),
  )
  return [...events, ...decoder.end()]
}

const delta = (value: JsonObject, rest: JsonObject = {}): JsonObject => ({
  id: 'c',
  choices: [{ index: 0, delta: value, ...rest }],
})
const calls = (...list: readonly JsonObject[]) => delta({ tool_calls: list })
const begin = (index: number | undefined, id: string, name: string, args = ''): JsonObject => ({
  ...(index !== undefined && { index }),
  id,
  type: 'function',
  function: { name, arguments: args },
})
const more = (index: number, args: string): JsonObject => ({ index, function: { arguments: args } })
const end = (reason: string) => delta({}, { finish_reason: reason })
const finish = (reason: 'stop' | 'tool-calls' = 'stop'): ChatEvent => ({ type: 'finish', reason })
const start = (id: string): ChatEvent => ({ type: 'tool-call-start', id, name: `f_${id}` })
const args = (id: string, text: string): ChatEvent => ({
  type: 'tool-call-delta',
  id,
  arguments: text,
})

describe('1: tool arguments are not lost', () => {
  test.each([
    [
      'after an empty first piece',
      [calls(begin(0, 'a', 'f')), calls(more(0, '{"x":')), calls(more(0, '1}'))],
    ],
    ['with the name', [calls(begin(0, 'a', 'f', '{"x":1}'))]],
    [
      'before the name',
      [
        calls({ index: 0, id: 'a', function: { arguments: '{"x":' } }),
        calls({ index: 0, function: { name: 'f', arguments: '1}' } }),
      ],
    ],
    ['as an object', [calls({ index: 0, id: 'a', function: { name: 'f', arguments: { x: 1 } } })]],
    [
      'with null for the name in later pieces',
      [
        calls(begin(0, 'a', 'f', '{"x":')),
        calls({ index: 0, id: null, function: { name: null, arguments: '1}' } }),
      ],
    ],
    [
      'with the id and name repeated',
      [calls(begin(0, 'a', 'f', '{"x":')), calls(begin(0, 'a', 'f', '1}'))],
    ],
    [
      'in the older form',
      [
        delta({ function_call: { name: 'f', arguments: '{"x":' } }),
        delta({ function_call: { arguments: '1}' } }),
      ],
    ],
  ])('%s', (_name, chunks) => {
    const { toolCalls, finish: reason } = summarizeReply(decode(...chunks, end('tool_calls')))
    expect(toolCalls).toEqual([{ name: 'f', arguments: { x: 1 } }])
    expect(reason).toBe('tool-calls')
  })
})

describe('2: every call has an index of its own', () => {
  test('towards the client', () => {
    const frames = encode([start('a'), args('a', '{}'), start('b'), args('b', '{}'), finish()])
    const indexes = deltas(frames).flatMap(({ tool_calls: list }) =>
      readObjects(list).map((call) => call['index']),
    )
    expect(indexes).toEqual([0, 0, 1, 1])
  })

  test.each([
    ['numbers them all 0', 0],
    ['does not number them', undefined],
  ])('from an upstream that %s', (_name, index) => {
    const events = decode(
      calls(begin(index, 'a', 'f', '{"x":1}')),
      calls(begin(index, 'b', 'g', '{"y":2}')),
      end('tool_calls'),
    )
    expect(summarizeReply(events).toolCalls).toEqual([
      { name: 'f', arguments: { x: 1 } },
      { name: 'g', arguments: { y: 2 } },
    ])
  })
})

test('3: interleaved pieces of parallel calls reach their own call, in both directions', () => {
  const events = decode(
    calls(begin(0, 'a', 'f'), begin(1, 'b', 'g')),
    calls(more(1, '{"y"')),
    calls(more(0, '{"x"')),
    calls(more(0, ':1}'), more(1, ':2}')),
    end('tool_calls'),
    '[DONE]',
  )
  const expected = [
    { name: 'f', arguments: { x: 1 } },
    { name: 'g', arguments: { y: 2 } },
  ]
  expect(summarizeReply(events).toolCalls).toEqual(expected)
  const again = decode(...encode(events).map(({ data }) => data))
  expect(summarizeReply(again).toolCalls).toEqual(expected)
})

describe('4: a reply with tool calls ends in tool_calls', () => {
  test('towards the client, even where the upstream said stop', () => {
    expect(reasons(encode([start('a'), finish('stop')]))).toEqual(['tool_calls'])
  })
  test('from an upstream that says stop', () => {
    const events = decode(calls(begin(0, 'a', 'f', '{}')), end('stop'))
    expect(events.at(-1)).toMatchObject({ reason: 'tool-calls', rawReason: 'stop' })
  })
  test('and one without never does', () => {
    expect(reasons(encode([{ type: 'text-delta', text: 'x' }, finish('tool-calls')]))).toEqual([
      'stop',
    ])
  })
})

test('5 and 6: signed and hidden thoughts survive a reply, its replay, and keep their order', () => {
  const events: ChatEvent[] = [
    { type: 'start' },
    { type: 'reasoning-delta', text: 'one', block: 0 },
    { type: 'signature', signature: 'A', block: 0 },
    { type: 'signature', signature: 'A', block: 0 },
    { type: 'reasoning-redacted', data: 'hidden', block: 1 },
    { type: 'reasoning-delta', text: 'two', block: 2 },
    { type: 'signature', signature: 'B', block: 2 },
    { type: 'text-delta', text: 'Hi', block: 3 },
    finish(),
  ]
  const { body } = openaiChat.encodeResponse(events, reply)
  const message = readObject(readObjects(body['choices'])[0]?.['message'])
  const { request } = openaiChat.decodeRequest({ messages: [message] })
  expect(request.messages[0]?.content).toMatchObject([
    { type: 'reasoning', text: 'one', signature: 'AA' },
    { type: 'reasoning', text: '', redacted: 'hidden' },
    { type: 'reasoning', text: 'two', signature: 'B' },
    { type: 'text', text: 'Hi' },
  ])
})

test("5: Gemini's signature of a call comes back with the call", () => {
  const events: ChatEvent[] = [
    { type: 'tool-call-start', id: 'a', name: 'f', block: 0 },
    { type: 'signature', signature: 'S', block: 0 },
    { type: 'tool-call-end', id: 'a', block: 0 },
    finish(),
  ]
  const { body } = openaiChat.encodeResponse(events, reply)
  const message = readObject(readObjects(body['choices'])[0]?.['message'])
  const { request } = openaiChat.decodeRequest({ messages: [message] })
  expect(request.messages[0]?.content).toMatchObject([{ type: 'tool-call', signature: 'S' }])
  expect(decode(...encode(events).map(({ data }) => data))).toContainEqual(
    expect.objectContaining({ type: 'signature', signature: 'S' }),
  )
})

describe('8: the usage chunk', () => {
  const usage = { inputTokens: 5, outputTokens: 3, cachedInputTokens: 2 }
  const events: ChatEvent[] = [
    { type: 'text-delta', text: 'x' },
    { type: 'finish', reason: 'stop', usage },
  ]

  test('has no choices, comes once, and only when asked for', () => {
    const frames = encode(events, true)
    expect(parseJson(frames.at(-2)?.data ?? '')).toMatchObject({
      choices: [],
      usage: {
        prompt_tokens: 5,
        completion_tokens: 3,
        prompt_tokens_details: { cached_tokens: 2 },
      },
    })
    expect(encode(events).some(({ data }) => data.includes('usage'))).toBe(false)
  })

  test('of an upstream is read on a chunk of its own, on the last one, and on every one', () => {
    const wire = { prompt_tokens: 5, completion_tokens: 3 }
    const read = (...chunks: JsonObject[]) => summarizeReply(decode(...chunks, '[DONE]')).usage
    const expected = { inputTokens: 5, outputTokens: 3 }
    expect(read(end('stop'), { id: 'c', choices: [], usage: wire })).toEqual(expected)
    expect(read({ ...end('stop'), usage: wire })).toEqual(expected)
    expect(
      read({ ...delta({ content: 'x' }), usage: wire }, { ...end('stop'), usage: wire }),
    ).toEqual(expected)
  })
})

test('9: a failure after the first chunk is neither a finish_reason nor [DONE]', () => {
  const frames = encode([
    { type: 'text-delta', text: 'x' },
    { type: 'error', error: { code: 'stream-broken', message: 'Cut off.', retryable: true } },
  ])
  expect(reasons(frames)).toEqual([])
  expect(parseJson(frames.at(-1)?.data ?? '')).toMatchObject({ error: { message: 'Cut off.' } })
  expect(decode(...frames.map(({ data }) => data)).at(-1)).toMatchObject({
    type: 'error',
    error: { message: 'Cut off.' },
  })
})

test('12: an empty data field is passed over', () => {
  const events = decode('', delta({ content: 'x' }), '', end('stop'), '[DONE]')
  expect(summarizeReply(events)).toMatchObject({ text: 'x', finish: 'stop' })
})

test('14: an upstream that never sends [DONE] ends when each choice had its reason', () => {
  expect(decode(delta({ content: 'x' }), end('stop')).at(-1)).toMatchObject({ type: 'finish' })
  expect(decode(delta({ content: 'x' })).at(-1)).toMatchObject({ error: { code: 'stream-broken' } })
})

test('15: a doubled start, and text of no length, make no frames of their own', () => {
  const frames = encode([
    { type: 'start' },
    { type: 'start' },
    { type: 'text-delta', text: '' },
    { type: 'reasoning-delta', text: '' },
    finish(),
    finish(),
  ])
  expect(deltas(frames)).toEqual([{ role: 'assistant', content: '' }, {}])
})
