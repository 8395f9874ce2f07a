/** @file Our errors → OpenAI's `{error: {message, type, param, code}}`. Also used by the Responses format. */
import type { ErrorCode, ErrorInfo } from '../../model/error.ts'
import type { EncodedReply, JsonObject } from '../dialect.ts'

interface Words {
  readonly status: number
  readonly type: string
  readonly code: string | null
}

const badRequest = { status: 400, type: 'invalid_request_error', code: null }
const notFound = { status: 404, type: 'invalid_request_error', code: 'model_not_found' }
/** No upstream was asked: its key is missing. SDKs send nothing again after a 401, as behind LiteLLM. */
const noKey = { status: 401, type: 'authentication_error', code: null }
const broken = { status: 502, type: 'server_error', code: 'server_error' }

const words: Readonly<Partial<Record<ErrorCode, Words>>> = {
  'invalid-request': badRequest,
  settings: badRequest,
  'mapping-needed': badRequest,
  'unknown-endpoint': badRequest,
  'plain-http': badRequest,
  'handler-unconfirmed': badRequest,
  'missing-secret': noKey,
  credentials: noKey,
  'context-length': { ...badRequest, code: 'context_length_exceeded' },
  'content-policy': { ...badRequest, code: 'content_filter' },
  authentication: { status: 401, type: 'authentication_error', code: 'invalid_api_key' },
  permission: { status: 403, type: 'permission_error', code: 'permission_denied' },
  'not-found': notFound,
  'unknown-model': notFound,
  'unknown-provider': notFound,
  'rate-limit': { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  overloaded: { status: 503, type: 'overloaded_error', code: 'service_unavailable' },
  timeout: { status: 504, type: 'timeout_error', code: 'timeout' },
  aborted: { status: 499, type: 'server_error', code: 'aborted' },
  internal: { status: 500, type: 'server_error', code: 'server_error' },
}

function toWords(error: ErrorInfo): Words {
  return words[error.code] ?? broken
}

/** The object inside `error`. Its `code` reads back as the same code of ours. */
export function writeError(error: ErrorInfo): JsonObject {
  const { type, code } = toWords(error)
  return { message: error.message || 'The request failed.', type, param: null, code }
}

/** Failures of an upstream keep their status, which clients and monitors know, as they do behind LiteLLM. */
const keptStatuses: ReadonlySet<number> = new Set([408, 500, 502, 503, 504])

/** Encodes an error as an answer with its status. */
export function encodeError(error: ErrorInfo): EncodedReply {
  const own = toWords(error).status
  const isKept = own >= 500 && error.status !== undefined && keptStatuses.has(error.status)
  // Anthropic's 529, which OpenAI's clients do not know, is 500 behind LiteLLM, too.
  const status = isKept ? (error.status ?? own) : error.status === 529 ? 500 : own
  return { status, body: { error: writeError(error) }, warnings: [] }
}
