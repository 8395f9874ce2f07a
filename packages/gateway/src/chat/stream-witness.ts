/**
 * @file Watches a stream of bytes go by and says afterwards how it ended and what it cost. It keeps the first
 * event and the last ones and decodes only those, so that watching costs the stream nothing.
 */
import { parseSse, type ClientDialect, type StreamFrame } from '@patchbay/provider-core'
import type { ChatEvent } from '@patchbay/provider-core/model'

/** Enough for the last events of every format: the closing one, usage, and what stands between. */
const tailBytes = 3 * 1024

export interface StreamWitness {
  /** Whole events, as they go to the client. */
  see(events: Buffer): void
  /** How the stream ended; `rest` came last and is perhaps half an event. */
  judge(rest: Buffer): Verdict
}

export interface Verdict {
  readonly start: Extract<ChatEvent, { type: 'start' }> | undefined
  readonly end: Extract<ChatEvent, { type: 'finish' | 'error' }>
  /** The upstream itself closed the reply, with its last event or with an error. */
  readonly isClosed: boolean
  /** A further event has to go on from this one. */
  readonly lastFrame: StreamFrame | undefined
}

/** Makes the witness of one stream. */
export function createStreamWitness(dialect: ClientDialect): StreamWitness {
  let head: Buffer | undefined
  let tail: Buffer[] = []
  let size = 0
  let isCut = false

  return {
    see(events) {
      head ??= firstEvent(events)
      if (events.length > tailBytes) {
        const last = lastEvents(events)
        isCut ||= tail.length > 0 || last.length < events.length
        tail = [last]
        size = last.length
        return
      }
      tail.push(events)
      size += events.length
      while (size - (tail[0]?.length ?? 0) >= tailBytes) {
        size -= tail.shift()?.length ?? 0
        isCut = true
      }
    },
    judge(rest) {
      const seen = isCut && head !== undefined ? [head, ...tail, rest] : [...tail, rest]
      const frames = parseSse(Buffer.concat(seen))
      const decoder = dialect.createStreamDecoder()
      const events = frames.flatMap((frame) => decoder.push(frame))
      const atMark = decoder.done
      events.push(...decoder.end())
      const end = events.at(-1)
      if (end?.type !== 'finish' && end?.type !== 'error')
        throw new Error('a decoder without an end')
      return {
        start: events.find((event) => event.type === 'start'),
        end,
        isClosed: atMark || end.type === 'finish',
        lastFrame: frames.at(-1),
      }
    },
  }
}

/** Up to the end of the first event that has data. */
function firstEvent(events: Buffer): Buffer | undefined {
  const data = events.indexOf('data:')
  if (data === -1) return undefined
  const end = boundaryAfter(events, data)
  // A copy: a view would keep the whole chunk in memory for as long as the stream lives.
  return Buffer.from(events.subarray(0, end === -1 ? events.length : end))
}

/** Whole events at the end, at least `tailBytes` of them. */
function lastEvents(events: Buffer): Buffer {
  const from = events.length - tailBytes
  const lf = events.lastIndexOf('\n\n', from)
  const crlf = events.lastIndexOf('\r\n\r\n', from)
  const start = Math.max(lf === -1 ? 0 : lf + 2, crlf === -1 ? 0 : crlf + 4)
  return start === 0 ? events : Buffer.from(events.subarray(start))
}

function boundaryAfter(events: Buffer, from: number): number {
  const lf = events.indexOf('\n\n', from)
  const crlf = events.indexOf('\r\n\r\n', from)
  if (lf === -1) return crlf === -1 ? -1 : crlf + 4
  return crlf === -1 || lf < crlf ? lf + 2 : crlf + 4
}
