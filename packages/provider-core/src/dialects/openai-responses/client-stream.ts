/** @file Our events → the stream of a response for a client. */
import type { ReplyContext, StreamEncoder } from '../dialect.ts'
import { createResponseWriter } from './response-writer.ts'

/** Makes an encoder. Every frame has its `event:` line; there is no `[DONE]`. */
export function createStreamEncoder(context: ReplyContext): StreamEncoder {
  const writer = createResponseWriter(context)
  let ended = false
  return {
    push(event) {
      if (ended) return []
      ended = event.type === 'finish' || event.type === 'error'
      return writer
        .write(event)
        .map((value) => ({ event: String(value['type']), data: JSON.stringify(value) }))
    },
  }
}
