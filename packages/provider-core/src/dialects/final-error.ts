/** @file Final `error` events, with `retryable` following from the code. */
import { ProviderError } from '../errors/provider-error.ts'
import type { ChatEvent } from '../model/chat-event.ts'
import type { ErrorCode } from '../model/error.ts'
import type { DecodedError } from './dialect.ts'

/**
 * Makes a final `error` event. Texts are as the upstream sent them: whoever hands the event on redacts it.
 * @param detail `status` is the HTTP status that the upstream names inside the stream, if any
 */
export function createErrorEvent(
  code: ErrorCode,
  message: string,
  detail: { status?: number | undefined; retryAfterMs?: number | undefined; body?: unknown } = {},
): ChatEvent {
  const error = new ProviderError({
    code,
    message,
    status: detail.status,
    retryAfterMs: detail.retryAfterMs,
    bodyExcerpt: detail.body === undefined ? undefined : toExcerpt(detail.body),
  })
  return { type: 'error', error: error.toInfo((text) => text) }
}

/** An upstream's error that came inside a 2xx answer. */
export function createUpstreamErrorEvent(
  decoded: DecodedError,
  status: number | undefined,
  body: unknown,
): ChatEvent {
  const message = decoded.message ?? decoded.type ?? 'The endpoint reported an error without words.'
  return createErrorEvent(decoded.code, message, {
    status,
    retryAfterMs: decoded.retryAfterMs,
    body,
  })
}

/** An answer in a shape that the dialect does not have. `what` ends the sentence "The endpoint answered …". */
export function createInvalidAnswerEvent(what: string, body: unknown): ChatEvent {
  return createErrorEvent('invalid-answer', `The endpoint answered ${what}.`, { body })
}

function toExcerpt(body: unknown): string {
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? String(body))
  return text.slice(0, 2000)
}
