/** @file A client's body as an object, and its fields, each with an error that names it. */
import { ProviderError, type JsonObject } from '@patchbay/provider-core'
import type { Warning } from '@patchbay/provider-core/model'
import { readClientBody } from '../chat/client-body.ts'
import type { Exchange } from '../exchange.ts'

/** Parses the body. Throws `ProviderError('invalid-request')` when it is no JSON object. */
export function readJsonBody({ body }: Pick<Exchange, 'body'>): JsonObject {
  if (body.byteLength === 0) throw refuseField('body', 'it is empty; send JSON.')
  return readClientBody(body).parse()
}

/** The error for one field of a client's request. */
export function refuseField(field: string, why: string): ProviderError {
  return new ProviderError({ code: 'invalid-request', message: `${field}: ${why}` })
}

/** A string; `undefined` where it is left out or null. */
export function readOptionalText(body: JsonObject, field: string): string | undefined {
  const value = body[field]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value
  throw refuseField(field, 'a string is expected.')
}

/** A whole number from 1; `undefined` where it is left out or null. */
export function readOptionalCount(body: JsonObject, field: string): number | undefined {
  const value = body[field]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value
  throw refuseField(field, 'a whole number from 1 is expected.')
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** One warning for each field that was not read, so that nothing is dropped without a word. */
export function warnUnread(body: JsonObject, read: readonly string[], who: string): Warning[] {
  return Object.keys(body)
    .filter((field) => !read.includes(field) && body[field] !== null)
    .map((field) => ({
      code: 'setting-left-out',
      message: `${who} has no setting for ${field.slice(0, 100)}; it was left out.`,
    }))
}
