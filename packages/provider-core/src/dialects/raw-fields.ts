/** @file Fields that the neutral shapes have no word for: back to their own dialect, a warning for any other. */
import type { ChatEvent, Warning } from '../model/chat-event.ts'
import type { RawFields } from '../model/content.ts'
import type { DialectId } from '../model/spec.ts'
import type { JsonObject } from './dialect.ts'
import { isObject } from './read-json.ts'

/** The raw fields when they belong to `dialect`; else none. Spread them below what is encoded. */
export function readRawFields(raw: RawFields | undefined, dialect: DialectId): JsonObject {
  return raw?.dialect === dialect && isObject(raw.value) ? raw.value : {}
}

/** The whole raw value when it belongs to `dialect`, for parts, tools and choices that are raw as a whole. */
export function readRawValue(
  raw: RawFields | undefined,
  dialect: DialectId,
): JsonObject | undefined {
  return raw?.dialect === dialect && isObject(raw.value) ? raw.value : undefined
}

/** Fields to keep, or nothing to keep: `{ ...keepRaw('openai-chat', rest) }`. */
export function keepRaw(
  dialect: DialectId,
  value: JsonObject | undefined,
): { raw?: { dialect: DialectId; value: JsonObject } } {
  return value === undefined || Object.keys(value).length === 0 ? {} : { raw: { dialect, value } }
}

/** A `raw` event of a decoder. */
export function createRawEvent(dialect: DialectId, value: JsonObject): ChatEvent {
  return { type: 'raw', raw: { dialect, value } }
}

/** The warning that names the fields of another dialect; `undefined` when there are none. */
export function warnRawLeftOut(
  raw: RawFields | undefined,
  dialect: DialectId,
): Warning | undefined {
  if (raw === undefined || raw.dialect === dialect || !isObject(raw.value)) return undefined
  const names = Object.keys(raw.value)
  if (names.length === 0) return undefined
  return {
    code: 'raw-left-out',
    message: `Fields of ${raw.dialect} that ${dialect} does not have were left out: ${names.join(', ')}.`,
  }
}
