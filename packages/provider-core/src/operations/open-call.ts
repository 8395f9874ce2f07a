/** @file Builds and sends a request, and reads what refuses it: the way out of chat and of forwarded bytes. */
import type { ProviderError } from '../errors/provider-error.ts'
import type { Redactor } from '../errors/redact.ts'
import { buildRequest, type RequestPlan } from './build-request.ts'
import type { SendRequest } from '../transport/send.ts'
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
 * Throws `ProviderError`, not redacted, also at once, when there is no answer.
 *
 * Nothing of the plan's body but its bytes is held while the answer is awaited: prompts are long.
 */
export function openCall(
  plan: RequestPlan,
  engine: Engine,
  options: CallOptions & { readonly redactor: Redactor },
): Promise<OpenedCall> {
  const { resolved, dialect } = plan
  const send = (built: SendRequest): Promise<OpenedCall> =>
    sendBuilt(built, { resolved, dialect }, engine, options)
  const building = buildRequest(plan, engine, options)
  return building instanceof Promise ? building.then(send) : send(building)
}

async function sendBuilt(
  built: SendRequest,
  { resolved, dialect }: Pick<RequestPlan, 'resolved' | 'dialect'>,
  engine: Engine,
  { redactor, onWire, keepsWire }: CallOptions & { readonly redactor: Redactor },
): Promise<OpenedCall> {
  const sentAt = engine.clock()
  const { retry } = resolved.endpoint
  const exchange = await openExchange(built, engine, { redactor, onWire, keepsWire, retry })
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
