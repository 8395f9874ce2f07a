/** @file What a window sees of an endpoint. */
import { hostOf } from '@patchbay/provider-core/specs'
import type { Endpoint, EndpointSummary, GatewayAlias } from '@patchbay/provider-core/model'
import type { Settings } from '../storage/settings-schema.ts'

export function summarizeEndpoint(endpoint: Endpoint, settings: Settings): EndpointSummary {
  return createSummarizer(settings)(endpoint)
}

/** Summarizes endpoints of the same settings; the aliases are gone through once for all of them. */
export function createSummarizer(settings: Settings): (endpoint: Endpoint) => EndpointSummary {
  const aliases = new Map<string, string[]>()
  for (const alias of settings.gateway.aliases) {
    for (const id of endpointsOf(alias)) {
      const names = aliases.get(id)
      if (names === undefined) aliases.set(id, [alias.name])
      else names.push(alias.name)
    }
  }
  return (endpoint) => ({
    ...endpoint,
    host: placeOf(endpoint),
    usedBy: usersOf(endpoint.id, settings),
    usedByAliases: aliases.get(endpoint.id) ?? [],
  })
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
    .filter((alias) => endpointsOf(alias).has(endpointId))
    .map((alias) => alias.name)
}

function endpointsOf({ targets, fallbacks }: GatewayAlias): Set<string> {
  const addresses = [...targets.map((target) => target.address), ...fallbacks]
  return new Set(
    addresses.flatMap((address) => ('endpointId' in address ? address.endpointId : [])),
  )
}
