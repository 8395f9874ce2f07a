/** @file Puts request bodies together. */
import type { JsonObject } from './dialect.ts'

/** The fields that have a value: no `undefined`, no empty list. */
export function dropEmpty(fields: JsonObject): JsonObject {
  const kept: JsonObject = {}
  for (const name of Object.keys(fields)) {
    const value = fields[name]
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue
    // Assigning `__proto__` would set the prototype; defining it sets a field.
    if (name === '__proto__') Object.defineProperty(kept, name, { value, ...ordinary })
    else kept[name] = value
  }
  return kept
}

const ordinary = { configurable: true, enumerable: true, writable: true }
