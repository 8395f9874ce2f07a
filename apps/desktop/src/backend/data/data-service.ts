/** @file Set-ups in and out, as our bundle. Nothing is saved before the person accepted the preview. */
import { randomUUID } from 'node:crypto'
import { ProviderError } from '@patchbay/provider-core'
import { validateDraft } from '@patchbay/provider-core/specs'
import {
  endpointFieldsSchema,
  type Endpoint,
  type EndpointFields,
  type EndpointSummary,
} from '@patchbay/provider-core/model'
import type { DuplicateChoice, ImportPreview } from '#contract/shapes'
import type { ChangeHub } from '../app/change-hub.ts'
import { freeName, isNameTaken } from '../endpoints/endpoint-names.ts'
import { summarizeEndpoint } from '../endpoints/endpoint-summary.ts'
import { changeSecretsThen } from '../endpoints/save-with-secrets.ts'
import { providerSettingsOf } from '../providers/provider-service.ts'
import type { Settings } from '../storage/settings-schema.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { SecretVault } from '../vault/secret-vault.ts'
import { createBundle, parseBundle, type Bundle } from './bundle.ts'

export interface DataServiceOptions {
  readonly settings: SettingsStore
  readonly vault: SecretVault
  readonly changes: ChangeHub
  readonly now: () => Date
}

export interface ImportInput {
  readonly text: string
  readonly duplicates: DuplicateChoice
  /** Indexes of the endpoints to take. */
  readonly take: readonly number[]
}

export interface DataService {
  exportBundle(): Promise<{ fileName: string; text: string }>
  previewImport(text: string): Promise<ImportPreview>
  applyImport(input: ImportInput): Promise<{ added: EndpointSummary[] }>
}

export function createDataService(options: DataServiceOptions): DataService {
  const { settings, vault, changes, now } = options

  return {
    async exportBundle() {
      const bundle = createBundle(await settings.read(), now())
      return {
        fileName: `patchbay-${bundle.exportedAt.slice(0, 10)}.json`,
        text: `${JSON.stringify(bundle, null, 2)}\n`,
      }
    },

    async previewImport(text) {
      const parsed = parseBundle(text)
      if (!parsed.ok) return parsed
      const all = await settings.read()
      const { bundle } = parsed
      return {
        ok: true,
        endpoints: bundle.endpoints.map(({ secretNames, ...fields }, index) => ({
          index,
          name: fields.name,
          fields: endpointFieldsSchema.parse(fields),
          missingSecrets: secretNames,
          duplicate: isNameTaken(all, fields.name),
        })),
        providers: Object.entries(bundle.providers).map(([id, endpointName]) => ({
          id,
          endpointName,
        })),
        notes: bundle.endpoints.flatMap(({ secretNames, ...fields }) => [
          ...validateDraft(fields, {
            secrets: Object.fromEntries(secretNames.map((name) => [name, true])),
          }).map((issue) => `${fields.name}: ${issue.message}`),
          ...(runsProgram(fields)
            ? [
                `${fields.name}: it runs a program for its token. That is not taken over; set it up by hand.`,
              ]
            : []),
        ]),
      }
    },

    async applyImport({ text, duplicates, take }) {
      const parsed = parseBundle(text)
      if (!parsed.ok) throw new ProviderError({ code: 'invalid-request', message: parsed.message })
      const all = await settings.read()
      // Keys of an entry that is replaced go: what comes in may point at another host.
      const replaced = duplicates === 'replace' ? findReplaced(all, parsed.bundle, take) : []
      for (const endpoint of replaced) {
        const removals = Object.fromEntries(
          endpoint.savedSecrets.map((name) => [name, { state: 'removed' as const }]),
        )
        await changeSecretsThen(vault, endpoint.id, removals, async () => undefined)
      }
      const added = await settings.update(async (current) => {
        const { next, ids } = takeIn(current, parsed.bundle, duplicates, take, now().toISOString())
        return {
          settings: next,
          result: ids.flatMap((id) => {
            const endpoint = next.endpoints[id]
            return endpoint ? [summarizeEndpoint(endpoint, next)] : []
          }),
        }
      })
      changes.emit('endpoints', 'providers')
      return { added }
    },
  }
}

function sameName(settings: Settings, name: string): Endpoint | undefined {
  return Object.values(settings.endpoints).find(
    (endpoint) => endpoint.name.toLowerCase() === name.trim().toLowerCase(),
  )
}

function findReplaced(settings: Settings, bundle: Bundle, take: readonly number[]): Endpoint[] {
  return take.flatMap((index) => sameName(settings, bundle.endpoints[index]?.name ?? '') ?? [])
}

function takeIn(
  settings: Settings,
  bundle: Bundle,
  duplicates: DuplicateChoice,
  take: readonly number[],
  at: string,
): { next: Settings; ids: string[] } {
  const next = structuredClone(settings)
  const ids: string[] = []
  /** Name in the bundle → endpoint here. */
  const taken = new Map<string, string>()
  for (const index of new Set(take)) {
    const entry = bundle.endpoints[index]
    if (!entry) continue
    const parsed = endpointFieldsSchema.parse(entry)
    // Somebody else's file never says which program runs here.
    const auth = runsProgram(parsed) ? undefined : parsed.auth
    const fields = { ...parsed, auth, embedded: undefined }
    const existing = sameName(next, fields.name)
    if (existing && duplicates === 'skip') {
      taken.set(entry.name, existing.id)
      continue
    }
    const replace = existing && duplicates === 'replace' ? existing : undefined
    const id = replace?.id ?? randomUUID()
    next.endpoints[id] = {
      ...fields,
      id,
      name: replace ? fields.name : freeName(next, fields.name),
      savedSecrets: [],
      createdAt: replace?.createdAt ?? at,
      updatedAt: at,
    }
    taken.set(entry.name, id)
    ids.push(id)
  }
  for (const [providerId, endpointName] of Object.entries(bundle.providers)) {
    const endpointId = taken.get(endpointName)
    const current = providerSettingsOf(next, providerId)
    // A mode that the person set here stays; only providers in official mode are switched.
    if (endpointId !== undefined && current.mode === 'official') {
      next.providers[providerId] = { ...current, mode: 'custom-endpoint', endpointId }
    }
  }
  return { next, ids }
}

function runsProgram({ auth }: Pick<EndpointFields, 'auth'>): boolean {
  return auth?.command !== undefined
}
