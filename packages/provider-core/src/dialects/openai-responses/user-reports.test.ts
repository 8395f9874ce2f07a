/** @file What users report of gateways, where Responses are the client's or the upstream's format. The numbers are those of the list of reports. */
import { expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import { findResponsesFlaw } from '../../testing/invariants/openai-responses.ts'
import { summarizeReply } from '../../testing/invariants/summarize-reply.ts'
import type { JsonObject, StreamFrame } from '../dialect.ts'
import { openaiResponses } from './openai-responses.ts'

const reply = { modelId: 'm', includeUsage: false, id: 'resp_1', createdAt: 1 }

function encode(...events: readonly ChatEvent[]): StreamFrame[] {
  const encoder = openaiResponses.createStreamEncoder(reply)
  const frames = events.flatMap((event) => encoder.push(event))
  expect(findResponsesFlaw(frames)).toBeUndefined()
  return frames
}

function decode(...values: readonly JsonObject[]): ChatEvent[] {
  const decoder = openaiResponses.createStreamDecoder()
  const events = values.flatMap((value) =>
    decoder.push({ event: String(value['type']), data: JSON.stringify(value) }),
  )
  return [...events, ...decoder.end()]
}

const value = (frame: StreamFrame | undefined) => JSON.parse(frame?.data ?? 'null') as JsonObject
const start = (id: string): ChatEvent => ({ type: 'tool-call-start', id, name: `f_${id}` })
const args = (id: string, text: string): ChatEvent => ({
  type: 'tool-call-delta',
  id,
  arguments: text,
})
const stop = (id: string): ChatEvent => ({ type: 'tool-call-end', id })
const finish: ChatEvent = { type: 'finish', reason: 'tool-calls' }
const added = (index: number, id: string, name: string): JsonObject => ({
  type: 'response.output_item.added',
  output_index: index,
  item: { type: 'function_call', id: `fc_${id}`, call_id: id, name, arguments: '' },
})
const piece = (index: number, delta: string): JsonObject => ({
  type: 'response.function_call_arguments.delta',
  output_index: index,
  delta,
})
const done = (index: number, id: string, name: string, text: string): JsonObject => ({
  type: 'response.output_item.done',
  output_index: index,
  item: { type: 'function_call', id: `fc_${id}`, call_id: id, name, arguments: text },
})
const completed: JsonObject = { type: 'response.completed', response: { status: 'completed' } }

test('1: arguments are not lost, in pieces after an empty one, or whole in the finished item', () => {
  const expected = [{ name: 'f', arguments: { x: 1 } }]
  const inPieces = decode(
    added(0, 'a', 'f'),
    piece(0, ''),
    piece(0, '{"x":'),
    piece(0, '1}'),
    done(0, 'a', 'f', '{"x":1}'),
    completed,
  )
  expect(summarizeReply(inPieces).toolCalls).toEqual(expected)
  const whole = decode(done(0, 'a', 'f', '{"x":1}'), completed)
  expect(summarizeReply(whole).toolCalls).toEqual(expected)
})

test('2 and 3: parallel calls have their own index, and their pieces may interleave both ways', () => {
  const events = decode(
    added(0, 'a', 'f'),
    added(1, 'b', 'g'),
    piece(1, '{"y":'),
    piece(0, '{"x":'),
    piece(1, '2}'),
    piece(0, '1}'),
    done(0, 'a', 'f', '{"x":1}'),
    done(1, 'b', 'g', '{"y":2}'),
    completed,
  )
  const expected = [
    { name: 'f', arguments: { x: 1 } },
    { name: 'g', arguments: { y: 2 } },
  ]
  expect(summarizeReply(events).toolCalls).toEqual(expected)
  const frames = encode(...events)
  expect(summarizeReply(decode(...frames.map(value))).toolCalls).toEqual(expected)
  const indexes = frames
    .filter(({ event }) => event === 'response.output_item.added')
    .map((frame) => value(frame)['output_index'])
  expect(indexes).toEqual([0, 1])
})

test('3: what comes for a call that has ended goes nowhere', () => {
  const frames = encode(start('a'), args('a', '{}'), stop('a'), args('a', 'late'), finish)
  expect(frames.some(({ data }) => data.includes('late'))).toBe(false)
})

test('4: a completed response with calls means tool-calls', () => {
  expect(decode(done(0, 'a', 'f', '{}'), completed).at(-1)).toMatchObject({ reason: 'tool-calls' })
})

test('9: an upstream that fails after the first event ends in response.failed', () => {
  const frames = encode(
    { type: 'start' },
    { type: 'text-delta', text: 'x' },
    { type: 'error', error: { code: 'stream-broken', message: 'Cut off.', retryable: true } },
  )
  expect(value(frames.at(-1))).toMatchObject({
    type: 'response.failed',
    response: { status: 'failed', error: { message: 'Cut off.' } },
  })
  expect(decode(...frames.map(value)).at(-1)).toMatchObject({ error: { message: 'Cut off.' } })
})

test('13 and 14: every frame has its event line, and there is no [DONE]', () => {
  const frames = encode({ type: 'text-delta', text: 'x' }, { type: 'finish', reason: 'stop' })
  for (const frame of frames) expect(frame.event).toBe(value(frame)['type'])
  expect(frames.some(({ data }) => data === '[DONE]')).toBe(false)
})

test('15: a doubled start or finish, and text of no length, make no frames of their own', () => {
  const frames = encode(
    { type: 'start' },
    { type: 'start' },
    { type: 'text-delta', text: '' },
    { type: 'reasoning-delta', text: '' },
    { type: 'finish', reason: 'stop' },
    { type: 'finish', reason: 'stop' },
  )
  expect(frames.map(({ event }) => event)).toEqual([
    'response.created',
    'response.in_progress',
    'response.completed',
  ])
})
