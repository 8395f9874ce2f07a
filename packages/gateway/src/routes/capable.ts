/** @file Refuses what a known model cannot do, before anything is sent. */
import { checkCapabilities, type CapabilityQuestion } from '@patchbay/provider-core'
import type { ResolvedEndpoint, Route } from '@patchbay/provider-core/model'

/** Throws `ProviderError('invalid-request')`. What is not known is never refused. */
export function requireCapable(
  route: Route,
  { endpoint }: ResolvedEndpoint,
  question: CapabilityQuestion,
): void {
  const refusal = checkCapabilities(route, endpoint, question)
  if (refusal !== undefined) throw refusal
}
