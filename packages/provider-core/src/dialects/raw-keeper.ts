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
  let last: JsonObject | undefined
  let lastText: string | undefined
  return (rest) => {
    if (rest === undefined) return none
    if (last !== undefined && areSamePrimitives(last, rest)) return none
    const text = JSON.stringify(rest)
    if (text === lastText) return none
    last = rest
    lastText = text
    return [createRawEvent(dialect, rest)]
  }
}

const none: ChatEvent[] = []

/** True when the fields are the same and none holds an object, which saves writing them out to compare. */
function areSamePrimitives(before: JsonObject, now: JsonObject): boolean {
  let count = 0
  for (const key in now) {
    if (typeof now[key] === 'object' || now[key] !== before[key]) return false
    count += 1
  }
  return count === Object.keys(before).length
}
