/** @file Our events → the stream of a response for a client. */
import type { ReplyContext, StreamEncoder } from '../dialect.ts'
import { createResponseWarnings, createResponseWriter } from './response-writer.ts'

/** Makes an encoder. Every frame has its `event:` line; there is no `[DONE]`. */
export function createStreamEncoder(context: ReplyContext): StreamEncoder {
  const { inspect, leaveOut, warnings } = createResponseWarnings()
  const writer = createResponseWriter(context, leaveOut)
  let ended = false
  return {
    warnings,
    push(event) {
      if (ended) return []
      inspect(event)
      ended = event.type === 'finish' || event.type === 'error'
      return writer
        .write(event)
        .map((value) => ({ event: String(value['type']), data: JSON.stringify(value) }))
    },
  }
}
