/** @file Keeps what a decoder does not know without repeating it with every chunk. */
import type { ChatEvent } from '../model/chat-event.ts'
import type { DialectId } from '../model/spec.ts'
import type { JsonObject } from './dialect.ts'
import { createRawEvent } from './raw-fields.ts'

/**
 * Makes a function that turns unknown fields into a `raw` event. The same fields with the same values
 * as the last time yield nothing: servers repeat such as `system_fingerprint` in every chunk.
 */
export function createRawKeeper(dialect: DialectId): (rest: JsonObject | undefined) => ChatEvent[] {
  let last: string | undefined
  return (rest) => {
    if (rest === undefined) return []
    const text = JSON.stringify(rest)
    if (text === last) return []
    last = text
    return [createRawEvent(dialect, rest)]
  }
}
