/** @file Server-sent events (WHATWG HTML, 9.2) from bytes, as the reader pulls them. */
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import type { StreamFrame } from '../dialects/dialect.ts'
import { maxEventBytes, tooLarge } from './limits.ts'

/**
 * Decodes an SSE body: any chunking, LF, CRLF or CR, comments, BOM. An event whose lines are
 * complete is handed over even when the blank line after the last one is missing; half a line is
 * not. Throws `ProviderError` for an event past `maxBytes` and passes on what `body` throws.
 */
export async function* decodeSse(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number = maxEventBytes,
): AsyncGenerator<StreamFrame> {
  for await (const frames of decodeSseBatches(body, maxBytes)) yield* frames
}

/**
 * As `decodeSse`, all events at once that a chunk completes: a generator costs more for an event than
 * reading it does.
 */
export async function* decodeSseBatches(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number = maxEventBytes,
): AsyncGenerator<readonly StreamFrame[]> {
  let ready: StreamFrame[] = []
  let overflow = false
  const parser = createParser({
    maxBufferSize: maxBytes,
    onEvent: (message: EventSourceMessage) =>
      ready.push({ event: message.event, data: message.data }),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') overflow = true
    },
  })
  const utf8 = new TextDecoder()
  let endsLine = false

  for await (const chunk of body) {
    const text = utf8.decode(chunk, { stream: true })
    if (text === '') continue
    parser.feed(text)
    endsLine = text.endsWith('\n') || text.endsWith('\r')
    if (ready.length > 0) {
      const frames = ready
      ready = []
      yield frames
    }
    if (overflow) throw tooLarge('One event of the stream', maxBytes)
  }
  if (endsLine) {
    parser.feed('\n')
    parser.feed('\n')
    if (ready.length > 0) yield ready
  }
}
