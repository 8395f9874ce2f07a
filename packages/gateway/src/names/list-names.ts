/** @file Every model name that clients may send, in the order in which lists show them. */
import { catalogue, resolveRoute, type RouteOptions } from '@patchbay/provider-core'
import type { Endpoint, ModelAddress, RouteResult } from '@patchbay/provider-core/model'
import type { GatewayConfig } from '../host.ts'
import { endpointSlugs, sortEndpoints } from './slugs.ts'

export interface NamedModel {
  /** As clients send it. */
  readonly name: string
  readonly kind: 'alias' | 'provider' | 'endpoint'
  /** "Aliases", or the name of the provider or the endpoint. */
  readonly groupName: string
  /** Where the name leads; of an alias, the first target or fallback that leads anywhere. */
  readonly result: RouteResult
  /** What the catalogue calls the model, where it knows it. */
  readonly title: string | undefined
}

type NameConfig = Pick<GatewayConfig, 'aliases' | 'routing' | 'usableProviders'>

/** Aliases, then the models of usable providers, then those that each endpoint lists. */
export function listNames(config: NameConfig): NamedModel[] {
  return [...listAliases(config), ...listProviders(config), ...listEndpoints(config)]
}

/** Ids that an endpoint answers to, as clients ask for them. */
export function ownModels(endpoint: Pick<Endpoint, 'models' | 'modelMapping'>): string[] {
  return [...new Set([...endpoint.models, ...Object.keys(endpoint.modelMapping)])]
}

/** Where an alias's target leads: whoever wrote the alias knows that the model is there. */
export function routeBelieved(address: ModelAddress, config: NameConfig): RouteResult {
  const believed: RouteOptions = { assumeModelExists: true }
  return resolveRoute(address, config.routing, believed)
}

function listAliases(config: NameConfig): NamedModel[] {
  return [...config.aliases.values()].flatMap(({ name, targets, fallbacks }) => {
    const addresses = [...targets.map(({ address }) => address), ...fallbacks]
    const results = addresses.map((address) => routeBelieved(address, config))
    const result = results.find(({ ok }) => ok) ?? results[0]
    if (result === undefined) return []
    return [{ name, kind: 'alias', groupName: 'Aliases', result, title: undefined } as const]
  })
}

function listProviders({ routing, usableProviders }: NameConfig): NamedModel[] {
  return catalogue
    .filter(({ id }) => usableProviders.has(id))
    .flatMap((provider) =>
      provider.models.map((model) => ({
        name: `${provider.id}/${model.id}`,
        kind: 'provider' as const,
        groupName: provider.name,
        result: resolveRoute({ providerId: provider.id, modelId: model.id }, routing),
        title: model.name,
      })),
    )
}

function listEndpoints({ routing }: NameConfig): NamedModel[] {
  const slugs = endpointSlugs(routing)
  return sortEndpoints(routing.endpoints).flatMap((endpoint) =>
    ownModels(endpoint).map((modelId) => ({
      name: `${slugs.get(endpoint.id)}/${modelId}`,
      kind: 'endpoint' as const,
      groupName: endpoint.name,
      result: resolveRoute({ endpointId: endpoint.id, modelId }, routing),
      title: undefined,
    })),
  )
}
