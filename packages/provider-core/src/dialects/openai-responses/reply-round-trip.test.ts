import type {
  ResponseFunctionToolCall,
  ResponseOutputMessage,
  ResponseReasoningItem,
  ResponseStreamEvent,
  ResponseUsage,
} from 'openai/resources/responses/responses'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import { findResponsesFlaw } from '../../testing/invariants/openai-responses.ts'
import { summarizeReply } from '../../testing/invariants/summarize-reply.ts'
import type { ReplyContext, StreamFrame } from '../dialect.ts'
import { readObject, readObjects } from '../read-json.ts'
import { arbitraryReply, wildEvents } from '../testing/arbitrary-events.ts'
import { openaiResponses } from './openai-responses.ts'

const reply: ReplyContext = {
  modelId: 'mine',
  includeUsage: false,
  id: 'resp_1',
  createdAt: 1_700_000_000,
}

function encodeStream(events: readonly ChatEvent[]): StreamFrame[] {
  const encoder = openaiResponses.createStreamEncoder(reply)
  return events.flatMap((event) => encoder.push(event))
}

function decodeStream(frames: readonly StreamFrame[]): ChatEvent[] {
  const decoder = openaiResponses.createStreamDecoder()
  return [...frames.flatMap((frame) => decoder.push(frame)), ...decoder.end()]
}

test('decode(encode(x)) = x, streamed and whole', () => {
  fc.assert(
    fc.property(arbitraryReply(), (events) => {
      const expected = summarizeReply(events)
      const usage = {
        inputTokens: 0,
        outputTokens: 0,
        cachedInputTokens: 0,
        reasoningTokens: 0,
        ...expected.usage,
      }
      const frames = encodeStream(events)
      expect(findResponsesFlaw(frames)).toBeUndefined()
      expect(summarizeReply(decodeStream(frames))).toEqual({ ...expected, usage })
      const { status, body } = openaiResponses.encodeResponse(events, reply)
      expect(status).toBe(200)
      expect(summarizeReply(openaiResponses.decodeResponse(body))).toEqual({ ...expected, usage })
    }),
  )
})

test('whatever events come, every rule of a stream is kept', () => {
  fc.assert(
    fc.property(wildEvents, (events) => {
      const frames = encodeStream(events)
      expect(findResponsesFlaw(frames)).toBeUndefined()
      const failed = events.at(-1)?.type === 'error'
      expect(frames.at(-1)?.event === 'response.failed').toBe(failed)
      expect(openaiResponses.encodeResponse(events, reply).status).toBe(failed ? 503 : 200)
    }),
  )
})

const finish: ChatEvent = { type: 'finish', reason: 'stop' }

test("OpenAI's encrypted reasoning keeps its id through a reply and its replay", () => {
  const upstream = [
    { type: 'response.created', response: { id: 'r', model: 'm' } },
    {
      type: 'response.output_item.added',
      output_index: 0,
      item: { type: 'reasoning', id: 'rs_up', summary: [] },
    },
    {
      type: 'response.output_item.done',
      output_index: 0,
      item: { type: 'reasoning', id: 'rs_up', summary: [], encrypted_content: 'gAAA' },
    },
    { type: 'response.completed', response: { id: 'r', status: 'completed' } },
  ].map((value): StreamFrame => ({ event: value.type, data: JSON.stringify(value) }))
  const frames = encodeStream(decodeStream(upstream))
  expect(findResponsesFlaw(frames)).toBeUndefined()
  const last: unknown = JSON.parse(frames.at(-1)?.data ?? '')
  const [item] = readObjects(readObject(readObject(last)['response'])['output'])
  expect(item).toEqual({ type: 'reasoning', id: 'rs_up', summary: [], encrypted_content: 'gAAA' })
  const { request } = openaiResponses.decodeRequest({
    input: [item, { role: 'user', content: 'go on' }],
  })
  const context = { modelId: 'm', stream: false, supportsSystemMessage: true }
  expect(openaiResponses.encodeRequest(request, context)).toMatchObject({
    body: { input: [item, {}], include: ['reasoning.encrypted_content'], store: false },
    warnings: [],
  })
})

test('signed and hidden thoughts of another vendor come back from the client as they were', () => {
  const events: ChatEvent[] = [
    { type: 'start' },
    { type: 'reasoning-delta', text: 'hm', block: 0 },
    { type: 'signature', signature: 'AA', block: 0 },
    { type: 'signature', signature: 'BB', block: 0 },
    { type: 'reasoning-redacted', data: 'hidden', block: 1 },
    { type: 'tool-call-start', id: 'a', name: 'f', block: 2 },
    { type: 'signature', signature: 'CC', block: 2 },
    { type: 'tool-call-end', id: 'a', block: 2 },
    { type: 'finish', reason: 'tool-calls' },
  ]
  const { body } = openaiResponses.encodeResponse(events, reply)
  const input = [
    ...readObjects(body['output']),
    { type: 'function_call_output', call_id: 'a', output: 'ok' },
  ]
  const [assistant] = openaiResponses.decodeRequest({ input }).request.messages
  expect(assistant?.content).toMatchObject([
    { type: 'reasoning', text: 'hm', signature: 'AABB' },
    { type: 'reasoning', text: '', redacted: 'hidden' },
    { type: 'tool-call', id: 'a', name: 'f', arguments: '{}', signature: 'CC' },
  ])
})

test('what the vendor ran, and items without a word of ours, are written again', () => {
  const search = { type: 'web_search_call', id: 'ws_1', status: 'completed', action: {} }
  const computer = { type: 'computer_call', id: 'cu_1', call_id: 'c', action: {} }
  const whole = { id: 'r', status: 'completed', output: [search, computer] }
  const events = openaiResponses.decodeResponse(whole)
  const { body } = openaiResponses.encodeResponse(events, reply)
  expect(body['output']).toEqual([search, computer])
})

test('citations count from the start of the text they stand in', () => {
  const events: ChatEvent[] = [
    { type: 'text-delta', text: 'one ', block: 0 },
    { type: 'text-delta', text: 'two', block: 1 },
    { type: 'citation', citation: { url: 'https://host.example/', start: 0, end: 3 }, block: 1 },
    finish,
  ]
  const decoded = decodeStream(encodeStream(events))
  expect(decoded).toContainEqual({
    type: 'citation',
    citation: { url: 'https://host.example/', title: 'https://host.example/', start: 4, end: 7 },
    block: 0,
  })
})

test('the stream has the types of the official SDK', () => {
  const events: ChatEvent[] = [
    { type: 'start', id: 'resp_9', createdAt: 5 },
    { type: 'reasoning-delta', text: 'hm', block: 0 },
    { type: 'text-delta', text: 'Hi', block: 1 },
    { type: 'tool-call-start', id: 'a', name: 'f', block: 2 },
    { type: 'tool-call-delta', id: 'a', arguments: '{}', block: 2 },
    { type: 'tool-call-end', id: 'a', block: 2 },
    {
      type: 'finish',
      reason: 'tool-calls',
      usage: { inputTokens: 1, outputTokens: 2, cacheWriteTokens: 1 },
    },
  ]
  const seen = encodeStream(events).map(({ data }) => JSON.parse(data) as ResponseStreamEvent)
  expect(seen.map(({ type }) => type)).toEqual([
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.reasoning_summary_part.added',
    'response.reasoning_summary_text.delta',
    'response.reasoning_summary_text.done',
    'response.reasoning_summary_part.done',
    'response.output_item.done',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.output_item.added',
    'response.function_call_arguments.delta',
    'response.function_call_arguments.done',
    'response.output_item.done',
    'response.completed',
  ] satisfies ResponseStreamEvent['type'][])
  const last = seen.at(-1)
  if (last?.type !== 'response.completed') throw new Error('not completed')
  expect(last.response).toMatchObject({
    id: 'resp_9',
    created_at: 5,
    model: 'mine',
    status: 'completed',
  })
  expect(last.response.output).toEqual([
    {
      id: 'rs_resp_9_0',
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: 'hm' }],
    } satisfies ResponseReasoningItem,
    {
      id: 'msg_resp_9_1',
      type: 'message',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: 'Hi', annotations: [], logprobs: [] }],
    } satisfies ResponseOutputMessage,
    {
      id: 'fc_resp_9_2',
      type: 'function_call',
      status: 'completed',
      call_id: 'a',
      name: 'f',
      arguments: '{}',
    } satisfies ResponseFunctionToolCall,
  ])
  expect(last.response.usage).toEqual({
    input_tokens: 1,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 1 },
    output_tokens: 2,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 3,
  } satisfies ResponseUsage)
})
