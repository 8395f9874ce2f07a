/** @file A vendor's own API as an endpoint, so that official and custom mode share one request path. */
import type { CatalogueProvider } from '../model/catalogue.ts'
import { endpointSchema, type Endpoint } from '../model/endpoint.ts'
import { officialEndpointId, type ProviderSettings } from '../model/provider.ts'

/**
 * The endpoint behind a provider in official mode.
 *
 * @param settings The provider's stored settings: which secrets the vault has for it.
 */
export function officialEndpoint(
  provider: Pick<CatalogueProvider, 'id' | 'name' | 'spec' | 'baseUrl'>,
  settings?: Pick<ProviderSettings, 'savedSecrets'>,
): Endpoint {
  return endpointSchema.parse({
    id: officialEndpointId(provider.id),
    name: `${provider.name} (official API)`,
    spec: provider.spec,
    baseUrl: provider.baseUrl,
    savedSecrets: settings?.savedSecrets ?? [],
    createdAt: '',
    updatedAt: '',
  })
}
