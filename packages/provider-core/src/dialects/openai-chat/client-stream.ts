/** @file Our events → the stream of a chat completion for a client. */
import type { JsonObject, ReplyContext, StreamEncoder, StreamFrame } from '../dialect.ts'
import { createChatWarnings, createChunkWriter } from './chunk-writer.ts'
import { writeError } from './client-errors.ts'
import { writeUsage } from './wire.ts'

/**
 * Makes an encoder. The usage chunk (`choices: []`) comes only when asked for, `[DONE]` last and only on
 * success. The format has no word for a failure after the first chunk: `{"error"}` is what servers send, and
 * then neither `finish_reason` nor `[DONE]`.
 */
export function createStreamEncoder(context: ReplyContext): StreamEncoder {
  const { inspect, leaveOut, warnings } = createChatWarnings()
  const writer = createChunkWriter(context, leaveOut)
  let ended = false
  return {
    warnings,
    push(event) {
      if (ended) return []
      inspect(event)
      ended = event.type === 'finish' || event.type === 'error'
      if (event.type === 'error') return [toFrame({ error: writeError(event.error) })]
      const chunks = writer.write(event)
      if (event.type !== 'finish') return chunks.map(toFrame)
      const last = chunks.at(-1)
      if (context.includeUsage && last !== undefined) {
        const { service_tier: _, ...head } = last
        chunks.push({ ...head, choices: [], usage: writeUsage(event.usage) })
      }
      return [...chunks.map(toFrame), { event: undefined, data: '[DONE]' }]
    },
  }
}

function toFrame(value: JsonObject): StreamFrame {
  return { event: undefined, data: JSON.stringify(value) }
}
