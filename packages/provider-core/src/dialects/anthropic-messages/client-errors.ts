/** @file Our errors → Anthropic's `{type: "error", error: {type, message}}`. */
import type { ErrorCode, ErrorInfo } from '../../model/error.ts'
import type { EncodedReply, JsonObject } from '../dialect.ts'

const types: Readonly<Partial<Record<ErrorCode, readonly [status: number, type: string]>>> = {
  'invalid-request': [400, 'invalid_request_error'],
  'context-length': [400, 'invalid_request_error'],
  'content-policy': [400, 'invalid_request_error'],
  settings: [400, 'invalid_request_error'],
  'mapping-needed': [400, 'invalid_request_error'],
  'unknown-endpoint': [400, 'invalid_request_error'],
  'plain-http': [400, 'invalid_request_error'],
  'handler-unconfirmed': [400, 'invalid_request_error'],
  // No upstream was asked: its key is missing. SDKs send nothing again after a 401, as behind LiteLLM.
  'missing-secret': [401, 'authentication_error'],
  credentials: [401, 'authentication_error'],
  authentication: [401, 'authentication_error'],
  permission: [403, 'permission_error'],
  'not-found': [404, 'not_found_error'],
  'unknown-model': [404, 'not_found_error'],
  'unknown-provider': [404, 'not_found_error'],
  'rate-limit': [429, 'rate_limit_error'],
  overloaded: [529, 'overloaded_error'],
  timeout: [504, 'timeout_error'],
  upstream: [502, 'api_error'],
  'invalid-answer': [502, 'api_error'],
  'stream-broken': [502, 'api_error'],
  'host-not-found': [502, 'api_error'],
  'connection-refused': [502, 'api_error'],
  connection: [502, 'api_error'],
  tls: [502, 'api_error'],
  redirected: [502, 'api_error'],
}

/** Failures of an upstream keep their status, which clients and monitors know, as they do behind LiteLLM. */
const keptStatuses: ReadonlySet<number> = new Set([408, 500, 502, 503, 504])

/** Encodes an error as an answer with its status. */
export function encodeError(error: ErrorInfo): EncodedReply {
  const [own] = findType(error)
  const isKept = own >= 500 && error.status !== undefined && keptStatuses.has(error.status)
  const status = isKept ? (error.status ?? own) : own
  return { status, body: encodeStreamError(error), warnings: [] }
}

/** The same as an event of a stream, which it ends. */
export function encodeStreamError(error: ErrorInfo): JsonObject {
  const { code, message } = error
  const [, type] = findType(error)
  return { type: 'error', error: { type, ...codeOf(code), message: wordMessage(code, message) } }
}

function findType({ code, status }: ErrorInfo): readonly [status: number, type: string] {
  if (code === 'invalid-request' && status === 413) return [413, 'request_too_large']
  // Only 529 is "overloaded" to Anthropic's clients.
  if (code === 'overloaded' && (status === 502 || status === 503)) return [status, 'api_error']
  return types[code] ?? [500, 'api_error']
}

/** Two codes share a type with other bad requests: the code itself stands beside it. */
function codeOf(code: ErrorCode): JsonObject {
  return code === 'context-length' || code === 'content-policy' ? { code } : {}
}

/** Clients know a full context by the vendor's words, and then compact the conversation. */
function wordMessage(code: ErrorCode, message: string): string {
  const text = message === '' ? 'The request failed.' : message
  if (code !== 'context-length' || /prompt is too long/i.test(text)) return text
  return `prompt is too long: ${text}`
}
