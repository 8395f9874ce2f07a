/** @file Merges an endpoint's extra body into a request body. */
import type { JsonObject } from '../dialects/dialect.ts'

/** Objects are merged deeply; everything else, lists too, is replaced by `extra`. Neither input is changed. */
export function mergeBody(body: JsonObject, extra: JsonObject): JsonObject {
  const merged: JsonObject = { ...body }
  for (const [key, value] of Object.entries(extra)) {
    const before = Object.hasOwn(body, key) ? body[key] : undefined
    // Assigning `__proto__` would set the prototype; defining it sets a field.
    Object.defineProperty(merged, key, {
      value: isPlainObject(before) && isPlainObject(value) ? mergeBody(before, value) : value,
      configurable: true,
      enumerable: true,
      writable: true,
    })
  }
  return merged
}

function isPlainObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
