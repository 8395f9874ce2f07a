/** @file Narrow readers for JSON that comes from outside: they answer `undefined` where the shape is another. */
import type { JsonObject } from './dialect.ts'

/** Type guard: a JSON object, no array and no null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as an object; an empty one where it is anything else. */
export function readObject(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

const nothing: readonly unknown[] = []

/** The value as an array; an empty one where it is anything else. */
function readArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : nothing
}

/** The objects of an array; anything else in it is left out. */
export function readObjects(value: unknown): readonly JsonObject[] {
  const list = readArray(value)
  return list.every(isObject) ? list : list.filter(isObject)
}

/** The value when it is a string that is not empty. */
export function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The value when it is a finite number of at least 0: token counts, indexes, status codes. */
export function readCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

/** An index as a server gives it: a whole number of at least 0; 0 for what is none. */
export function readIndex(value: unknown): number {
  const index = Math.trunc(readCount(value) ?? 0)
  return Number.isSafeInteger(index) ? index : 0
}

/** Parsed JSON, or `undefined` where the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}

/**
 * The fields of `value` that a decoder neither reads nor knows to be without meaning, for a `raw`
 * event. `undefined` when nothing is left. Null and empty values say nothing and are left out.
 */
export function pickUnknown(value: JsonObject, known: ReadonlySet<string>): JsonObject | undefined {
  let rest: JsonObject | undefined
  // Parsed JSON inherits nothing, so that this form, the quicker one, sees its own keys only.
  for (const key in value) {
    if (known.has(key) || isEmpty(value[key])) continue
    rest ??= {}
    rest[key] = value[key]
  }
  return rest
}
