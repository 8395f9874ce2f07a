/**
 * @file Lets the bytes of a stream through in whole events. Half an event is of no use to a client, and behind
 * half an event nothing could be said any more: neither that the stream broke, nor a keep-alive.
 */

const newline = 0x0a
const carriageReturn = 0x0d
const commentMark = 0x3a

/** A half event of this size goes on as it is: memory matters more. */
const maxHeld = 1024 * 1024

export interface FrameGate {
  /** What may go on, in order: whole events and whole comment lines. Empty when `chunk` completes none. */
  push(chunk: Buffer): Buffer
  /** What was held back. */
  readonly held: Buffer
  /** True while nothing but whole events went through. */
  readonly isBetween: boolean
}

const nothing = Buffer.alloc(0)

/** Makes the gate of one stream. */
export function createFrameGate(): FrameGate {
  let held: Buffer = nothing
  let isBetween = true

  return {
    push(chunk) {
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      // Events are small and servers write whole ones, so the end is nearly always a boundary.
      const from = Math.max(0, held.length - 3)
      const end = isBoundary(bytes, bytes.length) ? bytes.length : findLastBoundary(bytes, from)
      const afterComments = skipComments(bytes, end)
      held = afterComments === bytes.length ? nothing : bytes.subarray(afterComments)
      if (held.length > maxHeld) {
        held = nothing
        isBetween = false
        return bytes
      }
      if (afterComments > 0) isBetween = true
      return bytes.subarray(0, afterComments)
    },
    get held() {
      return held
    },
    get isBetween() {
      return isBetween
    },
  }
}

/** True when the bytes before `at` end with a blank line. */
function isBoundary(bytes: Buffer, at: number): boolean {
  const last = bytes[at - 1]
  if (last === newline) {
    const before = bytes[at - 2]
    return before === newline || (before === carriageReturn && isLineEnd(bytes[at - 3]))
  }
  // A lone CR may be half of a CRLF: what follows decides.
  return last === carriageReturn && bytes[at - 2] === carriageReturn
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === newline || byte === carriageReturn
}

/** Index behind the last blank line that ends after `from`; 0 when there is none. */
function findLastBoundary(bytes: Buffer, from: number): number {
  for (let at = bytes.length; at > from; at -= 1) {
    const last = bytes[at - 1]
    if (isLineEnd(last) && isBoundary(bytes, at)) return at
  }
  return 0
}

/** Servers keep a stream alive by comments of one line, without a blank one behind it. */
function skipComments(bytes: Buffer, start: number): number {
  let at = start
  while (bytes[at] === commentMark) {
    const end = bytes.indexOf(newline, at)
    if (end === -1) return at
    at = end + 1
  }
  return at
}
