import type { JsonObject, StreamFrame } from '../../dialects/dialect.ts'
import { isObject, parseJson } from '../../dialects/read-json.ts'

/** A frame of a stream that a client gets, with its data parsed where it is a JSON object. */
export interface SeenFrame {
  readonly event: string | undefined
  readonly data: string
  readonly value: JsonObject | undefined
  /** Place in the stream, for the words of a flaw. */
  readonly at: number
}

/** Parses the frames of a stream; `value` is undefined for `[DONE]` and for everything that is no object. */
export function readFrames(frames: readonly StreamFrame[]): SeenFrame[] {
  return frames.map(({ event, data }, at) => {
    const value = parseJson(data)
    return { event, data, value: isObject(value) ? value : undefined, at }
  })
}
