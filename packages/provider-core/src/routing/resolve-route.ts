/** @file The one function that makes routes: provider/model or endpoint/model → endpoint, upstream id, wire format. */
import type { CatalogueModel, CatalogueProvider } from '../model/catalogue.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { officialEndpointId, type ProviderSettings } from '../model/provider.ts'
import type { ModelAddress, RouteRefusal, RouteResult } from '../model/route.ts'
import { getSpec } from '../specs/registry.ts'
import { routeCatalogue, type RouteCatalogue } from './route-catalogue.ts'
import {
  endpointNotChosen,
  mappingNeeded,
  unknownEndpoint,
  unknownModel,
  unknownProvider,
} from './route-refusals.ts'

/** The part of the settings that routing reads, both by id. */
export interface RoutingSettings {
  readonly endpoints: Readonly<Record<string, Endpoint>>
  readonly providers: Readonly<Record<string, ProviderSettings>>
}

export interface RouteOptions {
  /** "Use this id": ids that nobody knows are routed, unverified. */
  readonly assumeModelExists?: boolean
  readonly catalogue?: RouteCatalogue
}

/**
 * Where a model's request goes, by the mapping and routing rule: explicit mapping, else the same id.
 * Pure; a refusal says what would make a route.
 */
export function resolveRoute(
  address: ModelAddress,
  settings: RoutingSettings,
  { assumeModelExists = false, catalogue = routeCatalogue }: RouteOptions = {},
): RouteResult {
  const { modelId } = address
  if ('endpointId' in address) {
    const endpoint = own(settings.endpoints, address.endpointId)
    if (endpoint === undefined) return refuse(unknownEndpoint(modelId))
    const model = catalogue.findModelAnywhere(modelId)?.model
    return routeToEndpoint({ endpoint, modelId, model, assumeModelExists, catalogue })
  }

  const provider = catalogue.findProvider(address.providerId)
  if (provider === undefined) return refuse(unknownProvider(address.providerId))
  const model = catalogue.findModel(provider.id, modelId)
  const { mode, endpointId } = own(settings.providers, provider.id) ?? { mode: 'official' as const }
  if (mode === 'official')
    return routeToOfficial({ provider, modelId, model, assumeModelExists, catalogue })
  const endpoint = endpointId === undefined ? undefined : own(settings.endpoints, endpointId)
  if (endpoint === undefined)
    return refuse(endpointNotChosen(provider.name, endpointId !== undefined))
  return routeToEndpoint({ endpoint, provider, modelId, model, assumeModelExists, catalogue })
}

interface Asked {
  readonly modelId: string
  /** The catalogue's entry for the id: of the provider that was asked, or of any for an endpoint. */
  readonly model: CatalogueModel | undefined
  readonly assumeModelExists: boolean
  readonly catalogue: RouteCatalogue
}

function routeToOfficial(asked: Asked & { readonly provider: CatalogueProvider }): RouteResult {
  const { provider, modelId, model, catalogue } = asked
  if (model === undefined && !asked.assumeModelExists) {
    const nearest = catalogue.nearestModelIds(modelId, { limit: 3, within: provider.id })
    return refuse(unknownModel(modelId, provider.name, nearest))
  }
  const fields = { dialect: undefined, baseUrl: provider.baseUrl }
  return {
    ok: true,
    route: {
      providerId: provider.id,
      endpointId: officialEndpointId(provider.id),
      endpointName: 'Official API',
      spec: provider.spec,
      dialect: getSpec(provider.spec).resolveDialect(fields, modelId),
      modelId,
      upstreamModelId: modelId,
      mapped: false,
      verified: model !== undefined,
    },
  }
}

interface AskedEndpoint extends Asked {
  readonly endpoint: Endpoint
  readonly provider?: CatalogueProvider
}

function routeToEndpoint(asked: AskedEndpoint): RouteResult {
  const { endpoint, provider, modelId, model } = asked
  const mappedTo = own(endpoint.modelMapping, modelId)
  const verified =
    model !== undefined ||
    ownIds(endpoint).includes(modelId) ||
    asked.catalogue.isKnownPlatformId(endpoint.spec, modelId)
  if (mappedTo === undefined) {
    if (!verified && !asked.assumeModelExists) return refuse(refuseUnknown(asked))
    const refusal = refuseImpossible(asked)
    if (refusal !== undefined) return refuse(refusal)
  }
  const upstreamModelId = mappedTo ?? modelId
  return {
    ok: true,
    route: {
      ...(provider === undefined ? {} : { providerId: provider.id }),
      endpointId: endpoint.id,
      endpointName: endpoint.name,
      spec: endpoint.spec,
      dialect: getSpec(endpoint.spec).resolveDialect(endpoint, upstreamModelId),
      modelId,
      upstreamModelId,
      mapped: mappedTo !== undefined,
      verified,
    },
  }
}

function refuseUnknown({ endpoint, provider, modelId, catalogue }: AskedEndpoint): RouteRefusal {
  const fromCatalogue = catalogue.nearestModelIds(modelId, { limit: 3, within: provider?.id })
  const within = [...new Set([...ownIds(endpoint), ...fromCatalogue])]
  const nearest = catalogue.nearestModelIds(modelId, { limit: 3, within })
  return unknownModel(modelId, endpoint.name, nearest)
}

/** A catalogue model under an id that the platform cannot have; what the user listed for the endpoint is believed. */
function refuseImpossible({
  endpoint,
  modelId,
  model,
  catalogue,
}: AskedEndpoint): RouteRefusal | undefined {
  const { spec } = endpoint
  if (model === undefined || ownIds(endpoint).includes(modelId)) return undefined
  if (spec !== 'azure' && spec !== 'amazon-bedrock' && spec !== 'google-vertex') return undefined
  if (catalogue.isPlausiblePlatformId(spec, modelId)) return undefined
  const region = spec === 'amazon-bedrock' ? endpoint.region : endpoint.location
  const suggestion = catalogue.suggestPlatformId(model, spec, region)
  return mappingNeeded(modelId, endpoint.name, getSpec(spec).label, suggestion)
}

/** Ids that the endpoint itself stands for: its models, and both sides of its mapping. */
function ownIds(endpoint: Endpoint): string[] {
  const { models, modelMapping } = endpoint
  return [...models, ...Object.keys(modelMapping), ...Object.values(modelMapping)]
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

function refuse(refusal: RouteRefusal): RouteResult {
  return { ok: false, refusal }
}
