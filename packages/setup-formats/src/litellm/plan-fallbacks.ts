/** @file Fallbacks and further names of model groups, from `router_settings` and `litellm_settings`. */
import type { PlannedTarget } from '../plan.ts'
import { isUnset, listBelow, settingsBelow, tellOne, type Setting } from './place.ts'
import {
  addFallback,
  mostFallbacks,
  toAliasName,
  type AliasDraft,
  type PlannedGroups,
} from './plan-aliases.ts'

type Aliases = Map<string, AliasDraft>

export interface FallbackSettings {
  readonly fallbacks: readonly Setting[]
  readonly contextWindow: readonly Setting[]
  readonly byDefault: readonly Setting[]
  readonly groupAliases: readonly Setting[]
}

/** In this order: what a name falls back to, then the names that stand for it. */
export function planFallbacks(
  { aliases, sendsTo }: Pick<PlannedGroups, 'aliases' | 'sendsTo'>,
  settings: FallbackSettings,
): void {
  const chains = { aliases, sendsTo }
  const named = new Set<string>()
  const general = [...settings.byDefault]
  for (const setting of settings.fallbacks) {
    const inThisList = new Set<string>()
    for (const [group, list] of chainsOf(setting)) {
      if (group === '*') general.push(list)
      else if (named.has(group))
        tellOne(list, 'unsupported', 'Fallbacks of this name are in the file already; those hold.')
      else {
        inThisList.add(group)
        addChain(chains, group, list, false)
      }
    }
    for (const group of inThisList) named.add(group)
  }
  for (const setting of settings.contextWindow)
    for (const [group, list] of chainsOf(setting))
      addChain(chains, group, list, true, named.has(group))
  for (const setting of general) addDefaults(chains, setting, named)
  for (const setting of settings.groupAliases) addGroupAliases(aliases, setting)
}

/** `[{ groupA: [groupB, …] }, …]`, in pairs. */
function chainsOf(setting: Setting): [string, Setting][] {
  if (setting.value === null) return []
  if (!Array.isArray(setting.value)) {
    tellOne(setting, 'by-hand', 'This is no list of fallbacks. Set them at the alias.')
    return []
  }
  return listBelow(setting).flatMap((item) => [...settingsBelow(item)])
}

interface Chains {
  readonly aliases: Aliases
  /** What each group sends to by itself. */
  readonly sendsTo: ReadonlyMap<string, readonly PlannedTarget[]>
}

function addChain(
  chains: Chains,
  group: string,
  list: Setting,
  onOverflow: boolean,
  hasOthers = false,
): void {
  const alias = chains.aliases.get(group)
  if (alias === undefined) {
    tellOne(
      list,
      'by-hand',
      'No alias of this name was made. Set the fallbacks where its models went.',
    )
    return
  }
  if (onOverflow) alias.onContextOverflow = true
  const before = alias.fallbacks.length
  const message = !onOverflow
    ? undefined
    : hasOthers || before > 0
      ? 'One list holds for failures and for prompts that are too long: tried after the other fallbacks.'
      : 'Also tried when the model fails.'
  for (const item of itemsOf(list)) addOne(chains, alias, item, message)
}

/** One group may stand without its list. */
function itemsOf(list: Setting): Setting[] {
  return Array.isArray(list.value) ? listBelow(list) : [list]
}

function addOne(
  { sendsTo }: Chains,
  alias: AliasDraft,
  item: Setting,
  message: string | undefined,
): void {
  if (item.value === null) return
  const targets = typeof item.value === 'string' ? sendsTo.get(item.value) : undefined
  if (targets === undefined) {
    tellOne(
      item,
      'by-hand',
      'There is no model of this name in the file. Choose the fallback at the alias.',
      alias.name,
    )
    return
  }
  const before = alias.fallbacks.length
  const fit = targets.map((target) => addFallback(alias, target)).every(Boolean)
  if (!fit)
    tellOne(
      item,
      'by-hand',
      `An alias has ${mostFallbacks} fallbacks at most. Not all of these are taken.`,
      alias.name,
    )
  else if (message === undefined || alias.fallbacks.length === before)
    item.report.exact(item.path, alias.name)
  else tellOne(item, 'approximate', message, alias.name)
}

function addDefaults(chains: Chains, setting: Setting, named: ReadonlySet<string>): void {
  for (const item of itemsOf(setting)) {
    for (const [group, alias] of chains.aliases) {
      if (named.has(group) || (typeof item.value === 'string' && item.value === group)) continue
      addOne(chains, alias, { ...item, report: silent }, undefined)
    }
    const known = typeof item.value === 'string' && chains.sendsTo.has(item.value)
    if (known)
      tellOne(
        item,
        'approximate',
        'Put behind every imported alias that has no fallbacks of its own; names that are made later do not get it.',
      )
    else if (item.value !== null)
      tellOne(
        item,
        'by-hand',
        'There is no model of this name in the file. Choose the fallback at each alias.',
      )
  }
}

const nothing = (): void => undefined
/** One default is put behind many aliases, and told once. */
const silent: Setting['report'] = {
  exact: nothing,
  approximate: nothing,
  byHand: nothing,
  unsupported: nothing,
  unknown: nothing,
  lines: () => [],
}

function addGroupAliases(aliases: Aliases, setting: Setting): void {
  if (isUnset(setting)) return
  const taken = new Set([...aliases.values()].map(({ name }) => name))
  if (typeof setting.value !== 'object' || Array.isArray(setting.value)) {
    tellOne(setting, 'by-hand', 'This is no list of names. Make the aliases by hand.')
    return
  }
  for (const [group, item] of settingsBelow(setting)) {
    const parts = settingsBelow(item)
    const target = parts.get('model') ?? item
    const source = typeof target.value === 'string' ? aliases.get(target.value) : undefined
    const name = toAliasName(group)
    const hidden = parts.get('hidden')
    if (hidden !== undefined) {
      if (hidden.value === true) tellOne(hidden, 'approximate', 'Patchbay lists every alias.')
      else hidden.report.exact(hidden.path)
    }
    for (const [key, part] of parts)
      if (key !== 'model' && key !== 'hidden') part.report.unknown(part.path)
    if (source === undefined || name === undefined || taken.has(name)) {
      tellOne(
        target,
        'by-hand',
        'There is no model of this name in the file, or the alias has a name that is taken. Make the alias by hand.',
      )
      continue
    }
    taken.add(name)
    aliases.set(`${group}\0alias`, {
      ...source,
      name,
      targets: [...source.targets],
      fallbacks: [...source.fallbacks],
    })
    target.report.exact(target.path, name)
  }
}
