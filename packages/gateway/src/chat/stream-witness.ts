/**
 * @file Watches a stream of bytes go by and says afterwards how it ended and what it cost. It keeps the first
 * event and the last ones and decodes only those, so that watching costs the stream nothing.
 */
import { parseSse, type ClientDialect, type StreamFrame } from '@patchbay/provider-core'
import type { ChatEvent } from '@patchbay/provider-core/model'

/** Enough for the last events of every format: the closing one, usage, and what stands between. */
const tailBytes = 3 * 1024
/** The closing one, and usage or the reason before it. */
const closingEvents = 2
/** One event that went by in pieces is kept up to here; pictures come in events of several megabytes. */
const maxPieces = 16 * 1024 * 1024

export interface StreamWitness {
  /**
   * Bytes as they go to the client.
   *
   * @param isWhole False for a piece of an event that goes on in the next bytes.
   */
  see(events: Buffer, isWhole: boolean): void
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
  let pieces: Buffer[] = []
  let piecesSize = 0

  const seeWhole = (events: Buffer): void => {
    head ??= firstEvent(events)
    if (events.length > tailBytes) {
      const last = lastEvents(events)
      tail = [last]
      size = last.length
      return
    }
    tail.push(events)
    size += events.length
    while (size - (tail[0]?.length ?? 0) >= tailBytes) size -= tail.shift()?.length ?? 0
  }
  const leadOf = (bytes: Buffer): Buffer =>
    head === undefined || bytes.includes(head) ? nothing : head

  return {
    see(events, isWhole) {
      if (isWhole && piecesSize === 0) {
        seeWhole(events)
        return
      }
      piecesSize += events.length
      if (piecesSize <= maxPieces) pieces.push(events)
      if (!isWhole) return
      if (piecesSize <= maxPieces) seeWhole(Buffer.concat(pieces))
      pieces = []
      piecesSize = 0
    },
    judge(rest) {
      const bytes = Buffer.concat([...tail, rest])
      const last = lastOf(bytes)
      const quick = judgeFrames(dialect, leadOf(last), last)
      return quick.isClosed ? quick : judgeFrames(dialect, leadOf(bytes), bytes)
    },
  }
}

const nothing = Buffer.alloc(0)

function judgeFrames(dialect: ClientDialect, head: Buffer, tail: Buffer): Verdict {
  const frames = parseSse(tail)
  const decoder = dialect.createStreamDecoder()
  const events = [...parseSse(head), ...frames].flatMap((frame) => decoder.push(frame))
  const atMark = decoder.done
  events.push(...decoder.end())
  const end = events.at(-1)
  if (end?.type !== 'finish' && end?.type !== 'error') throw new Error('a decoder without an end')
  return {
    start: events.find((event) => event.type === 'start'),
    end,
    isClosed: atMark || end.type === 'finish',
    lastFrame: frames.at(-1),
  }
}

/** The last few events: nearly always they are enough. */
function lastOf(bytes: Buffer): Buffer {
  let start = bytes.length
  for (let count = 0; count < closingEvents; count += 1) {
    start = bytes.lastIndexOf('\n\n', start - 3)
    if (start < 3) return bytes
  }
  return bytes.subarray(start + 2)
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
  const crlf = lf === -1 ? events.lastIndexOf('\r\n\r\n', from) : -1
  const start = lf === -1 ? crlf + 4 : lf + 2
  return lf === -1 && crlf === -1 ? events : Buffer.from(events.subarray(start))
}

function boundaryAfter(events: Buffer, from: number): number {
  const lf = events.indexOf('\n\n', from)
  const before = lf === -1 ? events : events.subarray(0, lf)
  const crlf = before.indexOf('\r\n\r\n', from)
  if (crlf !== -1) return crlf + 4
  return lf === -1 ? -1 : lf + 2
}
