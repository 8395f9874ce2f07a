/** @file Whether a client's bytes can go to an endpoint as they are. */
import type { ProviderEngine } from '@patchbay/provider-core'
import { getSpec } from '@patchbay/provider-core/specs'
import type { ChatQuestion, Target } from './chat-question.ts'

/**
 * True when client and endpoint speak the same format, streams are framed alike, and no setting of the
 * endpoint changes what stands inside messages.
 */
export function canPass(
  { exchange, arrayFraming, stream }: ChatQuestion,
  { route, resolved }: Target,
  engine: ProviderEngine,
): boolean {
  const { endpoint } = resolved
  if (route.dialect !== exchange.dialect.id) return false
  if (stream && arrayFraming) return false
  if (!endpoint.supportsSystemMessage) return false
  if (endpoint.compat !== undefined && hasValues(endpoint.compat)) return false
  const platform = engine.getPlatform(getSpec(endpoint.spec).platform)
  return platform.framing(route.dialect, endpoint) === 'sse'
}

function hasValues(settings: object): boolean {
  for (const value of Object.values(settings)) if (value !== undefined) return true
  return false
}
