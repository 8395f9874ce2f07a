/** @file An error → the body that Google's APIs answer with (google.rpc.Status as JSON). */
import type { ErrorCode, ErrorInfo } from '../../model/error.ts'
import type { EncodedReply, JsonObject } from '../dialect.ts'

/** HTTP status and google.rpc.Code of each of our codes; every other code is our own fault or the network's: 502. */
const statusByCode: Partial<Record<ErrorCode, readonly [status: number, name: string]>> = {
  'invalid-request': [400, 'INVALID_ARGUMENT'],
  'context-length': [400, 'INVALID_ARGUMENT'],
  'content-policy': [400, 'INVALID_ARGUMENT'],
  'mapping-needed': [400, 'FAILED_PRECONDITION'],
  settings: [400, 'FAILED_PRECONDITION'],
  'unknown-endpoint': [400, 'FAILED_PRECONDITION'],
  'plain-http': [400, 'FAILED_PRECONDITION'],
  'handler-unconfirmed': [400, 'FAILED_PRECONDITION'],
  authentication: [401, 'UNAUTHENTICATED'],
  'missing-secret': [401, 'UNAUTHENTICATED'],
  credentials: [401, 'UNAUTHENTICATED'],
  permission: [403, 'PERMISSION_DENIED'],
  'not-found': [404, 'NOT_FOUND'],
  'unknown-model': [404, 'NOT_FOUND'],
  'unknown-provider': [404, 'NOT_FOUND'],
  aborted: [499, 'CANCELLED'],
  'rate-limit': [429, 'RESOURCE_EXHAUSTED'],
  upstream: [500, 'INTERNAL'],
  internal: [500, 'INTERNAL'],
  overloaded: [503, 'UNAVAILABLE'],
  timeout: [504, 'DEADLINE_EXCEEDED'],
}

/** Names of statuses that an upstream gave, where the code alone would answer with another. */
const nameByStatus: ReadonlyMap<number, string> = new Map(
  Object.values(statusByCode).map(([status, name]) => [status, name]),
)

/**
 * Failures of an upstream keep their status, as behind LiteLLM, and so do the gateway's own refusals (405, 413,
 * 415, 431, 501); whatever else was answered gets the status of its code.
 */
const keptStatuses: ReadonlySet<number> = new Set([
  405, 408, 413, 415, 431, 500, 501, 502, 503, 504,
])

/** Encodes an error; a wait goes into a RetryInfo, as Google's clients read it. */
export function encodeError(error: ErrorInfo): EncodedReply {
  const [ownStatus, ownName] = statusByCode[error.code] ?? [502, 'UNAVAILABLE']
  const isKept = error.status !== undefined && ownStatus !== 429 && keptStatuses.has(error.status)
  const status = isKept ? (error.status ?? ownStatus) : error.status === 529 ? 500 : ownStatus
  const name = status === ownStatus ? ownName : (nameByStatus.get(status) ?? ownName)
  const details = error.retryAfterMs === undefined ? undefined : [encodeRetry(error.retryAfterMs)]
  const body = { code: status, message: error.message, status: name, ...(details && { details }) }
  return { status, body: { error: body }, warnings: [] }
}

function encodeRetry(retryAfterMs: number): JsonObject {
  return {
    '@type': 'type.googleapis.com/google.rpc.RetryInfo',
    retryDelay: `${Math.max(0, retryAfterMs) / 1000}s`,
  }
}
