/** @file Error bodies of Anthropic's API: `{type: "error", error: {type, message}}`. */
import type { ErrorCode } from '../../model/error.ts'
import { createErrorDecoder } from '../error-decoder.ts'

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

export const { decodeError, decodeStreamError } = createErrorDecoder(codeByName)
