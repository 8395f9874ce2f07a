/** @file Models with where they route now, and routes with their secrets filled in. */
import {
  findModelAnywhere,
  officialEndpoint,
  resolveEndpoint,
  resolveRoute,
} from '@patchbay/provider-core'
import {
  type CatalogueProvider,
  type Endpoint,
  type ModelAddress,
  type ResolvedEndpoint,
  type Route,
  type RouteResult,
  type SecretName,
  officialEndpointId,
} from '@patchbay/provider-core/model'
import type { ModelRow } from '#contract/shapes'
import { withEmbeddedUrl, type EmbeddedServers } from '../endpoints/embedded-endpoints.ts'
import { findEndpoint } from '../endpoints/endpoint-service.ts'
import { providerSettingsOf } from '../providers/provider-service.ts'
import type { Settings } from '../storage/settings-schema.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { SecretVault } from '../vault/secret-vault.ts'

export interface ModelServiceOptions {
  readonly catalogue: readonly CatalogueProvider[]
  readonly settings: SettingsStore
  readonly vault: SecretVault
  readonly embedded: EmbeddedServers
  /** An environment variable of the host, for endpoints that name it. */
  readonly readVariable: (name: string) => string | undefined
}

export interface ModelService {
  list(): Promise<ModelRow[]>
  route(address: ModelAddress, assumeModelExists: boolean): Promise<RouteResult>
  /** Settings and secrets of a route's endpoint. Throws `ProviderError`. */
  resolve(route: Route): Promise<ResolvedEndpoint>
}

export function createModelService(options: ModelServiceOptions): ModelService {
  const { catalogue, settings, vault, embedded, readVariable } = options

  const routeIn = (all: Settings, address: ModelAddress, assumeModelExists: boolean): RouteResult =>
    resolveRoute(
      address,
      { endpoints: all.endpoints, providers: all.providers },
      { assumeModelExists },
    )

  return {
    async list() {
      const all = await settings.read()
      const ofProviders = catalogue.flatMap((provider) => {
        const { mode, endpointId } = providerSettingsOf(all, provider.id)
        const endpoint =
          mode === 'custom-endpoint' && endpointId !== undefined
            ? all.endpoints[endpointId]
            : undefined
        return provider.models
          .filter((model) => model.kind !== 'embedding')
          .map((model): ModelRow => {
            const address = { providerId: provider.id, modelId: model.id }
            const result = routeIn(all, address, false)
            return {
              address,
              modelId: model.id,
              name: model.name,
              providerId: provider.id,
              groupName: provider.name,
              mode,
              result,
              contextWindow: model.contextWindow,
              ...(model.kind === 'image' ? { draws: true } : {}),
              ...describeEndpoint(endpoint, result),
            }
          })
      })
      const ofEndpoints = Object.values(all.endpoints)
        .toSorted((a, b) => a.name.localeCompare(b.name))
        .flatMap((endpoint) =>
          [...new Set([...endpoint.models, ...Object.keys(endpoint.modelMapping)])].map(
            (modelId): ModelRow => {
              const address = { endpointId: endpoint.id, modelId }
              const result = routeIn(all, address, false)
              return {
                address,
                modelId,
                groupName: endpoint.name,
                mode: 'custom-endpoint',
                result,
                ...(findModelAnywhere(modelId)?.model.kind === 'image' ? { draws: true } : {}),
                ...describeEndpoint(endpoint, result),
              }
            },
          ),
        )
      return [...ofProviders, ...ofEndpoints]
    },

    route: async (address, assumeModelExists) =>
      routeIn(await settings.read(), address, assumeModelExists),

    async resolve(route) {
      const all = await settings.read()
      const provider = catalogue.find(
        (candidate) => officialEndpointId(candidate.id) === route.endpointId,
      )
      const endpoint = provider
        ? officialEndpoint(provider, providerSettingsOf(all, provider.id))
        : await withEmbeddedUrl<Endpoint>(findEndpoint(all, route.endpointId), embedded)
      const readSecret = (name: SecretName) => vault.get(endpoint.id, name)
      return resolveEndpoint(endpoint, { readSecret, readVariable })
    },
  }
}

function describeEndpoint(endpoint: Endpoint | undefined, result: RouteResult): Partial<ModelRow> {
  if (!endpoint) return {}
  const listed =
    !result.ok ||
    endpoint.models.length === 0 ||
    endpoint.models.includes(result.route.upstreamModelId)
  return {
    ...(endpoint.lastCheck && !endpoint.lastCheck.ok
      ? { lastCheckFailed: endpoint.lastCheck.summary }
      : {}),
    ...(listed ? {} : { notListed: true }),
  }
}
