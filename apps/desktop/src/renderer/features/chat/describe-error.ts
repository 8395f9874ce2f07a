/** @file What a failed reply is said to be about, and which ways out it offers. */
import type { ErrorCode, ErrorInfo } from '@patchbay/provider-core/model'

export type Mend =
  /** Where keys of official APIs are. */
  | 'models-and-providers'
  /** The form of the endpoint it went to. */
  | 'endpoint'
  /** A mapping to add in that form. */
  | 'mapping'
  /** Other ids, or this one as typed. */
  | 'other-model'
  | 'vault'
  /** The files of a custom handler, and the question whether they may run. */
  | 'allow-handler'

const ofKey: readonly ErrorCode[] = [
  'authentication',
  'permission',
  'missing-secret',
  'credentials',
]
const ofAddress: readonly ErrorCode[] = [
  'host-not-found',
  'connection-refused',
  'connection',
  'timeout',
  'tls',
  'plain-http',
  'redirected',
  'invalid-answer',
  'settings',
  'handler',
]

/** The mends of an error, by where the request went. */
export function listMends(error: ErrorInfo, isOfficial: boolean): Mend[] {
  if (error.code === 'vault-unavailable') return ['vault']
  if (error.code === 'handler-unconfirmed') return isOfficial ? [] : ['allow-handler', 'endpoint']
  if (error.code === 'mapping-needed') return ['mapping', 'other-model']
  if (['unknown-model', 'unknown-provider', 'unknown-endpoint'].includes(error.code)) {
    return ['other-model']
  }
  if (error.code === 'not-found') return isOfficial ? ['other-model'] : ['endpoint', 'other-model']
  if (ofKey.includes(error.code)) return [isOfficial ? 'models-and-providers' : 'endpoint']
  if (ofAddress.includes(error.code)) return isOfficial ? [] : ['endpoint']
  return []
}

/** The message as a sentence, and after it who answered what, where the message does not say so. */
export function wordFailure(error: ErrorInfo): string {
  const source = wordSource(error)
  if (source === undefined) return error.message
  return `${/[.!?…:]$/.test(error.message) ? error.message : `${error.message}.`} ${source}`
}

/** The stack of what a custom handler threw, from its answer; nothing where there is none, or it was cut. */
export function readHandlerStack(bodyExcerpt: string): string | undefined {
  try {
    const body: unknown = JSON.parse(bodyExcerpt)
    const error = isFields(body) ? body['error'] : undefined
    const stack = isFields(error) ? error['stack'] : undefined
    return typeof stack === 'string' && stack !== '' ? stack : undefined
  } catch {
    return undefined
  }
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** "It answered 429 at api.example." */
function wordSource(error: ErrorInfo): string | undefined {
  if (error.status === undefined || error.message.includes(String(error.status))) return undefined
  return error.url === undefined
    ? `It answered ${error.status}.`
    : `It answered ${error.status} at ${error.url}.`
}

/**
 * Seconds until the upstream wants to be asked again; 0 when that is past.
 *
 * @param failedAt milliseconds since the epoch
 * @param now milliseconds since the epoch
 */
export function secondsLeft(error: ErrorInfo, failedAt: number, now: number): number {
  if (error.retryAfterMs === undefined) return 0
  return Math.max(0, Math.ceil((failedAt + error.retryAfterMs - now) / 1000))
}

/** "9 s", "3 min". */
export function wordWait(seconds: number): string {
  return seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}
