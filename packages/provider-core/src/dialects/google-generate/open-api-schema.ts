/** @file Google's `Schema` (a part of OpenAPI 3.0, types in capitals) → JSON Schema, which every other format takes. */
import type { JsonObject } from '../dialect.ts'
import { isObject } from '../read-json.ts'

/** Reads a schema. `nullable` becomes a type or an alternative `null`; what JSON Schema does not know stays. */
export function readOpenApiSchema(schema: JsonObject): JsonObject {
  const out: JsonObject = {}
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'nullable') continue
    out[key] = readKeyword(key, value)
  }
  if (schema['nullable'] !== true) return out
  if (typeof out['type'] === 'string') {
    const withNull = Array.isArray(out['enum']) ? { enum: [...out['enum'], null] } : {}
    return { ...out, type: [out['type'], 'null'], ...withNull }
  }
  return { anyOf: [out, { type: 'null' }] }
}

/** Counts are texts in ProtoJSON (int64). */
const countKeywords: ReadonlySet<string> = new Set([
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'minProperties',
  'maxProperties',
])

function readKeyword(key: string, value: unknown): unknown {
  if (key === 'type' && typeof value === 'string') return value.toLowerCase()
  if (countKeywords.has(key) && typeof value === 'string') return Number(value)
  if (key === 'properties' && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [name, readInner(entry)]),
    )
  }
  if (key === 'items') return readInner(value)
  if ((key === 'anyOf' || key === 'prefixItems') && Array.isArray(value))
    return value.map(readInner)
  return value
}

function readInner(value: unknown): unknown {
  return isObject(value) ? readOpenApiSchema(value) : value
}
