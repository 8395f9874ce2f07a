/** @file The gateway's requests as the window holds them: newest first, bounded, folded from what the host tells. */
import type { GatewayRequest } from '@patchbay/provider-core/model'
import type { GatewayRequestPart } from '#contract/gateway-shapes'

/** As many as the host keeps. */
export const longestLog = 1000

/**
 * The list after some parts.
 *
 * @param log newest first
 * @param parts in their order of arrival
 */
export function applyRequestParts(
  log: readonly GatewayRequest[],
  parts: readonly GatewayRequestPart[],
): readonly GatewayRequest[] {
  let current = log
  for (const part of parts) {
    current = part.type === 'all' ? part.requests.slice(0, longestLog) : put(current, part.requests)
  }
  return current
}

function put(
  log: readonly GatewayRequest[],
  changed: readonly GatewayRequest[],
): readonly GatewayRequest[] {
  const byId = new Map(changed.map((request) => [request.id, request]))
  const kept = log.map((request) => {
    const change = byId.get(request.id)
    if (!change) return request
    byId.delete(request.id)
    return change
  })
  const added = [...byId.values()].toReversed()
  return added.length === 0 ? kept : [...added, ...kept].slice(0, longestLog)
}
