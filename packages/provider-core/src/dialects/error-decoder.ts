/** @file The error decoders of a dialect, made from its words for what went wrong. */
import type { ErrorCode } from '../model/error.ts'
import type { DecodedError, JsonObject } from './dialect.ts'
import { mapError } from './map-status.ts'
import type { ErrorBody } from './read-error-body.ts'

export interface ErrorDecoder {
  /** Decodes the body of a failed answer. */
  readonly decodeError: (status: number, body: unknown) => DecodedError
  /** Decodes an error that came inside a 200, with the status that it names, if any. */
  readonly decodeStreamError: (value: JsonObject) => {
    readonly decoded: DecodedError
    readonly status: number | undefined
  }
}

/**
 * Makes the decoders of a dialect.
 *
 * @param codeByName the dialect's `type`, `code` or `status` words
 * @param readRetryAfterMs where the body itself says how long to wait, in milliseconds
 */
export function createErrorDecoder(
  codeByName: ReadonlyMap<string, ErrorCode>,
  readRetryAfterMs?: (body: ErrorBody) => number | undefined,
): ErrorDecoder {
  const decode = (status: number | undefined, value: unknown) => {
    const { code, message, type, body } = mapError(status, value, codeByName)
    const retryAfterMs = readRetryAfterMs?.(body)
    const decoded =
      retryAfterMs === undefined ? { code, message, type } : { code, message, type, retryAfterMs }
    return { decoded, status: body.status }
  }
  return {
    decodeError: (status, body) => decode(status, body).decoded,
    decodeStreamError: (value) => decode(undefined, value),
  }
}
