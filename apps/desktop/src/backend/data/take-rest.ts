/** @file Aliases, modes and official keys of a plan, once it is known where its endpoints are. */
import {
  gatewayAliasSchema,
  officialEndpointId,
  type GatewayAlias,
  type ModelAddress,
} from '@patchbay/provider-core/model'
import type { PlannedAlias, PlannedTarget, SetupPlan } from '@patchbay/setup-formats'
import type { ImportChoices } from '#contract/data-shapes'
import type { OwnerChanges } from '../endpoints/save-with-secrets.ts'
import { providerSettingsOf } from '../providers/provider-service.ts'
import type { Settings } from '../storage/settings-schema.ts'

/** Key of a planned endpoint → id of the endpoint here. */
export type Places = ReadonlyMap<string, string>

export interface WrittenAliases {
  readonly aliases: GatewayAlias[]
  /** Names under which they are there now. */
  readonly taken: string[]
  readonly notTaken: string[]
}

export function writeAliases(
  here: readonly GatewayAlias[],
  plan: SetupPlan,
  choices: ImportChoices,
  places: Places,
): WrittenAliases {
  const chosen = new Map(choices.aliases.map(({ name, duplicate }) => [name, duplicate]))
  const aliases = new Map(here.map((alias) => [alias.name, alias]))
  const taken: string[] = []
  const notTaken: string[] = []
  for (const planned of plan.aliases) {
    const choice = chosen.get(planned.name)
    if (choice === undefined) continue
    const alias = placeAlias(planned, places)
    if (alias === undefined) {
      notTaken.push(
        `The alias ${planned.name} sends to nothing that was taken. Add it by hand where you need it.`,
      )
      continue
    }
    const existing = aliases.get(alias.name)
    if (existing === undefined) aliases.set(alias.name, alias)
    else if (choice === 'skip') continue
    else if (choice === 'merge') aliases.set(alias.name, mergeAlias(existing, alias))
    else {
      const name = freeAliasName(alias.name, aliases)
      aliases.set(name, { ...alias, name })
      taken.push(name)
      continue
    }
    taken.push(alias.name)
  }
  return { aliases: [...aliases.values()], taken, notTaken }
}

function placeAlias(planned: PlannedAlias, places: Places): GatewayAlias | undefined {
  const targets = planned.targets.flatMap(({ address, weight }) =>
    place(address, places).map((placed) => ({ address: placed, weight })),
  )
  const fallbacks = planned.fallbacks.flatMap((address) => place(address, places))
  const parsed = gatewayAliasSchema.safeParse({ ...planned, targets, fallbacks })
  return parsed.success ? parsed.data : undefined
}

function place(target: PlannedTarget, places: Places): ModelAddress[] {
  if (!('endpoint' in target)) return [target]
  const endpointId = places.get(target.endpoint)
  return endpointId === undefined ? [] : [{ endpointId, modelId: target.modelId }]
}

/** Targets and fallbacks that are not there yet, after those that are; at most as many as an alias takes. */
function mergeAlias(here: GatewayAlias, alias: GatewayAlias): GatewayAlias {
  const known = new Set(here.targets.map(({ address }) => JSON.stringify(address)))
  const knownFallbacks = new Set(here.fallbacks.map((address) => JSON.stringify(address)))
  return {
    ...here,
    targets: [
      ...here.targets,
      ...alias.targets.filter(({ address }) => !known.has(JSON.stringify(address))),
    ].slice(0, 50),
    fallbacks: [
      ...here.fallbacks,
      ...alias.fallbacks.filter((address) => !knownFallbacks.has(JSON.stringify(address))),
    ].slice(0, 20),
  }
}

function freeAliasName(name: string, taken: ReadonlyMap<string, unknown>): string {
  for (let number = 2; ; number += 1) {
    const tail = `-${number}`
    const candidate = `${name.slice(0, 200 - tail.length)}${tail}`
    if (!taken.has(candidate)) return candidate
  }
}

/** Modes that the person set to a custom provider stay; only providers in official mode are switched. */
export function writeModes(
  settings: Settings,
  plan: SetupPlan,
  choices: ImportChoices,
  places: Places,
): { providers: Settings['providers']; switched: string[] } {
  const providers = { ...settings.providers }
  const switched: string[] = []
  for (const providerId of new Set(choices.modes)) {
    const key = Object.hasOwn(plan.modes, providerId) ? plan.modes[providerId] : undefined
    const endpointId = key === undefined ? undefined : places.get(key)
    const current = providerSettingsOf(settings, providerId)
    if (endpointId === undefined || current.mode !== 'official') continue
    providers[providerId] = { ...current, mode: 'custom-endpoint', endpointId }
    switched.push(providerId)
  }
  return { providers, switched }
}

export interface TakenKeys {
  /** Provider id → key. */
  readonly keys: ReadonlyMap<string, string>
  readonly notTaken: string[]
}

/** An official key has no references: one of a variable comes along only where references are resolved. */
export function takeOfficialKeys(
  plan: SetupPlan,
  choices: ImportChoices,
  readVariable: (name: string) => string | undefined,
): TakenKeys {
  const keys = new Map<string, string>()
  const notTaken: string[] = []
  for (const providerId of new Set(choices.officialKeys)) {
    if (!Object.hasOwn(plan.officialKeys, providerId)) continue
    const secret = plan.officialKeys[providerId]
    if (secret === undefined) continue
    if (secret.kind === 'value') keys.set(providerId, secret.value)
    else {
      const value = choices.resolveReferences ? readVariable(secret.variable)?.trim() : undefined
      if (value !== undefined && value !== '') keys.set(providerId, value)
      else
        notTaken.push(
          `The key of ${providerId} is in the variable ${secret.variable}. Resolve references to save it, or enter it by hand.`,
        )
    }
  }
  return { keys, notTaken }
}

export function officialSecrets(keys: TakenKeys['keys']): OwnerChanges[] {
  return [...keys].map(([providerId, value]) => ({
    owner: officialEndpointId(providerId),
    changes: { apiKey: { state: 'set', value } },
  }))
}
