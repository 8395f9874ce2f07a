/** @file Built-in providers: their mode, and the key of their official API. */
import { ProviderError } from '@patchbay/provider-core'
import {
  officialEndpointId,
  providerSettingsSchema,
  type CatalogueProvider,
  type ProviderMode,
  type ProviderSettings,
  type ProviderSummary,
  type SecretChange,
} from '@patchbay/provider-core/model'
import type { ChangeHub } from '../app/change-hub.ts'
import { changeSecretsThen, savedAfter } from '../endpoints/save-with-secrets.ts'
import type { Settings } from '../storage/settings-schema.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { SecretVault } from '../vault/secret-vault.ts'

export interface ProviderServiceOptions {
  readonly catalogue: readonly CatalogueProvider[]
  readonly settings: SettingsStore
  readonly vault: SecretVault
  readonly changes: ChangeHub
}

export interface ProviderService {
  list(): Promise<ProviderSummary[]>
  /** Custom mode needs an endpoint: the given one, or the one that was used last. */
  setMode(input: {
    providerId: string
    mode: ProviderMode
    endpointId?: string | undefined
  }): Promise<ProviderSummary>
  setKey(input: { providerId: string; apiKey: SecretChange }): Promise<ProviderSummary>
}

export function createProviderService(options: ProviderServiceOptions): ProviderService {
  const { catalogue, settings, vault, changes } = options

  const find = (id: string): CatalogueProvider => {
    const provider = catalogue.find((candidate) => candidate.id === id)
    if (!provider) {
      throw new ProviderError({
        code: 'unknown-provider',
        message: `There is no provider "${id}". Known are ${catalogue.map((known) => known.id).join(', ')}.`,
      })
    }
    return provider
  }

  const change = async (
    provider: CatalogueProvider,
    edit: (current: ProviderSettings, all: Settings) => ProviderSettings,
  ): Promise<ProviderSummary> =>
    settings.update(async (all) => {
      const next = edit(providerSettingsOf(all, provider.id), all)
      const changed = { ...all, providers: { ...all.providers, [provider.id]: next } }
      return { settings: changed, result: summarizeProvider(provider, changed) }
    })

  return {
    async list() {
      const all = await settings.read()
      return catalogue.map((provider) => summarizeProvider(provider, all))
    },

    async setMode({ providerId, mode, endpointId }) {
      const summary = await change(find(providerId), (current, all) => {
        if (mode === 'official') return { ...current, mode }
        const chosen = endpointId ?? current.endpointId
        if (chosen === undefined || !Object.hasOwn(all.endpoints, chosen)) {
          throw new ProviderError({
            code: 'unknown-endpoint',
            message: 'Choose a custom provider to send these models to. It may have been deleted.',
          })
        }
        return { ...current, mode, endpointId: chosen }
      })
      changes.emit('providers', 'endpoints')
      return summary
    },

    async setKey({ providerId, apiKey }) {
      const provider = find(providerId)
      const summary = await changeSecretsThen(
        vault,
        officialEndpointId(providerId),
        { apiKey },
        () =>
          change(provider, (current) => ({
            ...current,
            savedSecrets: savedAfter(current.savedSecrets, { apiKey }),
          })),
      )
      changes.emit('providers')
      return summary
    },
  }
}

/** The stored settings of a provider; official mode without a key when nothing is stored. */
export function providerSettingsOf(settings: Settings, providerId: string): ProviderSettings {
  return (
    (Object.hasOwn(settings.providers, providerId) && settings.providers[providerId]) ||
    providerSettingsSchema.parse({})
  )
}

function summarizeProvider(provider: CatalogueProvider, settings: Settings): ProviderSummary {
  const { mode, endpointId, savedSecrets } = providerSettingsOf(settings, provider.id)
  const mapping =
    mode === 'custom-endpoint' && endpointId !== undefined
      ? (settings.endpoints[endpointId]?.modelMapping ?? {})
      : {}
  return {
    id: provider.id,
    name: provider.name,
    mode,
    ...(endpointId === undefined ? {} : { endpointId }),
    modelCount: provider.models.length,
    mappedCount: provider.models.filter((model) => Object.hasOwn(mapping, model.id)).length,
    savedKey: savedSecrets.includes('apiKey'),
    ...(provider.keysUrl === undefined ? {} : { keysUrl: provider.keysUrl }),
  }
}
