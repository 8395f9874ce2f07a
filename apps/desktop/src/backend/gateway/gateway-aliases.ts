/** @file Names that clients may send, made by the person: checked against what there is when they are saved. */
import { ProviderError, resolveRoute } from '@patchbay/provider-core'
import type {
  CatalogueProvider,
  FieldIssue,
  GatewayAlias,
  ModelAddress,
  RouteResult,
} from '@patchbay/provider-core/model'
import type { GatewayAliasSummary, SaveAliasResult } from '#contract/gateway-shapes'
import type { ChangeHub } from '../app/change-hub.ts'
import type { Settings } from '../storage/settings-schema.ts'
import type { SettingsStore } from '../storage/settings-store.ts'

export interface GatewayAliasesOptions {
  readonly settings: SettingsStore
  readonly changes: ChangeHub
  readonly catalogue: readonly CatalogueProvider[]
  /** Where the name leads without aliases, in words such as "a model of OpenAI"; `undefined`: nowhere. */
  readonly describeHidden: (name: string, all: Settings) => Promise<string | undefined>
}

export interface SaveAliasInput {
  /** The alias that is replaced. */
  readonly previousName?: string | undefined
  readonly alias: GatewayAlias
}

export interface GatewayAliases {
  list(): Promise<GatewayAliasSummary[]>
  save(input: SaveAliasInput): Promise<SaveAliasResult>
  remove(name: string): Promise<void>
}

export function createGatewayAliases(options: GatewayAliasesOptions): GatewayAliases {
  const { settings, changes, catalogue } = options

  return {
    async list() {
      const all = await settings.read()
      return all.gateway.aliases.map((alias) => summarizeAlias(alias, all))
    },

    async save({ previousName, alias }) {
      const result = await settings.update<SaveAliasResult>(async (all) => {
        const issues = checkAlias(alias, previousName, all, catalogue)
        if (issues.length > 0) return { settings: all, result: { ok: false, issues } }
        const next = withAliases(all, putAlias(all.gateway.aliases, previousName, alias))
        const hidden = await options.describeHidden(alias.name, all)
        const notes =
          hidden === undefined
            ? []
            : [
                `"${alias.name}" is also ${hidden}. Clients that ask for it get this alias while it is there.`,
              ]
        return {
          settings: next,
          result: { ok: true, alias: summarizeAlias(alias, next), notes },
        }
      })
      if (result.ok) changes.emit('gateway', 'endpoints')
      return result
    },

    async remove(name) {
      await settings.update(async (all) => {
        const left = all.gateway.aliases.filter((alias) => alias.name !== name)
        if (left.length === all.gateway.aliases.length)
          throw new ProviderError({
            code: 'not-found',
            message: `There is no alias "${name}" any more.`,
          })
        return { settings: withAliases(all, left), result: undefined }
      })
      // Lists of custom providers say which aliases use them.
      changes.emit('gateway', 'endpoints')
    },
  }
}

function summarizeAlias(alias: GatewayAlias, all: Settings): GatewayAliasSummary {
  const lead = (address: ModelAddress): RouteResult =>
    resolveRoute(address, all, { assumeModelExists: true })
  return {
    ...alias,
    targetResults: alias.targets.map((target) => lead(target.address)),
    fallbackResults: alias.fallbacks.map(lead),
  }
}

function checkAlias(
  alias: GatewayAlias,
  previousName: string | undefined,
  all: Settings,
  catalogue: readonly CatalogueProvider[],
): FieldIssue[] {
  const issues: FieldIssue[] = []
  const taken = all.gateway.aliases.some(
    (other) => other.name === alias.name && other.name !== previousName,
  )
  if (taken)
    issues.push({ field: 'name', message: 'Another alias has this name. Choose another one.' })
  const missing = (address: ModelAddress): boolean =>
    'endpointId' in address
      ? !Object.hasOwn(all.endpoints, address.endpointId)
      : !catalogue.some((provider) => provider.id === address.providerId)
  const message = 'This custom provider is not there any more. Choose another model.'
  alias.targets.forEach(({ address }, index) => {
    if (missing(address)) issues.push({ field: `targets.${index}.address`, message })
  })
  alias.fallbacks.forEach((address, index) => {
    if (missing(address)) issues.push({ field: `fallbacks.${index}`, message })
  })
  if (alias.targets.every((target) => target.weight === 0))
    issues.push({
      field: 'targets.0.weight',
      message: 'With a weight of 0 everywhere no model would ever be picked.',
    })
  return issues
}

/** In place of the one that it replaces, else at the end. What a newer version keeps with it stays. */
function putAlias(
  aliases: readonly GatewayAlias[],
  previousName: string | undefined,
  alias: GatewayAlias,
): GatewayAlias[] {
  const name = previousName ?? alias.name
  return aliases.some((other) => other.name === name)
    ? aliases.map((other) => (other.name === name ? { ...other, ...alias } : other))
    : [...aliases, alias]
}

function withAliases(all: Settings, aliases: GatewayAlias[]): Settings {
  return { ...all, gateway: { ...all.gateway, aliases } }
}
