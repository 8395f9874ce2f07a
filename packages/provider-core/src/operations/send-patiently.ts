/** @file Sends a request again when no answer has begun: with back-off, and with the wait that the server asks for. */
import { ProviderError } from '../errors/provider-error.ts'
import { defaultRetry, type Retry } from '../model/connection.ts'
import { errorCodeOf } from '../transport/network-error.ts'
import type { SendRequest, SendResponse } from '../transport/send.ts'
import type { Engine } from './engine.ts'
import { parseRetryAfter } from './upstream-error.ts'

/** First wait in milliseconds; each further one is twice as long. */
const firstDelayMs = 500

/** A try that was given up. */
export interface Retried {
  /** What had happened, such as "The server answered 503". */
  readonly reason: string
  /** Milliseconds that were waited. */
  readonly delayMs: number
}

export interface PatientResponse {
  readonly response: SendResponse
  readonly retried: readonly Retried[]
}

/**
 * Sends `request` until an answer begins that is not 408, 409, 429 or 5xx, or the tries are used up. Only
 * those answers and failed connections are followed by another try: never a 2xx that has begun, never
 * silence after a request was taken. A server that asks for a longer wait than `maxDelayMs`, or says
 * `x-should-retry: false`, gets no other try. Throws `ProviderError`.
 */
export function sendPatiently(
  request: SendRequest,
  engine: Pick<Engine, 'send' | 'now' | 'patience'>,
  settings?: Partial<Retry>,
): Promise<PatientResponse> {
  const goOn = (outcome: Outcome): Promise<PatientResponse> =>
    tryAgain(outcome, request, engine, { ...defaultRetry, ...settings })
  return sendOnce(request, engine).then(
    // Nearly all requests are answered at once.
    (response) => (asksForAnother(response) ? goOn({ response }) : { response, retried: none }),
    (error: unknown) => goOn({ error }),
  )
}

const none: readonly Retried[] = []

type Outcome = { readonly response: SendResponse } | { readonly error: unknown }

async function tryAgain(
  first: Outcome,
  request: SendRequest,
  engine: Pick<Engine, 'send' | 'now' | 'patience'>,
  { attempts, maxDelayMs }: Retry,
): Promise<PatientResponse> {
  const { patience } = engine
  const retried: Retried[] = []
  let outcome = first
  for (;;) {
    const last = patience === undefined || retried.length + 1 >= attempts
    const wait = last ? undefined : nextWait(outcome, retried.length, engine, maxDelayMs)
    if (wait === undefined || patience === undefined) {
      if ('error' in outcome) throw outcome.error
      return { response: outcome.response, retried }
    }
    if ('response' in outcome) await discard(outcome.response)
    retried.push({ reason: describe(outcome), delayMs: wait })
    try {
      await patience.wait(wait, request.signal)
    } catch (cause) {
      throw new ProviderError({ code: 'aborted', message: 'The request was stopped.', cause })
    }
    outcome = await sendOnce(request, engine).then(
      (response) => ({ response }),
      (error: unknown) => ({ error }),
    )
  }
}

function sendOnce(request: SendRequest, { send }: Pick<Engine, 'send'>): Promise<SendResponse> {
  try {
    return (request.answer ?? send)(request)
  } catch (error) {
    return Promise.reject(error)
  }
}

/** Milliseconds until the next try, or `undefined` when there is none. */
function nextWait(
  outcome: Outcome,
  triesBefore: number,
  { now, patience }: Pick<Engine, 'now' | 'patience'>,
  maxDelayMs: number,
): number | undefined {
  if ('error' in outcome ? !isConnectionFailure(outcome.error) : !asksForAnother(outcome.response))
    return undefined
  const told = 'response' in outcome ? parseRetryAfter(outcome.response.headers, now()) : undefined
  if (told !== undefined) return told > maxDelayMs ? undefined : told
  const full = Math.min(maxDelayMs, firstDelayMs * 2 ** triesBefore)
  // Half of it by chance, so that many callers do not come back at the same moment.
  return Math.round(full * (0.5 + (patience?.random() ?? 0) / 2))
}

function asksForAnother({ status, headers }: SendResponse): boolean {
  if (headers['x-should-retry'] === 'false') return false
  return status === 408 || status === 409 || status === 429 || (status >= 500 && status <= 599)
}

/** True when the request was not taken, or its connection broke before any answer. */
function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof ProviderError) || !error.retryable) return false
  if (error.code === 'connection' || error.code === 'connection-refused') return true
  // A request that was taken and met silence may be worked on: it would be done and billed twice.
  return error.code === 'timeout' && errorCodeOf(error.cause) !== 'UND_ERR_HEADERS_TIMEOUT'
}

function describe(outcome: Outcome): string {
  if ('response' in outcome) return `The server answered ${outcome.response.status}`
  const words = outcome.error instanceof Error ? outcome.error.message : 'The connection failed'
  return words.replace(/\.$/, '')
}

/** The refused answer is of no use; its socket is closed. */
async function discard({ body }: SendResponse): Promise<void> {
  await body[Symbol.asyncIterator]().return?.()
}
