/** @file How the window words an error: a short title by code, then what the host said. */
import type { ErrorCode, ErrorInfo } from '@patchbay/provider-core/model'

const titles: Record<ErrorCode, string> = {
  'invalid-request': 'The server did not accept the request',
  authentication: 'The server refused the key',
  permission: 'The key may not do this',
  'not-found': 'The server does not know this address or model',
  'rate-limit': 'Too many requests for now',
  overloaded: 'The server is overloaded',
  'context-length': 'The conversation is too long for this model',
  'content-policy': 'The server declined to answer',
  upstream: 'The server failed',
  'invalid-answer': 'The answer was not what this provider type sends',
  'stream-broken': 'The reply broke off',
  'host-not-found': 'The host name was not found',
  'connection-refused': 'Nothing answers at this address',
  connection: 'The connection failed',
  timeout: 'The server took too long',
  tls: 'The secure connection failed',
  aborted: 'Stopped',
  'plain-http': 'The key would travel unprotected',
  redirected: 'The server sends requests elsewhere',
  credentials: 'The credentials cannot be used',
  'missing-secret': 'A key is missing',
  'vault-unavailable': 'The saved keys cannot be read',
  settings: 'A setting is missing or wrong',
  'mapping-needed': 'This model needs a mapping',
  'unknown-model': 'Nothing knows this model',
  'unknown-provider': 'Nothing knows this provider',
  'unknown-endpoint': 'This custom provider no longer exists',
  handler: 'The custom handler failed',
  'handler-unconfirmed': 'The custom handler needs your consent',
  internal: 'Something went wrong in Patchbay',
}

/** The title of an error: what it is about, without a full stop. */
export function titleOfError({ code, status, url }: TitledError): string {
  // With neither, no server was asked.
  const isOurs = code === 'invalid-request' && status === undefined && url === undefined
  return isOurs ? 'It cannot be sent as it is' : titles[code]
}

type TitledError = Pick<ErrorInfo, 'code' | 'status' | 'url'>

/** Title and message of an error in one line, for alerts and toasts. */
export function wordError(error: ErrorInfo): string {
  return `${titleOfError(error)}. ${error.message}`
}

function isErrorInfo(value: unknown): value is ErrorInfo {
  if (typeof value !== 'object' || value === null) return false
  if (!('code' in value) || !('message' in value) || !('retryable' in value)) return false
  return (
    typeof value.code === 'string' &&
    Object.hasOwn(titles, value.code) &&
    typeof value.message === 'string' &&
    typeof value.retryable === 'boolean'
  )
}

/**
 * What a failed call is about. The host sends its `ErrorInfo` as the error's `data`; anything else
 * means that the host itself was not reached or broke.
 *
 * @param thrown whatever a call rejected with
 */
export function readErrorInfo(thrown: unknown): ErrorInfo {
  if (isErrorInfo(thrown)) return thrown
  if (
    typeof thrown === 'object' &&
    thrown !== null &&
    'data' in thrown &&
    isErrorInfo(thrown.data)
  ) {
    return thrown.data
  }
  return {
    code: 'internal',
    message: 'The part of Patchbay that runs behind this window did not answer. Reload the window.',
    retryable: true,
  }
}
