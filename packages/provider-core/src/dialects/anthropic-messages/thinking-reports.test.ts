/** @file What users reported about thinking that was lost between turns. */
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { anthropicMessages } from './anthropic-messages.ts'

const reply = { modelId: 'm', includeUsage: true, id: 'msg_1', createdAt: 0 }

function encode(...events: readonly ChatEvent[]): JsonObject[] {
  const encoder = anthropicMessages.createStreamEncoder(reply)
  const frames = events.flatMap((event) => encoder.push(event))
  return frames.map((frame) => JSON.parse(frame.data) as JsonObject)
}

const begin: ChatEvent = { type: 'start', id: 'r1', model: 'up' }
const finish = (): ChatEvent => ({ type: 'finish', reason: 'stop' })
const callStart = (id: string, block: number): ChatEvent => ({
  type: 'tool-call-start',
  id,
  name: `tool_${id}`,
  block,
})

describe('5: signatures of thinking', () => {
  test('pieces are joined, so that no client overwrites the first with the second', () => {
    const frames = encode(
      begin,
      { type: 'reasoning-delta', text: 'hm', block: 0 },
      { type: 'signature', signature: 'ab', block: 0 },
      { type: 'signature', signature: 'cd', block: 0 },
      { type: 'text-delta', text: 'Hi', block: 1 },
      finish(),
    )
    const signatures = frames.flatMap((value) => {
      const delta = value['delta'] as JsonObject | undefined
      return delta?.['type'] === 'signature_delta' ? [delta['signature']] : []
    })
    expect(signatures).toEqual(['abcd'])
  })

  test('a signature without text is a block of its own (thinking that is not shown)', () => {
    const { body } = anthropicMessages.encodeResponse(
      [
        begin,
        { type: 'signature', signature: 'ab', block: 0 },
        { type: 'text-delta', text: 'Hi', block: 1 },
        finish(),
      ],
      reply,
    )
    expect(body['content']).toEqual([
      { type: 'thinking', thinking: '', signature: 'ab' },
      { type: 'text', text: 'Hi' },
    ])
  })

  test.each([
    [
      'Gemini’s proof of a tool call',
      [
        callStart('a', 0),
        { type: 'signature', signature: 'gem', block: 0 },
        { type: 'tool-call-end', id: 'a', block: 0 },
      ],
      { type: 'tool-call', id: 'a', signature: 'gem' },
    ],
    [
      'Gemini’s proof of a text',
      [
        { type: 'text-delta', text: 'Hi', block: 0 },
        { type: 'signature', signature: 'gem', block: 0 },
      ],
      { type: 'text', text: 'Hi', signature: 'gem' },
    ],
    [
      'what OpenAI encrypts',
      [
        { type: 'reasoning-delta', text: 'Summary', block: 0 },
        { type: 'reasoning-encrypted', data: 'enc', id: 'rs_1', block: 0 },
      ],
      { type: 'reasoning', text: 'Summary', encrypted: 'enc', id: 'rs_1' },
    ],
  ] as [string, ChatEvent[], object][])('%s survives a replay', (_name, events, part) => {
    const { body } = anthropicMessages.encodeResponse([begin, ...events, finish()], reply)
    const { request } = anthropicMessages.decodeRequest({
      model: 'm',
      max_tokens: 9,
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: body['content'] },
        { role: 'user', content: 'Go on' },
      ],
    })
    expect(request.messages[1]?.content).toMatchObject([part])
    const decoded = anthropicMessages.decodeResponse(body)
    const kept = events.filter(({ type }) => /signature|encrypted/.test(type))
    for (const event of kept) expect(decoded).toContainEqual(event)
  })
})

test('6: redacted thinking keeps its place on replay', () => {
  const content = [
    { type: 'thinking', thinking: 'a', signature: 's1' },
    { type: 'redacted_thinking', data: 'r1' },
    { type: 'thinking', thinking: '', signature: 's2' },
    { type: 'text', text: 'Hi' },
    { type: 'tool_use', id: 't', name: 'f', input: { x: 1 } },
  ]
  const messages = [
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'done' }] },
  ]
  const { request } = anthropicMessages.decodeRequest({ model: 'm', max_tokens: 9, messages })
  const context = { modelId: 'm', stream: false, supportsSystemMessage: true }
  expect(anthropicMessages.encodeRequest(request, context)).toEqual({
    body: { model: 'm', max_tokens: 9, messages },
    warnings: [],
  })
})
