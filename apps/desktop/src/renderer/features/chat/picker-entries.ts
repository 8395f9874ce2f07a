/** @file The rows of the model picker: which models match what was typed, in groups, and the ids as typed. */
import type { EndpointSummary, ModelAddress, ProviderSummary } from '@patchbay/provider-core/model'
import type { ModelRow } from '#contract/shapes'
import { modelKey } from '../../lib/model-key.ts'

export interface RouteWords {
  readonly text: string
  readonly tone: 'plain' | 'warn' | 'error'
}

export type PickerEntry =
  | { readonly kind: 'heading'; readonly key: string; readonly text: string }
  | {
      readonly kind: 'model'
      readonly key: string
      readonly row: ModelRow
      readonly route: RouteWords
    }
  | {
      readonly kind: 'typed'
      readonly key: string
      readonly label: string
      readonly route: string
      readonly address: ModelAddress
    }

type PickerEndpoint = Pick<EndpointSummary, 'id' | 'name' | 'host'>

export interface PickerContext {
  readonly providers: readonly ProviderSummary[]
  readonly endpoints: readonly PickerEndpoint[]
  /** Where an id goes that is used as typed. */
  readonly current: ModelAddress | undefined
}

/**
 * Every row of the picker. Models that can be reached come first, in the host's order otherwise.
 *
 * @param rows all models
 * @param query words that a row must hold; an id that no row has is offered as typed
 */
export function listPickerEntries(
  rows: readonly ModelRow[],
  query: string,
  context: PickerContext,
): PickerEntry[] {
  const typed = query.trim()
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const keyed = new Set(context.providers.filter((one) => one.savedKey).map((one) => one.id))
  const isReady = (row: ModelRow) =>
    row.providerId === undefined || row.mode === 'custom-endpoint' || keyed.has(row.providerId)
  const ready: PickerEntry[] = []
  const rest: PickerEntry[] = []
  let heading: string | undefined
  for (const row of rows) {
    if (!hasWords(row, words)) continue
    const group = groupName(row)
    const entries = isReady(row) ? ready : rest
    if (group !== heading) entries.push({ kind: 'heading', key: `heading-${group}`, text: group })
    heading = group
    const route = wordRoute(row, isReady(row))
    entries.push({ kind: 'model', key: modelKey(row.address), row, route })
  }
  return [...ready, ...rest, ...listTyped(rows, typed, context)]
}

/** Where a model goes, and what stands in the way. */
export function wordRoute(row: ModelRow, ready: boolean): RouteWords {
  if (!row.result.ok) {
    const refusals = {
      'mapping-needed': 'needs a mapping',
      'unknown-model': 'not known there',
      'unknown-provider': 'unknown provider',
      'unknown-endpoint': 'its endpoint is gone',
      settings: 'settings incomplete',
    }
    return { text: refusals[row.result.refusal.code], tone: 'error' }
  }
  const name = row.result.route.endpointName
  if (row.lastCheckFailed !== undefined)
    return { text: `${name}, last check failed`, tone: 'error' }
  if (row.notListed) return { text: `${name}, not in its list`, tone: 'warn' }
  return { text: ready ? name : `${name}, no key`, tone: 'plain' }
}

function groupName(row: ModelRow): string {
  if (row.providerId === undefined) return `${row.groupName}, own models`
  return `${row.groupName}, ${row.mode === 'official' ? 'official API' : 'custom endpoint'}`
}

function hasWords(row: ModelRow, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const route = row.result.ok ? row.result.route.endpointName : ''
  const text = `${row.modelId} ${row.name ?? ''} ${row.groupName} ${route}`.toLowerCase()
  return words.every((word) => text.includes(word))
}

/** An id as typed, for where the chat goes now, and for custom providers that may know it. */
function listTyped(
  rows: readonly ModelRow[],
  typed: string,
  { providers, endpoints, current }: PickerContext,
): PickerEntry[] {
  if (typed === '' || /\s/.test(typed)) return []
  const known = new Set(rows.map((row) => modelKey(row.address)))
  const entries: PickerEntry[] = []
  const offer = (address: ModelAddress, label: string, route: string) => {
    const key = modelKey(address)
    if (known.has(key) || entries.some((entry) => entry.key === `typed-${key}`)) return
    entries.push({ kind: 'typed', key: `typed-${key}`, label, route, address })
  }
  const here = current ?? firstPlace(providers, endpoints)
  if (here) {
    const address = { ...here, modelId: typed }
    offer(address, `Use “${typed}” as typed`, wordPlace(address, providers, endpoints))
  }
  for (const endpoint of listLikely(rows, typed, endpoints)) {
    offer({ endpointId: endpoint.id, modelId: typed }, `Send “${typed}” to ${endpoint.name}`, '')
  }
  return entries
}

/** Custom providers that are offered besides those of which no model is listed. */
const offeredEndpoints = 3

/**
 * Where a typed id may be meant to go. A provider without models in the list can be reached in no other
 * way; of the others come those whose own ids begin most alike, as their rows lead to the rest.
 */
function listLikely(
  rows: readonly ModelRow[],
  typed: string,
  endpoints: readonly PickerEndpoint[],
): PickerEndpoint[] {
  const likeness = new Map<string, number>()
  for (const { address, modelId } of rows) {
    if (!('endpointId' in address)) continue
    const before = likeness.get(address.endpointId) ?? 0
    likeness.set(address.endpointId, Math.max(before, countAlike(modelId, typed)))
  }
  const listed = endpoints
    .filter(({ id }) => likeness.has(id))
    .toSorted((a, b) => (likeness.get(b.id) ?? 0) - (likeness.get(a.id) ?? 0))
  return [...endpoints.filter(({ id }) => !likeness.has(id)), ...listed.slice(0, offeredEndpoints)]
}

/** How many characters two ids have in common at their beginning. */
function countAlike(a: string, b: string): number {
  let count = 0
  while (count < a.length && a[count]?.toLowerCase() === b[count]?.toLowerCase()) count += 1
  return count
}

function firstPlace(
  providers: readonly ProviderSummary[],
  endpoints: readonly PickerEndpoint[],
): ModelAddress | undefined {
  const endpoint = endpoints[0]
  if (endpoint) return { endpointId: endpoint.id, modelId: '' }
  const provider = providers.find((one) => one.savedKey) ?? providers[0]
  return provider && { providerId: provider.id, modelId: '' }
}

function wordPlace(
  address: ModelAddress,
  providers: readonly ProviderSummary[],
  endpoints: readonly PickerEndpoint[],
): string {
  if ('endpointId' in address) {
    return endpoints.find((one) => one.id === address.endpointId)?.name ?? 'a deleted endpoint'
  }
  const provider = providers.find((one) => one.id === address.providerId)
  if (!provider) return address.providerId
  const endpoint = endpoints.find((one) => one.id === provider.endpointId)
  return provider.mode === 'custom-endpoint' && endpoint
    ? `${provider.name}, ${endpoint.name}`
    : `${provider.name}, official API`
}
