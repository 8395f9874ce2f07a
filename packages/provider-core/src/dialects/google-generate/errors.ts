/** @file Error bodies of Google's APIs: `{error: {code, message, status, details}}`, also inside an array. */
import type { ErrorCode } from '../../model/error.ts'
import { createErrorDecoder } from '../error-decoder.ts'
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

/** A wrong API key is a 400 here, told by its words. */
export const { decodeError, decodeStreamError } = createErrorDecoder(codeByName, readRetryDelay)

/** `retryDelay` of google.rpc.RetryInfo ("34.4s"), in milliseconds. */
function readRetryDelay(body: ErrorBody): number | undefined {
  for (const entry of readObjects(body.detail['details'])) {
    const seconds = /^(\d+(?:\.\d+)?)s$/.exec(readText(entry['retryDelay']) ?? '')?.[1]
    if (seconds !== undefined) return Math.round(Number(seconds) * 1000)
  }
  return undefined
}
