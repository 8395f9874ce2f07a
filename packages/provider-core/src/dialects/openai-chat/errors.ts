/** @file Error bodies of OpenAI and of servers that speak like it. */
import type { ErrorCode } from '../../model/error.ts'
import { createErrorDecoder } from '../error-decoder.ts'

/** OpenAI's `type` and `code` words, with those of LiteLLM and vLLM. Also used by the Responses format. */
export const openaiErrorNames: ReadonlyMap<string, ErrorCode> = new Map([
  ['authentication_error', 'authentication'],
  ['invalid_api_key', 'authentication'],
  ['AuthenticationError', 'authentication'],
  ['permission_error', 'permission'],
  ['permission_denied', 'permission'],
  ['model_not_found', 'not-found'],
  ['not_found_error', 'not-found'],
  ['NotFoundError', 'not-found'],
  ['rate_limit_exceeded', 'rate-limit'],
  ['rate_limit_error', 'rate-limit'],
  ['insufficient_quota', 'rate-limit'],
  ['tokens', 'rate-limit'],
  ['requests', 'rate-limit'],
  ['throttling_error', 'rate-limit'],
  ['overloaded_error', 'overloaded'],
  ['service_unavailable', 'overloaded'],
  ['service_unavailable_error', 'overloaded'],
  ['timeout', 'timeout'],
  ['timeout_error', 'timeout'],
  ['context_length_exceeded', 'context-length'],
  ['exceed_context_size_error', 'context-length'],
  ['content_filter', 'content-policy'],
  ['content_policy_violation', 'content-policy'],
  ['image_content_policy_violation', 'content-policy'],
  ['ResponsibleAIPolicyViolation', 'content-policy'],
  ['bio_policy', 'content-policy'],
  ['misalignment_policy_violation', 'content-policy'],
  ['invalid_request_error', 'invalid-request'],
  ['invalid_prompt', 'invalid-request'],
  ['BadRequestError', 'invalid-request'],
  ['server_error', 'upstream'],
  ['api_error', 'upstream'],
])

export const { decodeError, decodeStreamError } = createErrorDecoder(openaiErrorNames)
