/** @file Builds and sends a request, and reads what refuses it: the way out of chat and of forwarded bytes. */
import type { ProviderError } from '../errors/provider-error.ts'
import type { Redactor } from '../errors/redact.ts'
import { buildRequest, type RequestPlan } from './build-request.ts'
import type { CallOptions, Engine } from './engine.ts'
import { openExchange, recordBody, type Exchange } from './exchange.ts'
import { forgetCredentials } from './forget-credentials.ts'
import { readUpstreamError, refusesCredentials } from './upstream-error.ts'

export interface OpenedCall extends Exchange {
  /** What an answer outside 2xx says, not redacted; its body is read then. */
  readonly refusal: ProviderError | undefined
  /** When it was handed to the transport, by the engine's clock. */
  readonly sentAt: number
}

/**
 * Sends the request of `plan`. Credentials that were refused are forgotten. The caller ends the record.
 * Throws `ProviderError`, not redacted, when there is no answer.
 */
export async function openCall(
  plan: RequestPlan,
  engine: Engine,
  options: CallOptions & { readonly redactor: Redactor },
): Promise<OpenedCall> {
  const { resolved, dialect } = plan
  const building = buildRequest(plan, engine, options)
  const built = building instanceof Promise ? await building : building
  const sentAt = engine.clock()
  const { redactor, onWire } = options
  const { retry } = resolved.endpoint
  const exchange = await openExchange(built, engine, { redactor, onWire, retry })
  const { response, recorder, retried } = exchange
  const { status } = response
  if (status >= 200 && status <= 299) {
    return { response, recorder, retried, refusal: undefined, sentAt }
  }
  try {
    const place = { dialect, url: built.url, now: engine.now() }
    const refusal = await readUpstreamError(recordBody(exchange), place)
    if (refusesCredentials(refusal)) forgetCredentials(resolved, engine)
    return { response, recorder, retried, refusal, sentAt }
  } catch (error) {
    recorder?.end()
    throw error
  }
}
