/** @file Our events of a whole reply → one response. */
import type { ChatEvent } from '../../model/chat-event.ts'
import type { EncodedReply, ReplyContext } from '../dialect.ts'
import { readObject } from '../read-json.ts'
import { encodeError } from './client-errors.ts'
import { createResponseWarnings, createResponseWriter } from './response-writer.ts'

/** The response that a stream would have closed with, so that a whole answer says the same as a streamed one. */
export function encodeResponse(events: readonly ChatEvent[], context: ReplyContext): EncodedReply {
  const { inspect, leaveOut, warnings } = createResponseWarnings()
  const writer = createResponseWriter(context, leaveOut)
  for (const event of events) {
    inspect(event)
    if (event.type === 'error') return { ...encodeError(event.error), warnings }
    const written = writer.write(event)
    if (event.type === 'finish') {
      return { status: 200, body: readObject(written.at(-1)?.['response']), warnings }
    }
  }
  return encodeError({ code: 'invalid-answer', message: 'The reply has no end.', retryable: false })
}
