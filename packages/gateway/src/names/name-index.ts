/** @file What looking names up needs of the settings, made once for each state of them. */
import { catalogue } from '@patchbay/provider-core'
import type { ModelAddress } from '@patchbay/provider-core/model'
import type { GatewayConfig } from '../host.ts'
import { ownModels } from './list-names.ts'
import { endpointSlugs, sortEndpoints } from './slugs.ts'

export interface NameIndex {
  /** Endpoint id by slug. */
  readonly slugs: ReadonlyMap<string, string>
  /** Addresses by bare id, the best first. */
  readonly bare: ReadonlyMap<string, readonly ModelAddress[]>
  /** Endpoints without a list of models: they take any id. */
  readonly openEndpoints: ReadonlySet<string>
}

const indexes = new WeakMap<GatewayConfig, NameIndex>()

/** The index of a configuration, which is replaced as a whole when anything changes. */
export function indexNames(config: GatewayConfig): NameIndex {
  const known = indexes.get(config)
  if (known !== undefined) return known
  const index = createIndex(config)
  indexes.set(config, index)
  return index
}

function createIndex({ routing, usableProviders }: GatewayConfig): NameIndex {
  const slugs = new Map([...endpointSlugs(routing)].map(([id, slug]) => [slug, id]))
  const endpoints = sortEndpoints(routing.endpoints)
  const bare = new Map<string, ModelAddress[]>()
  const add = (address: ModelAddress): void => {
    const known = bare.get(address.modelId)
    if (known === undefined) bare.set(address.modelId, [address])
    else known.push(address)
  }
  // A provider without a key comes last: it can only say what is missing.
  const providers = (usable: boolean): void => {
    for (const { id, models } of catalogue) {
      if (usableProviders.has(id) !== usable) continue
      for (const model of models) add({ providerId: id, modelId: model.id })
    }
  }
  providers(true)
  for (const endpoint of endpoints) {
    for (const modelId of ownModels(endpoint)) add({ endpointId: endpoint.id, modelId })
  }
  providers(false)
  const open = endpoints.filter(({ models }) => models.length === 0)
  return { slugs, bare, openEndpoints: new Set(open.map(({ id }) => id)) }
}
