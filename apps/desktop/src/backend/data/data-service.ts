/** @file Set-ups in and out. Nothing is saved before the person accepted the preview. */
import { ProviderError } from '@patchbay/provider-core'
import type { CatalogueProvider } from '@patchbay/provider-core/model'
import type { SetupPlan } from '@patchbay/setup-formats'
import type {
  ExportInput,
  ExportResult,
  ImportChoices,
  ImportPreview,
  ImportResult,
} from '#contract/data-shapes'
import type { ChangeHub } from '../app/change-hub.ts'
import { createSummarizer } from '../endpoints/endpoint-summary.ts'
import { changeAllSecretsThen } from '../endpoints/save-with-secrets.ts'
import { providerSettingsOf } from '../providers/provider-service.ts'
import type { Settings } from '../storage/settings-schema.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { SecretVault } from '../vault/secret-vault.ts'
import { exportBundle, exportToLitellm } from './export-setup.ts'
import { previewPlan } from './preview-plan.ts'
import { readSource, type SetupInput } from './read-source.ts'
import { secretsOf, takeEndpoints, writeEndpoints, type Taken } from './take-endpoints.ts'
import {
  officialSecrets,
  takeOfficialKeys,
  writeAliases,
  writeModes,
  type TakenKeys,
} from './take-rest.ts'

export interface DataServiceOptions {
  readonly catalogue: readonly CatalogueProvider[]
  readonly settings: SettingsStore
  readonly vault: SecretVault
  readonly changes: ChangeHub
  readonly now: () => Date
  /** An environment variable of the host, where references are resolved. */
  readonly readVariable: (name: string) => string | undefined
}

export interface DataService {
  export(input: ExportInput): Promise<ExportResult>
  previewImport(source: SetupInput): Promise<ImportPreview>
  /** Throws `ProviderError('invalid-request')` for what `previewImport` refuses. */
  applyImport(input: { source: SetupInput; choices: ImportChoices }): Promise<ImportResult>
}

export function createDataService(options: DataServiceOptions): DataService {
  const { catalogue, settings, vault, changes, now, readVariable } = options

  return {
    async export({ format, passphrase }) {
      const all = await settings.read()
      if (format === 'bundle') return exportBundle(all, { passphrase }, vault, now())
      return exportToLitellm(all)
    },

    async previewImport(source) {
      const parsed = await readSource(source)
      if (!parsed.ok) return parsed
      return previewPlan(parsed.plan, { settings: await settings.read(), catalogue, readVariable })
    },

    async applyImport({ source, choices }) {
      const parsed = await readSource(source)
      if (!parsed.ok) throw new ProviderError({ code: 'invalid-request', message: parsed.message })
      const { plan } = parsed
      const endpoints = takeEndpoints(plan, choices, await settings.read(), readVariable)
      const official = takeOfficialKeys(plan, choices, readVariable)
      const secrets = [...secretsOf(endpoints.taken), ...officialSecrets(official.keys)]
      const result = await changeAllSecretsThen(vault, secrets, () =>
        settings.update(async (current) => {
          const at = now().toISOString()
          const written = write(current, plan, choices, { ...endpoints, official }, at)
          return { settings: written.settings, result: written.result }
        }),
      )
      changes.emit('endpoints', 'providers', 'gateway')
      return {
        ...result,
        notTaken: [...endpoints.notTaken, ...official.notTaken, ...result.notTaken],
      }
    },
  }
}

interface Decided {
  readonly taken: readonly Taken[]
  readonly official: TakenKeys
}

/** The settings afterwards, made in one go. */
function write(
  current: Settings,
  plan: SetupPlan,
  choices: ImportChoices,
  { taken, official }: Decided,
  at: string,
): { settings: Settings; result: ImportResult } {
  const places = new Map(taken.map(({ key, id }) => [key, id]))
  const aliases = writeAliases(current.gateway.aliases, plan, choices, places)
  const modes = writeModes(current, plan, choices, places)
  const providers = { ...modes.providers }
  for (const id of official.keys.keys()) {
    const provider = providers[id] ?? providerSettingsOf(current, id)
    const savedSecrets = new Set([...provider.savedSecrets, 'apiKey' as const])
    providers[id] = { ...provider, savedSecrets: [...savedSecrets] }
  }
  const next: Settings = {
    ...current,
    endpoints: writeEndpoints(current.endpoints, taken, at),
    providers,
    gateway: { ...current.gateway, aliases: aliases.aliases },
  }
  const summarizeOne = createSummarizer(next)
  const summarize = (kind: Taken['kind']) =>
    taken.flatMap((one) => {
      const endpoint = next.endpoints[one.id]
      return one.kind === kind && endpoint ? [summarizeOne(endpoint)] : []
    })
  return {
    settings: next,
    result: {
      added: summarize('add'),
      merged: summarize('merge'),
      skipped: taken.flatMap((one) => (one.kind === 'skip' ? one.name : [])),
      aliases: aliases.taken,
      modes: modes.switched,
      officialKeys: [...official.keys.keys()],
      notTaken: aliases.notTaken,
    },
  }
}
