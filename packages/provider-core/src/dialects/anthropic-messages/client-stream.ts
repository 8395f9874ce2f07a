/** @file Our events → the SSE frames of a streamed message. */
import type { ReplyContext, StreamEncoder } from '../dialect.ts'
import { createReplyWriter } from './reply-writer.ts'

/**
 * Makes the encoder of one streamed reply. Every frame has its `event` name, without which the vendor's SDK
 * reads nothing; the last one is `message_stop` or `error`. Pings are the server's to send.
 */
export function createStreamEncoder(context: ReplyContext): StreamEncoder {
  const writer = createReplyWriter(context)
  return {
    warnings: writer.warnings,
    push: (event) =>
      writer.push(event).map((value) => ({
        event: String(value['type']),
        data: JSON.stringify(value),
      })),
  }
}
