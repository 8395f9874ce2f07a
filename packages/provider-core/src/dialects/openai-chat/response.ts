/** @file A whole chat completion → our events. */
import type { ChatEvent } from '../../model/chat-event.ts'
import { closeReply } from '../create-decoder.ts'
import { createInvalidAnswerEvent } from '../final-error.ts'
import { isObject, readObjects } from '../read-json.ts'
import { createChatReader } from './stream.ts'

/** Decodes a 2xx body. A body without choices is an error of its own, or `invalid-answer`. */
export function decodeResponse(body: unknown): ChatEvent[] {
  if (!isObject(body))
    return [createInvalidAnswerEvent('with something that is no JSON object', body)]
  const reader = createChatReader()
  const events = reader.read(body, undefined)
  const isError = events.some((event) => event.type === 'error')
  if (!isError && readObjects(body['choices']).length === 0) {
    return [createInvalidAnswerEvent('without any choice', body)]
  }
  return closeReply([...events, ...reader.end(true)])
}
