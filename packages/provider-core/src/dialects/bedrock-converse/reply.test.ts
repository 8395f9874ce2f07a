import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import { summarizeReply } from '../../testing/invariants/summarize-reply.ts'
import type { JsonObject, StreamFrame } from '../dialect.ts'
import { arbitraryReply } from '../testing/arbitrary-events.ts'
import { bedrockConverse } from './bedrock-converse.ts'

const kinds = ['text', 'reasoning', 'signed-reasoning', 'redacted', 'tool-call', 'image'] as const
const stopReasons: Readonly<Record<string, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'guardrail_intervened',
}

/** Writes the stream as the service would, with parallel calls interleaved. */
function writeFrames(events: readonly ChatEvent[]): StreamFrame[] {
  return events.flatMap((event): StreamFrame[] => {
    const contentBlockIndex = 'block' in event ? event.block : undefined
    const frame = (name: string, payload: JsonObject): StreamFrame => ({
      event: name,
      data: JSON.stringify({ ...payload, p: 'abcdef' }),
    })
    const delta = (value: JsonObject) =>
      frame('contentBlockDelta', { contentBlockIndex, delta: value })
    const start = (value: JsonObject) =>
      frame('contentBlockStart', { contentBlockIndex, start: value })
    switch (event.type) {
      case 'start':
        return [frame('messageStart', { role: 'assistant' })]
      case 'text-delta':
        return [delta({ text: event.text })]
      case 'reasoning-delta':
        return [delta({ reasoningContent: { text: event.text } })]
      case 'signature':
        return [delta({ reasoningContent: { signature: event.signature } })]
      case 'reasoning-redacted':
        return [delta({ reasoningContent: { redactedContent: event.data } })]
      case 'tool-call-start':
        return [start({ toolUse: { toolUseId: event.id, name: event.name } })]
      case 'tool-call-delta':
        return [delta({ toolUse: { input: event.arguments } })]
      case 'tool-call-end':
        return [frame('contentBlockStop', { contentBlockIndex })]
      case 'image':
        return [
          start({ image: { format: 'png' } }),
          delta({ image: { source: { bytes: 'iVBORw0KGgo=' } } }),
        ]
      case 'finish': {
        const { inputTokens = 0, cachedInputTokens = 0, outputTokens } = event.usage ?? {}
        const usage = {
          inputTokens: inputTokens - cachedInputTokens,
          outputTokens,
          cacheReadInputTokens: cachedInputTokens,
        }
        return [
          frame('messageStop', { stopReason: stopReasons[event.reason] }),
          frame('metadata', event.usage === undefined ? {} : { usage }),
        ]
      }
      default:
        return []
    }
  })
}

describe('reply', () => {
  test('says what the stream says, parallel calls in their own blocks', () => {
    fc.assert(
      fc.property(arbitraryReply({ kinds }), (events) => {
        const decoder = bedrockConverse.createStreamDecoder()
        const decoded = [
          ...writeFrames(events).flatMap((frame) => decoder.push(frame)),
          ...decoder.end(),
        ]
        const expected = summarizeReply(events)
        // Converse does not count reasoning apart.
        const { reasoningTokens: _reasoning, ...usage } = expected.usage
        expect(summarizeReply(decoded)).toEqual({ ...expected, usage })
        const without = (list: readonly ChatEvent[]) =>
          list.filter(
            ({ type, ...event }) =>
              type !== 'start' &&
              type !== 'finish' &&
              !('arguments' in event && event.arguments === ''),
          )
        expect(without(decoded)).toEqual(without(events))
      }),
      { numRuns: 300 },
    )
  })
})
