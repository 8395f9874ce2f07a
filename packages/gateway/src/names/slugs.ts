/** @file How an endpoint is called in model names: `slug/model`. */
import { catalogue, type RoutingSettings } from '@patchbay/provider-core'
import type { Endpoint } from '@patchbay/provider-core/model'

/**
 * The slug of every endpoint, by its id. Each is its own: where a provider or an endpoint made earlier has
 * it already, a number is put behind.
 */
export function endpointSlugs({
  endpoints,
}: Pick<RoutingSettings, 'endpoints'>): ReadonlyMap<string, string> {
  const taken = new Set(catalogue.map(({ id }) => id))
  const slugs = new Map<string, string>()
  for (const endpoint of sortEndpoints(endpoints)) {
    const slug = makeUnique(slugify(endpoint.name), taken)
    taken.add(slug)
    slugs.set(endpoint.id, slug)
  }
  return slugs
}

/** By the time they were made: a new endpoint never takes the slug of an older one. */
export function sortEndpoints(endpoints: RoutingSettings['endpoints']): Endpoint[] {
  return Object.values(endpoints).toSorted(
    (a, b) => compare(a.createdAt, b.createdAt) || compare(a.id, b.id),
  )
}

/** Letters and digits of any script in lower case, joined by `-`; never empty. */
export function slugify(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .normalize('NFC')
  return slug === '' ? 'endpoint' : slug
}

function makeUnique(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug
  let number = 2
  while (taken.has(`${slug}-${number}`)) number += 1
  return `${slug}-${number}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
