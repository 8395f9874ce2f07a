/** @file From an HTTP status, error names and words to one of the closed error codes: the same for every dialect. */
import type { ErrorCode } from '../model/error.ts'
import type { DecodedError } from './dialect.ts'
import { readErrorBody, type ErrorBody } from './read-error-body.ts'

/** Maps an HTTP status alone. 529 is Anthropic's "overloaded"; 424 is Bedrock's failed model. */
export function mapStatus(status: number): ErrorCode {
  const code = codeByStatus.get(status)
  if (code !== undefined) return code
  return status >= 400 && status < 500 ? 'invalid-request' : 'upstream'
}

const codeByStatus: ReadonlyMap<number, ErrorCode> = new Map([
  [401, 'authentication'],
  [402, 'permission'],
  [403, 'permission'],
  [404, 'not-found'],
  [405, 'not-found'],
  [407, 'authentication'],
  [408, 'timeout'],
  [410, 'not-found'],
  [424, 'upstream'],
  [429, 'rate-limit'],
  [502, 'overloaded'],
  [503, 'overloaded'],
  [504, 'timeout'],
  [524, 'timeout'],
  [529, 'overloaded'],
])

/** Statuses that servers use for anything: there the upstream's own name for the error says more. */
const vagueStatuses: ReadonlySet<number> = new Set([400, 422, 500])

const contextLengthWords =
  /context[ _-]?(length|window|size)|prompt is too long|input is too long|input length and `?max_tokens`? exceed|exceeds the maximum number of tokens|too many input tokens|maximum (input|prompt) (length|tokens)/i
const contentPolicyWords =
  /content[ _-]?(management[ _-]?)?policy|content[ _-]?filter|responsible[ _-]?ai|safety system|usage polic(y|ies)|policy_violation|bio_policy|blocked by [^.]*guardrail|was flagged|prohibited[ _-]content/i
const rateLimitWords = /rate[ _-]?limit|too many requests/i
/** Proxies quote the status of the server behind them inside a 500. */
const quotedRateLimit = /\b429\b/
const signInWords =
  /api key not valid|invalid api[ _-]key|incorrect api key|security token included in the request|request signature we calculated/i

/**
 * What a failed answer means. The name given by the upstream decides where the status is missing or vague
 * (400, 422, 500), its words tell context length and content policy from other bad requests.
 * @param status HTTP status; `undefined` for an error inside a stream
 * @param codeByName the dialect's own error names
 */
export function mapError(
  status: number | undefined,
  body: unknown,
  codeByName: ReadonlyMap<string, ErrorCode>,
): DecodedError & { readonly body: ErrorBody } {
  const read = readErrorBody(body)
  const known = status ?? read.status
  return {
    code: mapCode(known, read, codeByName),
    message: read.message,
    type: read.names[0],
    body: read,
  }
}

function mapCode(
  status: number | undefined,
  body: ErrorBody,
  codeByName: ReadonlyMap<string, ErrorCode>,
): ErrorCode {
  const words = [...body.names, body.message ?? ''].join(' ')
  const isVague = status === undefined || vagueStatuses.has(status)
  if (isVague || status === 413) {
    if (contextLengthWords.test(words)) return 'context-length'
    if (contentPolicyWords.test(words)) return 'content-policy'
  }
  if ((isVague || status === 403) && signInWords.test(words)) return 'authentication'
  if (isVague && rateLimitWords.test(words)) return 'rate-limit'
  if ((status === undefined || status === 500) && quotedRateLimit.test(words)) return 'rate-limit'
  const named = body.names.map((name) => codeByName.get(name)).find((code) => code !== undefined)
  if (named !== undefined && isVague) return named
  // AWS answers 403 both for a refused key and for a missing permission.
  if (named === 'authentication' && status === 403) return named
  return status === undefined ? 'upstream' : mapStatus(status)
}
