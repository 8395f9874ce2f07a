import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import type { ClientDialect, StreamFrame } from '../../dialects/dialect.ts'
import { getDialect } from '../../dialects/registry.ts'
import { clientDialectIds, findStreamFlaw, type ClientDialectId } from './find-stream-flaw.ts'

const reply: ChatEvent[] = [
  { type: 'start', id: 'r', model: 'm' },
  { type: 'reasoning-delta', text: 'hm', block: 0 },
  { type: 'text-delta', text: 'Hi', block: 1 },
  { type: 'tool-call-start', id: 'call_a', name: 'f', block: 2 },
  { type: 'tool-call-delta', id: 'call_a', arguments: '{"a":1}', block: 2 },
  { type: 'tool-call-end', id: 'call_a', block: 2 },
  { type: 'finish', reason: 'tool-calls', usage: { inputTokens: 1, outputTokens: 2 } },
]
const context = { modelId: 'm', includeUsage: true, id: 'r', createdAt: 1_700_000_000 }
const options = { includeUsage: true }

function encode(id: ClientDialectId): StreamFrame[] {
  const encoder = (getDialect(id) as ClientDialect).createStreamEncoder(context)
  return reply.flatMap((event) => encoder.push(event))
}

describe.each(clientDialectIds)('%s', (id) => {
  test('a good stream has no flaw', () => {
    expect(findStreamFlaw(id, encode(id), options)).toBeUndefined()
  })

  test('a missing end is a flaw, wherever the stream is cut', () => {
    const frames = encode(id)
    for (let cut = 0; cut < frames.length; cut += 1) {
      expect(findStreamFlaw(id, frames.slice(0, cut), options)).toBeDefined()
    }
  })

  test('anything after the end is a flaw', () => {
    const frames = encode(id)
    for (const frame of [{ event: undefined, data: '[DONE]' }, ...frames]) {
      expect(findStreamFlaw(id, [...frames, frame], options)).toBeDefined()
    }
  })

  test('a frame that is no JSON is a flaw', () => {
    const frames = encode(id).with(1, { event: undefined, data: '{"half":' })
    expect(findStreamFlaw(id, frames, options)).toBeDefined()
  })

  test('a wrong event line is a flaw', () => {
    const frames = encode(id)
    const [first] = frames
    if (first === undefined) throw new Error('no frames')
    const wrong = frames.with(0, { ...first, event: first.event === undefined ? 'x' : undefined })
    expect(findStreamFlaw(id, wrong, options)).toBeDefined()
  })
})

test('a tool call of which the client is not told at the end is a flaw', () => {
  const change = (id: ClientDialectId, from: string, to: string) =>
    findStreamFlaw(
      id,
      encode(id).map((frame) => ({ ...frame, data: frame.data.replace(from, to) })),
      options,
    )
  expect(
    change('anthropic-messages', '"stop_reason":"tool_use"', '"stop_reason":"end_turn"'),
  ).toContain('end_turn')
  expect(change('openai-chat', '"finish_reason":"tool_calls"', '"finish_reason":"stop"')).toContain(
    'stop after tool calls',
  )
})

test('usage that was not asked for, or is missing, is a flaw of a chat stream', () => {
  const frames = encode('openai-chat')
  expect(findStreamFlaw('openai-chat', frames, { includeUsage: false })).toContain('usage')
  const without = frames.filter(({ data }) => !data.includes('"usage":{'))
  expect(findStreamFlaw('openai-chat', without, options)).toContain('usage')
})
