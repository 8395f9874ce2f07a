/** @file A whole response → our events. */
import type { ChatEvent } from '../../model/chat-event.ts'
import { closeReply } from '../create-decoder.ts'
import { createInvalidAnswerEvent } from '../final-error.ts'
import { isObject } from '../read-json.ts'
import { decodeWhole } from './stream.ts'

/** Decodes a 2xx body. One that is still running (`in_progress`, `queued`) is no reply. */
export function decodeResponse(body: unknown): ChatEvent[] {
  if (!isObject(body))
    return [createInvalidAnswerEvent('with something that is no JSON object', body)]
  const status = body['status']
  if (status === 'in_progress' || status === 'queued') {
    return [createInvalidAnswerEvent(`with a response that is still "${status}"`, body)]
  }
  const isResponse =
    Array.isArray(body['output']) || typeof status === 'string' || isObject(body['error'])
  if (!isResponse) return [createInvalidAnswerEvent('without any output', body)]
  return closeReply(decodeWhole(body))
}
