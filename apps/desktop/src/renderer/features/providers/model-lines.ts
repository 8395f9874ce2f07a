/** @file Models as the lines of one long table: a heading for each group, then its models. */
import type { ModelRow } from '#contract/shapes'

export type ModelLine =
  | { readonly kind: 'group'; readonly key: string; readonly name: string; readonly count: number }
  | { readonly kind: 'model'; readonly key: string; readonly row: ModelRow }

/**
 * @param rows in the order of the host, groups together
 * @param search words that must all be in id, name, group or route
 */
export function toModelLines(rows: readonly ModelRow[], search: string): ModelLine[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const groups = new Map<string, ModelRow[]>()
  for (const row of rows) {
    if (!matches(row, words)) continue
    const key = groupKey(row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups].flatMap(([key, members]): ModelLine[] => [
    { kind: 'group', key, name: members[0]?.groupName ?? '', count: members.length },
    ...members.map((row) => ({ kind: 'model' as const, key: `${key}/${row.modelId}`, row })),
  ])
}

/** Two groups may share a name: a provider's and an endpoint's. */
function groupKey(row: ModelRow): string {
  return 'providerId' in row.address ? `p:${row.address.providerId}` : `e:${row.address.endpointId}`
}

function matches(row: ModelRow, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const route = row.result.ok
    ? `${row.result.route.endpointName} ${row.result.route.upstreamModelId}`
    : ''
  const text = `${row.modelId} ${row.name ?? ''} ${row.groupName} ${route}`.toLowerCase()
  return words.every((word) => text.includes(word))
}
