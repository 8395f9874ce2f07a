/** @file Error bodies of Bedrock: `{message}`, with the type in `__type` or in the `x-amzn-errortype` header. */
import { awsErrorNames } from '../aws-exception.ts'
import type { DecodedError, JsonObject } from '../dialect.ts'
import { mapError } from '../map-status.ts'

/**
 * Decodes the body of a failed answer. The header's type is not seen here: the status and the words are
 * enough for the code (403 is split into a refused signature and a missing permission).
 */
export function decodeError(status: number, body: unknown): DecodedError {
  const { code, message, type } = mapError(status, body, awsErrorNames)
  return { code, message, type }
}

/** Decodes an error body under a 200, as a proxy may send it. */
export function decodeStreamError(value: JsonObject): {
  readonly decoded: DecodedError
  readonly status: number | undefined
} {
  const { code, message, type, body } = mapError(undefined, value, awsErrorNames)
  return { decoded: { code, message, type }, status: body.status }
}
