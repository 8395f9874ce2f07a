/** @file Puts request bodies together. */
import type { JsonObject } from './dialect.ts'

/** The fields that have a value: no `undefined`, no empty list. */
export function dropEmpty(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  )
}
