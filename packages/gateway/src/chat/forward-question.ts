/** @file Sends a client's own bytes to an endpoint of the same format. */
import { forward, type ForwardedReply } from '@patchbay/provider-core'
import { carryToUpstream } from './carried-headers.ts'
import type { ChatQuestion, Target } from './chat-question.ts'
import { keepWire } from './keep-wire.ts'
import { UpstreamRefusal } from './upstream-refusal.ts'

/**
 * The upstream's answer of 2xx. Throws `UpstreamRefusal` for any other, `ProviderError` when there is none.
 */
export function forwardQuestion(
  { exchange, body, stream }: ChatQuestion,
  { route, resolved }: Target,
): Promise<ForwardedReply> {
  const { dialect, host, signal, request, trace } = exchange
  trace.mode = 'pass-through'
  const { upstreamModelId: modelId } = route
  // Google names the model in the path.
  const bytes = dialect.id === 'google-generate' ? body.bytes : body.withModel(modelId)
  const operation = { kind: 'chat', dialect: dialect.id, modelId, stream } as const
  const headers = carryToUpstream(dialect.id, request.headers, {
    dialect: route.dialect,
    endpoint: resolved.endpoint,
  })
  const wire = keepWire(trace)
  return forward({ resolved, dialect: dialect.id, operation, body: bytes }, host.engine, {
    signal,
    headers,
    onWire: wire.onWire,
    keepsWire: wire.keepsWire,
  }).then((answer) => {
    if (!answer.ok) throw new UpstreamRefusal(route, answer)
    trace.sentMs = answer.sentAt - trace.startedAt
    return answer
  })
}
