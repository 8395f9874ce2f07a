/** @file Settings → our bundle. */
import {
  endpointFieldsSchema,
  type Endpoint,
  type GatewayAlias,
  type ModelAddress,
  type ProviderSettings,
  type SecretValues,
} from '@patchbay/provider-core/model'
import { hasCredential } from '../has-credential.ts'
import {
  bundleFormat,
  type Bundle,
  type BundledAlias,
  type BundledTarget,
} from './bundle-format.ts'

/** What a bundle is made from. */
export interface BundleSource {
  readonly endpoints: readonly Endpoint[]
  /** By provider id. */
  readonly providers: Readonly<Record<string, ProviderSettings>>
  readonly aliases: readonly GatewayAlias[]
}

/** For a bundle that will be sealed; nothing else may be given any. */
export interface BundleSecrets {
  /** By endpoint id. */
  readonly endpoints: Readonly<Record<string, SecretValues>>
  /** Keys of official APIs, by provider id. */
  readonly official: Readonly<Record<string, string>>
}

/** Without `secrets` it holds none. What the app serves itself (the demo) is left out. */
export function createBundle(source: BundleSource, at: Date, secrets?: BundleSecrets): Bundle {
  const endpoints = source.endpoints.filter((endpoint) => !endpoint.embedded)
  const nameOf = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint.name]))
  return {
    patchbay: 'bundle',
    format: bundleFormat,
    exportedAt: at.toISOString(),
    endpoints: endpoints.map((endpoint) => ({
      ...endpointFieldsSchema.parse(endpoint),
      ...(secrets === undefined ? { extraBody: withoutCredentials(endpoint.extraBody) } : {}),
      secretNames: endpoint.savedSecrets,
      ...(secrets === undefined ? {} : { secrets: secrets.endpoints[endpoint.id] ?? {} }),
    })),
    providers: Object.fromEntries(
      Object.entries(source.providers).flatMap(([id, provider]) => {
        const name = nameOf.get(provider.endpointId ?? '')
        return provider.mode === 'custom-endpoint' && name !== undefined ? [[id, name]] : []
      }),
    ),
    aliases: source.aliases.flatMap((alias) => bundleAlias(alias, nameOf)),
    ...(secrets === undefined ? {} : { officialKeys: secrets.official }),
  }
}

function withoutCredentials(body: Endpoint['extraBody']): Endpoint['extraBody'] {
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => !hasCredential(name, value)),
  )
}

/** An alias that sends nowhere else than to what the app serves itself is left out. */
function bundleAlias(
  { name, targets, fallbacks, onContextOverflow }: GatewayAlias,
  nameOf: ReadonlyMap<string, string>,
): BundledAlias[] {
  const bundled = targets.flatMap(({ address, weight }) =>
    bundleTarget(address, nameOf).map((target) => ({ address: target, weight })),
  )
  if (bundled.length === 0) return []
  return [
    {
      name,
      targets: bundled,
      fallbacks: fallbacks.flatMap((address) => bundleTarget(address, nameOf)),
      onContextOverflow,
    },
  ]
}

function bundleTarget(address: ModelAddress, nameOf: ReadonlyMap<string, string>): BundledTarget[] {
  if ('providerId' in address) return [address]
  const endpoint = nameOf.get(address.endpointId)
  return endpoint === undefined ? [] : [{ endpoint, modelId: address.modelId }]
}
