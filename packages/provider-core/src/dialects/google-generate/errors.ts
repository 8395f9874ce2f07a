/** @file Error bodies of Google's APIs: `{error: {code, message, status, details}}`, also inside an array. */
import type { ErrorCode } from '../../model/error.ts'
import type { DecodedError, JsonObject } from '../dialect.ts'
import { mapError } from '../map-status.ts'
import type { ErrorBody } from '../read-error-body.ts'
import { readObjects, readText } from '../read-json.ts'

/** google.rpc.Code names, and the reasons of ErrorInfo that say more than their status. */
const codeByName: ReadonlyMap<string, ErrorCode> = new Map([
  ['API_KEY_INVALID', 'authentication'],
  ['UNAUTHENTICATED', 'authentication'],
  ['PERMISSION_DENIED', 'permission'],
  ['NOT_FOUND', 'not-found'],
  ['RESOURCE_EXHAUSTED', 'rate-limit'],
  ['UNAVAILABLE', 'overloaded'],
  ['DEADLINE_EXCEEDED', 'timeout'],
  ['INTERNAL', 'upstream'],
  ['UNKNOWN', 'upstream'],
])

/** Decodes the body of a failed answer. A wrong API key is a 400 here, told by its words. */
export function decodeError(status: number, body: unknown): DecodedError {
  return toDecoded(mapError(status, body, codeByName))
}

/** Decodes an error that came inside a 200, with the status that it names. */
export function decodeStreamError(value: JsonObject): {
  readonly decoded: DecodedError
  readonly status: number | undefined
} {
  const mapped = mapError(undefined, value, codeByName)
  return { decoded: toDecoded(mapped), status: mapped.body.status }
}

function toDecoded(mapped: DecodedError & { readonly body: ErrorBody }): DecodedError {
  const { code, message, type, body } = mapped
  return { code, message, type, retryAfterMs: readRetryDelay(body) }
}

/** `retryDelay` of google.rpc.RetryInfo ("34.4s"), in milliseconds. */
function readRetryDelay(body: ErrorBody): number | undefined {
  for (const entry of readObjects(body.detail['details'])) {
    const seconds = /^(\d+(?:\.\d+)?)s$/.exec(readText(entry['retryDelay']) ?? '')?.[1]
    if (seconds !== undefined) return Math.round(Number(seconds) * 1000)
  }
  return undefined
}
