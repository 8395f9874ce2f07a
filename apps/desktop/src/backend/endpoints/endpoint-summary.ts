/** @file What a window sees of an endpoint. */
import { hostOf } from '@patchbay/provider-core/specs'
import type { Endpoint, EndpointSummary } from '@patchbay/provider-core/model'
import type { Settings } from '../storage/settings-schema.ts'

export function summarizeEndpoint(endpoint: Endpoint, settings: Settings): EndpointSummary {
  return {
    ...endpoint,
    host: placeOf(endpoint),
    usedBy: usersOf(endpoint.id, settings),
    usedByAliases: aliasesOf(endpoint.id, settings),
  }
}

/** Host and port; of the user's own code, the name of its file. */
function placeOf(endpoint: Endpoint): string {
  if (endpoint.embedded) return 'built in'
  if (endpoint.spec !== 'custom-handler') return hostOf(endpoint)
  return endpoint.handler?.file.split(/[/\\]/).at(-1) ?? ''
}

/** Ids of the providers whose mode points at the endpoint. */
export function usersOf(endpointId: string, settings: Settings): string[] {
  return Object.entries(settings.providers)
    .filter(
      ([, provider]) => provider.mode === 'custom-endpoint' && provider.endpointId === endpointId,
    )
    .map(([id]) => id)
}

/** Names of the gateway's aliases with a target or a fallback at the endpoint itself. */
export function aliasesOf(endpointId: string, settings: Settings): string[] {
  return settings.gateway.aliases
    .filter(({ targets, fallbacks }) =>
      [...targets.map((target) => target.address), ...fallbacks].some(
        (address) => 'endpointId' in address && address.endpointId === endpointId,
      ),
    )
    .map((alias) => alias.name)
}
