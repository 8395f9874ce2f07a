/** @file Puts what only Google knows back into what we write. */
import type { JsonObject } from '../dialect.ts'
import { isObject } from '../read-json.ts'

/** `over` on top of `under`, objects inside objects too; anything else of `over` replaces what stood there. */
export function mergeJson(under: JsonObject, over: JsonObject): JsonObject {
  const merged: JsonObject = { ...under }
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key]
    merged[key] = isObject(before) && isObject(value) ? mergeJson(before, value) : value
  }
  return merged
}
