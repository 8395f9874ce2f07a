/** @file Arguments of a tool call, for formats that take them as an object and not as text. */
import type { JsonObject } from './dialect.ts'
import type { Warn } from './warning-list.ts'
import { isObject, parseJson } from './read-json.ts'

/** The arguments as an object: none are an empty one, and what is no JSON object goes into `input`, with a warning. */
export function readToolInput(text: string, warn: Warn): JsonObject {
  if (text.trim() === '') return {}
  const value = parseJson(text)
  if (isObject(value)) return value
  warn(
    'tool-arguments-wrapped',
    'Arguments of a tool call that are no JSON object were put into the field `input`: this format takes only objects.',
  )
  return { input: value ?? text }
}

/** A call's id with the letters that vendors accept: `A-Z a-z 0-9 _ -`. */
export function mapCallId(id: string): string {
  return id === '' ? 'call' : id.replace(/[^a-zA-Z0-9_-]/g, '_')
}

/** A JSON Schema whose type is said, as vendors ask for. */
export function completeSchema(schema: JsonObject | undefined): JsonObject {
  if (schema === undefined) return { type: 'object', properties: {} }
  return schema['type'] === undefined ? { type: 'object', ...schema } : schema
}
