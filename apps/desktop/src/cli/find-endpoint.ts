/** @file Endpoints on the command line go by name or id. */
import { ProviderError } from '@patchbay/provider-core'
import type { EndpointSummary } from '@patchbay/provider-core/model'
import type { Backend } from '#backend/backend'

/** Throws `ProviderError('unknown-endpoint')` naming those that exist. */
export async function findEndpointByName(
  backend: Backend,
  nameOrId: string,
): Promise<EndpointSummary> {
  const all = await backend.endpoints.list()
  const wanted = nameOrId.trim().toLowerCase()
  const found =
    all.find((endpoint) => endpoint.id === nameOrId) ??
    all.find((endpoint) => endpoint.name.toLowerCase() === wanted)
  if (found) return found
  const names = all.map((endpoint) => `"${endpoint.name}"`).join(', ')
  throw new ProviderError({
    code: 'unknown-endpoint',
    message: `There is no custom provider "${nameOrId}". ${names === '' ? 'None is set up yet.' : `There are ${names}.`}`,
  })
}
