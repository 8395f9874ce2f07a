/** @file Error bodies of Anthropic's API: `{type: "error", error: {type, message}}`. */
import type { ErrorCode } from '../../model/error.ts'
import type { DecodedError, JsonObject } from '../dialect.ts'
import { mapError } from '../map-status.ts'

const codeByName: ReadonlyMap<string, ErrorCode> = new Map([
  ['authentication_error', 'authentication'],
  ['permission_error', 'permission'],
  ['billing_error', 'permission'],
  ['not_found_error', 'not-found'],
  ['request_too_large', 'invalid-request'],
  ['invalid_request_error', 'invalid-request'],
  ['rate_limit_error', 'rate-limit'],
  ['timeout_error', 'timeout'],
  ['overloaded_error', 'overloaded'],
  ['api_error', 'upstream'],
])

/** Decodes the body of a failed answer. */
export function decodeError(status: number, body: unknown): DecodedError {
  const { code, message, type } = mapError(status, body, codeByName)
  return { code, message, type }
}

/** Decodes an `error` event or an error body under a 200. */
export function decodeStreamError(value: JsonObject): {
  readonly decoded: DecodedError
  readonly status: number | undefined
} {
  const { code, message, type, body } = mapError(undefined, value, codeByName)
  return { decoded: { code, message, type }, status: body.status }
}
