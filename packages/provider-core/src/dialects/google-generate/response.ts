/** @file A whole generateContent answer → our events. */
import type { ChatEvent } from '../../model/chat-event.ts'
import { closeReply } from '../create-decoder.ts'
import { createInvalidAnswerEvent } from '../final-error.ts'
import { isObject } from '../read-json.ts'
import { createGenerateReader } from './stream.ts'

/**
 * Decodes a 2xx body. A stream that was asked for without `alt=sse` is a JSON array of chunks, and is read as
 * such. An answer without candidates is `invalid-answer` unless the prompt was blocked.
 */
export function decodeResponse(body: unknown): ChatEvent[] {
  const chunks = Array.isArray(body) ? body : [body]
  if (chunks.length === 0 || !chunks.every(isObject)) {
    return [createInvalidAnswerEvent('with something that is no JSON object', body)]
  }
  const reader = createGenerateReader()
  const events: ChatEvent[] = []
  try {
    for (const chunk of chunks) events.push(...reader.read(chunk, undefined))
  } catch {
    events.push(createInvalidAnswerEvent('with a tool call that cannot be read', body))
  }
  if (events.some((event) => event.type === 'error')) return closeReply(events)
  const end = reader.end(false)
  if (end.length > 0) return closeReply([...events, ...end])
  return closeReply([...events, createInvalidAnswerEvent('without a finished candidate', body)])
}
