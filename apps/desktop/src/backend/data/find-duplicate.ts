/** @file What of a set-up is here already: the same name, or the same address. */
import {
  listFieldReferences,
  type Endpoint,
  type EndpointFields,
} from '@patchbay/provider-core/model'
import type { Settings } from '../storage/settings-schema.ts'

export interface Duplicate {
  readonly endpoint: Endpoint
  readonly same: 'name' | 'connection' | 'both'
}

/** Looks duplicates up; made once for all endpoints of a plan. */
export function createDuplicateFinder(
  settings: Settings,
): (fields: EndpointFields) => Duplicate | undefined {
  const byName = new Map<string, Endpoint>()
  const byConnection = new Map<string, Endpoint>()
  for (const endpoint of Object.values(settings.endpoints)) {
    byName.set(nameKey(endpoint.name), endpoint)
    // What the app serves itself has no address that anything else could have.
    if (endpoint.embedded === undefined) byConnection.set(connectionKey(endpoint), endpoint)
  }
  return (fields) => {
    const named = byName.get(nameKey(fields.name))
    const connected = byConnection.get(connectionKey(fields))
    if (named !== undefined) {
      const both = connectionKey(named) === connectionKey(fields)
      return { endpoint: named, same: both ? 'both' : 'name' }
    }
    return connected === undefined ? undefined : { endpoint: connected, same: 'connection' }
  }
}

export function nameKey(name: string): string {
  return name.trim().toLowerCase()
}

/** Equal for two endpoints that requests of the same type reach at the same address. */
export function connectionKey(fields: EndpointFields): string {
  const { spec, resourceName, region, projectId, location, handler } = fields
  return JSON.stringify([
    spec,
    fields.baseUrl === undefined ? null : normalize(fields.baseUrl),
    resourceName?.toLowerCase() ?? null,
    region ?? null,
    projectId ?? null,
    location ?? null,
    handler?.file ?? null,
    listFieldReferences(fields).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  ])
}

function normalize(baseUrl: string): string {
  const text = baseUrl.trim().replace(/\/+$/, '')
  return URL.canParse(text) ? new URL(text).href.replace(/\/+$/, '') : text
}
