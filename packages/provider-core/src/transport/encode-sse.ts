/** @file Server-sent events (WHATWG HTML, 9.2) to bytes, and the JSON array in which Google streams without `alt=sse`. */
import type { StreamFrame } from '../dialects/dialect.ts'
import type { DialectId } from '../model/spec.ts'

const utf8 = new TextEncoder()
const lineEnd = /[\r\n]/

/** A comment of one line, not two: some clients take the blank line after a comment for an event without data. */
const comment = utf8.encode(': ping\n')
const blankLine = utf8.encode('\n')

/**
 * A keep-alive for clients of a format, to be written only between two events (`encodeSse` writes whole ones).
 * Google's SDK drops the event that follows a comment, and reads on over a blank line.
 */
export function getSsePing(dialect: DialectId): Uint8Array {
  return dialect === 'google-generate' ? blankLine : comment
}

/** One event with LF line ends: an `event:` line where the frame has a name, then its data, then a blank line. */
export function encodeSse(frame: StreamFrame): Uint8Array {
  return utf8.encode(writeSse(frame))
}

/** Several events at once, which costs less than one by one. */
export function encodeSseBatch(frames: readonly StreamFrame[]): Uint8Array {
  let text = ''
  for (const frame of frames) text += writeSse(frame)
  return utf8.encode(text)
}

/** The same as text. */
export function writeSse({ event, data }: StreamFrame): string {
  const lines = lineEnd.test(data) ? data.replaceAll(/\r\n|\r|\n/g, '\ndata: ') : data
  if (event === undefined) return `data: ${lines}\n\n`
  const name = lineEnd.test(event) ? event.replaceAll(/[\r\n]/g, ' ') : event
  return `event: ${name}\ndata: ${lines}\n\n`
}

/** Writes the frames of one reply as one JSON array. */
export interface JsonArrayEncoder {
  push(frame: StreamFrame): Uint8Array
  /** The closing bracket; an empty array when nothing was pushed. */
  end(): Uint8Array
}

/** Makes the encoder of one reply; the data of each frame must be JSON. */
export function createJsonArrayEncoder(): JsonArrayEncoder {
  let isFirst = true
  return {
    push({ data }) {
      const lead = isFirst ? '[' : ',\r\n'
      isFirst = false
      return utf8.encode(lead + data)
    },
    end: () => utf8.encode(isFirst ? '[]' : ']'),
  }
}
