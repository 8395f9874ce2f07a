/** @file Exceptions inside an AWS event stream. They can break off any format that Bedrock carries. */
import type { ChatEvent } from '../model/chat-event.ts'
import type { ErrorCode } from '../model/error.ts'
import { createUpstreamErrorEvent } from './final-error.ts'
import { mapError } from './map-status.ts'

/** Names as Bedrock Runtime's service model has them, with the status of each; also used as `__type`. */
const statusByException: ReadonlyMap<string, number> = new Map([
  ['internalserverexception', 500],
  ['modelstreamerrorexception', 424],
  ['modelerrorexception', 424],
  ['modeltimeoutexception', 408],
  ['modelnotreadyexception', 429],
  ['serviceunavailableexception', 503],
  ['servicequotaexceededexception', 429],
  ['throttlingexception', 429],
  ['validationexception', 400],
  ['accessdeniedexception', 403],
  ['resourcenotfoundexception', 404],
])

/** Error names of AWS whose HTTP status says less than the name does. */
export const awsErrorNames: ReadonlyMap<string, ErrorCode> = new Map([
  ['ThrottlingException', 'rate-limit'],
  ['ServiceQuotaExceededException', 'rate-limit'],
  ['UnrecognizedClientException', 'authentication'],
  ['InvalidSignatureException', 'authentication'],
  ['IncompleteSignatureException', 'authentication'],
  ['MissingAuthenticationTokenException', 'authentication'],
  ['ExpiredTokenException', 'authentication'],
  ['AccessDeniedException', 'permission'],
  ['ResourceNotFoundException', 'not-found'],
  ['ModelTimeoutException', 'timeout'],
  ['ServiceUnavailableException', 'overloaded'],
  ['InternalServerException', 'upstream'],
  ['ValidationException', 'invalid-request'],
])

/** True for frames that are exceptions: their event is named for the exception type. */
export function isExceptionName(event: string | undefined): event is string {
  if (event === undefined) return false
  // Asked of every frame: the last letter alone tells nearly all of them.
  const last = event.charCodeAt(event.length - 1)
  return (last === 0x6e || last === 0x4e) && /exception$/i.test(event)
}

/** The final error of an exception frame. `payload` is its parsed JSON, or its text. */
export function createExceptionEvent(exception: string, payload: unknown): ChatEvent {
  const status = statusByException.get(exception.toLowerCase())
  const decoded = mapError(status, payload, awsErrorNames)
  return createUpstreamErrorEvent(
    { code: decoded.code, message: decoded.message, type: exception },
    status,
    payload,
  )
}
