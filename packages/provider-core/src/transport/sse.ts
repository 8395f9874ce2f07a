/** @file Server-sent events (WHATWG HTML, 9.2) from bytes. */
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import type { StreamFrame } from '../dialects/dialect.ts'
import type { ProviderError } from '../errors/provider-error.ts'
import { readFrames, type Framer } from './framer.ts'
import { maxEventBytes, tooLarge } from './limits.ts'

/**
 * Cuts an SSE body into events: any chunking, LF, CRLF or CR, comments, BOM. An event whose lines are
 * complete is handed over even when the blank line after the last one is missing; half a line is not. An
 * event past `maxBytes` is its failure.
 */
export function createSseFramer(maxBytes: number = maxEventBytes): Framer {
  let ready: StreamFrame[] = []
  let failure: ProviderError | undefined
  let endsLine = false
  const parser = createParser({
    maxBufferSize: maxBytes,
    onEvent: (message: EventSourceMessage) => {
      ready.push({ event: message.event, data: message.data })
    },
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') {
        failure = tooLarge('One event of the stream', maxBytes)
      }
    },
  })
  const utf8 = new TextDecoder()

  const take = (): StreamFrame[] => {
    const frames = ready
    ready = []
    return frames
  }

  return {
    push(chunk) {
      const text = utf8.decode(chunk, { stream: true })
      if (text === '') return []
      parser.feed(text)
      endsLine = text.endsWith('\n') || text.endsWith('\r')
      return ready.length === 0 ? [] : take()
    },
    end() {
      if (endsLine) {
        parser.feed('\n')
        parser.feed('\n')
      }
      return take()
    },
    get failure() {
      return failure
    },
  }
}

/** The events of an SSE body, as the reader pulls them. Throws `ProviderError` for an event past `maxBytes`. */
export function decodeSse(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number = maxEventBytes,
): AsyncGenerator<StreamFrame> {
  return readFrames(body, createSseFramer(maxBytes))
}
