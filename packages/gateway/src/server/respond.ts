/** @file The one place where the gateway answers with JSON, and where errors become answers. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { toErrorInfo, type ClientDialect } from '@patchbay/provider-core'
import { sendRefusal, speaksForItself, UpstreamRefusal } from '../chat/upstream-refusal.ts'
import { TranslatedRefusal } from '../chat/translated-refusal.ts'
import { answerHeaders } from '../routes/answer-headers.ts'
import type { Trace } from '../trace.ts'
import { Refusal } from './refusal.ts'

/** What is needed to tell a client of an error: a whole exchange, or what is known before there is one. */
export interface Addressee {
  readonly response: ServerResponse
  readonly dialect: ClientDialect
  readonly trace: Trace | undefined
}

/** Writes a whole answer as JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders,
  body: unknown,
): void {
  // As text it goes out in one write with the headers.
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  response.end(text)
}

/**
 * Answers with an error in the client's format. Where an answer has begun already the socket is closed:
 * whoever began it knows how to end it, and did not.
 */
export function respondError({ response, dialect, trace }: Addressee, error: unknown): void {
  const own = error instanceof Refusal ? error.httpStatus : undefined
  const info = toErrorInfo(error)
  const fixed = own ?? (info.code === 'vault-unavailable' ? 503 : undefined)
  const reply = dialect.encodeError(fixed === undefined ? info : { ...info, status: fixed })
  const status = fixed ?? reply.status
  if (trace !== undefined) {
    trace.error ??= info
    if (trace.state === 'running') trace.state = info.code === 'aborted' ? 'stopped' : 'failed'
  }
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  if (trace !== undefined && error instanceof UpstreamRefusal && speaksForItself(error)) {
    sendRefusal(response, trace, error)
    return
  }
  if (trace !== undefined) trace.status = status
  const headers: OutgoingHttpHeaders = {
    ...(error instanceof TranslatedRefusal ? error.headers : {}),
    ...(trace?.route === undefined ? {} : answerHeaders(trace.route)),
    // SDKs send a request again after any 5xx; this tells them where it would be in vain.
    ...(status >= 500 && !info.retryable ? { 'x-should-retry': 'false' } : {}),
    ...(error instanceof Refusal ? error.headers : {}),
  }
  if (info.retryAfterMs !== undefined) {
    headers['retry-after'] = String(Math.ceil(info.retryAfterMs / 1000))
  }
  sendJson(response, status, headers, reply.body)
}
