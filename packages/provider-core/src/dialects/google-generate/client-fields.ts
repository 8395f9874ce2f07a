/**
 * @file Reads a client's body. Google's JSON takes every field in camelCase and in snake_case (ProtoJSON), and
 * clients send both; here everything becomes camelCase but what the client itself named.
 */
import { ProviderError } from '../../errors/provider-error.ts'
import type { JsonObject } from '../dialect.ts'
import { isObject } from '../read-json.ts'

/** Fields whose value is the client's own: names inside are not ours to change. */
const opaqueFields: ReadonlySet<string> = new Set([
  'args',
  'response',
  'parameters',
  'parametersJsonSchema',
  'responseSchema',
  'responseJsonSchema',
  'labels',
  'partMetadata',
])

/** The same value with camelCase names. */
export function readCamelFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readCamelFields)
  if (!isObject(value)) return value
  const fields: JsonObject = {}
  for (const [key, entry] of Object.entries(value)) {
    const name = key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    fields[name] = opaqueFields.has(name) ? entry : readCamelFields(entry)
  }
  return fields
}

/** A refusal that names the field, in the client's words. */
export function refuseField(field: string, what: string): ProviderError {
  return new ProviderError({ code: 'invalid-request', message: `${field}: ${what}` })
}

/** The field as an object; `undefined` when it is not there. Throws when it is anything else. */
export function takeObject(value: unknown, field: string): JsonObject | undefined {
  if (value === undefined || value === null) return undefined
  if (isObject(value)) return value
  throw refuseField(field, 'must be an object')
}

/** The field as a list of objects; empty when it is not there. */
export function takeObjects(value: unknown, field: string): JsonObject[] {
  if (value === undefined || value === null) return []
  // ProtoJSON readers take a single entry without its array, and documents show it so.
  if (isObject(value)) return [value]
  if (!Array.isArray(value)) throw refuseField(field, 'must be an array')
  return value.map((entry: unknown, at) => {
    if (isObject(entry)) return entry
    throw refuseField(`${field}[${at}]`, 'must be an object')
  })
}

/** The field as text; `undefined` when it is not there. */
export function takeText(value: unknown, field: string): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value
  throw refuseField(field, 'must be a string')
}

/** The field as a number; `undefined` when it is not there. ProtoJSON also takes numbers as text. */
export function takeNumber(value: unknown, field: string): number | undefined {
  if (value === undefined || value === null) return undefined
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number === 'number' && Number.isFinite(number)) return number
  throw refuseField(field, 'must be a number')
}

/** The field as a whole number. */
export function takeInteger(value: unknown, field: string): number | undefined {
  const number = takeNumber(value, field)
  if (number === undefined || Number.isInteger(number)) return number
  throw refuseField(field, 'must be a whole number')
}

/** The field as a list of texts; `undefined` when it is not there. */
export function takeTexts(value: unknown, field: string): string[] | undefined {
  if (value === undefined || value === null) return undefined
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value
  throw refuseField(field, 'must be an array of strings')
}

/** Takes fields out of an object and remembers which, so that the rest can be kept. */
export interface FieldTaker {
  take(name: string): unknown
  /** What was not taken; `undefined` when nothing is left. */
  rest(): JsonObject | undefined
}

/** Makes the taker of one object. */
export function createTaker(value: JsonObject): FieldTaker {
  const taken = new Set<string>()
  return {
    take(name) {
      taken.add(name)
      return value[name]
    },
    rest() {
      const left = Object.entries(value).filter(
        ([name, entry]) => !taken.has(name) && entry !== undefined && entry !== null,
      )
      return left.length === 0 ? undefined : Object.fromEntries(left)
    },
  }
}
