/** @file Names as the lines of one long table: a heading for each group, then its names. */
import type { GatewayModel } from '#contract/gateway-shapes'

export type NameLine =
  | { readonly kind: 'group'; readonly key: string; readonly name: string; readonly count: number }
  | { readonly kind: 'name'; readonly key: string; readonly model: GatewayModel }

/**
 * @param models in the order of the host
 * @param search words that must all be in the name, its group or where it leads
 */
export function toNameLines(models: readonly GatewayModel[], search: string): NameLine[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const groups = new Map<string, GatewayModel[]>()
  for (const model of models) {
    if (!matches(model, words)) continue
    const key = `${model.kind} ${model.groupName}`
    const group = groups.get(key)
    if (group) group.push(model)
    else groups.set(key, [model])
  }
  return [...groups].flatMap(([key, members]): NameLine[] => [
    { kind: 'group', key, name: members[0]?.groupName ?? '', count: members.length },
    ...members.map((model) => ({ kind: 'name' as const, key: `${key} ${model.name}`, model })),
  ])
}

function matches(model: GatewayModel, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const route = model.result.ok
    ? `${model.result.route.endpointName} ${model.result.route.upstreamModelId}`
    : 'broken'
  const text = `${model.name} ${model.groupName} ${route}`.toLowerCase()
  return words.every((word) => text.includes(word))
}
