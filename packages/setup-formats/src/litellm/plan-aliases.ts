/** @file Model groups → aliases: every `model_name` keeps its name, since that is what clients send. */
import { findProvider } from '@patchbay/provider-core'
import { gatewayAliasSchema } from '@patchbay/provider-core/model'
import type { PlannedAlias, PlannedSecret, PlannedTarget } from '../plan.ts'
import type { PlacedDeployment } from './group-deployments.ts'
import type { Setting } from './place.ts'
import { readNumber } from './read-value.ts'

export const mostTargets = 50
export const mostFallbacks = 20

export interface AliasDraft {
  readonly name: string
  targets: { readonly address: PlannedTarget; readonly weight: number }[]
  fallbacks: PlannedTarget[]
  onContextOverflow: boolean
}

export interface PlannedGroups {
  /** By `model_name`, as the file has it. */
  readonly aliases: Map<string, AliasDraft>
  /** What each `model_name` sends to by itself, also those that became no alias. */
  readonly sendsTo: ReadonlyMap<string, readonly PlannedTarget[]>
  /** Provider id → key of the endpoint. */
  readonly modes: Record<string, string>
  readonly officialKeys: Record<string, PlannedSecret>
}

/** Groups deployments by `model_name`; entries that were exported from here go where their mark says. */
export function planGroups(deployments: readonly PlacedDeployment[]): PlannedGroups {
  const groups = new Map<string, PlacedDeployment[]>()
  const sendsTo = new Map<string, PlannedTarget[]>()
  const plan = { modes: {}, officialKeys: {} }
  for (const deployment of deployments) {
    const isAlias = placeOutsideAliases(deployment, plan)
    const address = addressOf(deployment)
    if (address === undefined || deployment.isWildcard) continue
    append(sendsTo, deployment.group, address)
    if (isAlias) append(groups, deployment.group, deployment)
  }
  const names = new Set<string>()
  const aliases = new Map<string, AliasDraft>()
  for (const [group, members] of groups) {
    const alias = planGroup(group, members, names)
    if (alias === undefined) continue
    aliases.set(group, alias)
    sendsTo.set(group, [...alias.targets.map(({ address }) => address), ...alias.fallbacks])
  }
  return { aliases, sendsTo, ...plan }
}

function append<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else list.push(item)
}

function addressOf({ endpoint, mark, modelId }: PlacedDeployment): PlannedTarget | undefined {
  const id = mark?.model ?? modelId
  if (mark?.provider !== undefined) return { providerId: mark.provider, modelId: id }
  return endpoint === undefined ? undefined : { endpoint, modelId: id }
}

interface Modes {
  readonly modes: Record<string, string>
  readonly officialKeys: Record<string, PlannedSecret>
}

/** @returns true where the entry stands for an alias. */
function placeOutsideAliases(
  deployment: PlacedDeployment,
  { modes, officialKeys }: Modes,
): boolean {
  const { mark, endpoint, notes, groupPlace, draft } = deployment
  const provider = findProvider(mark?.provider ?? '')?.id
  switch (mark?.as) {
    case 'mode':
      if (provider !== undefined && endpoint !== undefined) modes[provider] = endpoint
      break
    case 'official': {
      const { apiKey } = draft.secrets
      if (provider !== undefined && apiKey !== undefined) officialKeys[provider] = apiKey
      break
    }
    case 'model':
    case 'mapping':
    case 'target':
      break
    case 'alias':
    case undefined:
      if (!deployment.isWildcard && !deployment.group.includes('*')) return true
      placeWildcard(deployment, modes)
      return false
  }
  notes.exact(groupPlace)
  return false
}

function placeWildcard(deployment: PlacedDeployment, modes: Record<string, string>): void {
  const { group, groupPlace, isWildcard, modelId, endpoint, notes, weight, rate } = deployment
  for (const setting of [...rate, ...(weight === undefined ? [] : [weight])])
    notes.unsupported(setting, 'A name for any model has one endpoint here.')
  const providerId = /^([a-z][a-z0-9-]*)\/\*$/.exec(group)?.[1]
  if (!isWildcard) {
    notes.byHand(
      groupPlace,
      'Patchbay has no name that stands for all others. Make an alias for each name that clients use.',
    )
  } else if (
    providerId !== undefined &&
    modelId === '*' &&
    findProvider(providerId) !== undefined &&
    modes[providerId] === undefined &&
    endpoint !== undefined
  ) {
    modes[providerId] = endpoint
    notes.approximate(
      groupPlace,
      `The provider ${providerId} goes to this endpoint. Ids outside its catalogue need "Assume that models exist".`,
    )
  } else {
    notes.byHand(
      groupPlace,
      'Clients name the endpoint in front of the model: name/model, with the name of the endpoint in small letters.',
    )
  }
}

function planGroup(
  group: string,
  members: readonly PlacedDeployment[],
  names: Set<string>,
): AliasDraft | undefined {
  const name = toAliasName(group)
  if (name === undefined || names.has(name)) {
    for (const { notes, groupPlace } of members)
      notes.byHand(
        groupPlace,
        'Another name here would read the same, or it is no name. Make an alias by hand.',
      )
    return undefined
  }
  names.add(name)
  const first = Math.min(...members.map(({ order }) => order))
  const weights = readWeights(members)
  const alias: AliasDraft = { name, targets: [], fallbacks: [], onContextOverflow: false }
  for (const [index, member] of members.entries()) {
    const address = addressOf(member)
    if (address !== undefined && member.order === first)
      addTarget(alias, address, weights[index] ?? 1, member)
    tellName(member, name, group)
  }
  const later = members.filter(({ order }) => order !== first).toSorted((a, b) => a.order - b.order)
  for (const member of later) {
    const address = addressOf(member)
    if (address !== undefined && !addFallback(alias, address))
      member.notes.byHand(
        member.groupPlace,
        `An alias has ${mostFallbacks} fallbacks at most. This one is left out.`,
      )
  }
  return alias
}

function addTarget(
  alias: AliasDraft,
  address: PlannedTarget,
  weight: number,
  { notes, groupPlace }: PlacedDeployment,
): void {
  const same = alias.targets.findIndex((target) => isSame(target.address, address))
  const known = alias.targets[same]
  if (known !== undefined) {
    alias.targets[same] = { address, weight: Math.min(1000, known.weight + weight) }
  } else if (alias.targets.length < mostTargets) {
    alias.targets.push({ address, weight })
  } else {
    notes.byHand(groupPlace, `An alias has ${mostTargets} targets at most. This one is left out.`)
  }
}

/** @returns false when there is no room left. */
export function addFallback(alias: AliasDraft, address: PlannedTarget): boolean {
  if (alias.fallbacks.some((other) => isSame(other, address))) return true
  if (alias.fallbacks.length >= mostFallbacks) return false
  alias.fallbacks.push(address)
  return true
}

function isSame(a: PlannedTarget, b: PlannedTarget): boolean {
  if (a.modelId !== b.modelId) return false
  if ('endpoint' in a) return 'endpoint' in b && a.endpoint === b.endpoint
  return 'providerId' in b && a.providerId === b.providerId
}

function tellName({ notes, groupPlace }: PlacedDeployment, name: string, group: string): void {
  if (name === group) notes.exact(groupPlace)
  else
    notes.approximate(
      groupPlace,
      'Names have no blanks here: - stands in their place. Clients have to send it like that.',
    )
}

/** A name without blanks, or `undefined` where nothing can be made of it. */
export function toAliasName(group: string): string | undefined {
  const name = group.trim().replaceAll(/[\s\p{Cc}]+/gu, '-')
  return gatewayAliasSchema.shape.name.safeParse(name).success ? name : undefined
}

/** As LiteLLM's shuffle weighs: by `weight`, else by `rpm`, else by `tpm`, else all alike. */
function readWeights(members: readonly PlacedDeployment[]): number[] {
  const by = (read: (member: PlacedDeployment) => Setting | undefined): number[] =>
    members.map((member) => {
      const setting = read(member)
      if (setting === undefined) return 0
      return Math.max(0, readNumber(setting, member.variables, member.notes) ?? 0)
    })
  const rateOf =
    (key: string) =>
    ({ rate }: PlacedDeployment): Setting | undefined =>
      rate.find(({ path }) => path[path.length - 1] === key)
  const weights = by(({ weight }) => weight)
  const hasWeights = members.some(({ weight }) => weight !== undefined)
  for (const { weight, notes } of members) if (weight !== undefined) notes.exact(weight)
  const rates =
    hasWeights || members.length < 2
      ? undefined
      : [by(rateOf('rpm')), by(rateOf('tpm'))].find((list) => list.some((rate) => rate > 0))
  for (const { rate, notes } of members) {
    for (const setting of rate) {
      if (rates === undefined)
        notes.unsupported(setting, 'Patchbay keeps no limits of how much an endpoint is used.')
      else
        notes.approximate(
          setting,
          'It says how often the endpoint is picked; the limit itself is not kept.',
        )
    }
  }
  return scale(hasWeights ? weights : (rates ?? members.map(() => 1)))
}

/** Weights go up to 1000. */
function scale(weights: readonly number[]): number[] {
  const largest = Math.max(...weights)
  if (largest <= 1000) return [...weights]
  return weights.map((weight) => Math.round((weight / largest) * 1_000_000) / 1000)
}

/** A finished alias. */
export function toPlannedAlias({
  name,
  targets,
  fallbacks,
  onContextOverflow,
}: AliasDraft): PlannedAlias {
  return { name, targets, fallbacks, onContextOverflow }
}
