/** @file Custom providers: list, save, duplicate, remove with undo. */
import { randomUUID } from 'node:crypto'
import { ProviderError } from '@patchbay/provider-core'
import { validateDraft } from '@patchbay/provider-core/specs'
import {
  endpointFieldsSchema,
  endpointSchema,
  type Endpoint,
  type EndpointDraft,
  type EndpointFields,
  type EndpointSummary,
  type LastCheck,
  type SecretName,
} from '@patchbay/provider-core/model'
import type { RemoveEndpointResult, SaveEndpointResult } from '#contract/shapes'
import type { ChangeHub } from '../app/change-hub.ts'
import type { Settings } from '../storage/settings-schema.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { SecretVault } from '../vault/secret-vault.ts'
import { freeName, isNameTaken, otherNames } from './endpoint-names.ts'
import { aliasesOf, createSummarizer, summarizeEndpoint, usersOf } from './endpoint-summary.ts'
import { requestKey } from './request-key.ts'
import {
  changeSecretsThen,
  presentAfter,
  savedAfter,
  type SecretChanges,
} from './save-with-secrets.ts'
import { splitCredentials } from './split-credentials.ts'

export interface EndpointServiceOptions {
  readonly settings: SettingsStore
  readonly vault: SecretVault
  readonly changes: ChangeHub
  readonly now: () => Date
  readonly providerName: (id: string) => string
  /** The result of a check that ran on exactly this draft, if there was one. */
  readonly lastCheckOf: (draft: EndpointDraft) => LastCheck | undefined
  /** Milliseconds for which a removal can be undone. */
  readonly undoMs?: number
}

export interface EndpointService {
  list(): Promise<EndpointSummary[]>
  /** Throws `ProviderError('unknown-endpoint')`. */
  get(id: string): Promise<Endpoint>
  save(input: { id?: string | undefined; draft: EndpointDraft }): Promise<SaveEndpointResult>
  duplicate(id: string): Promise<EndpointSummary>
  remove(id: string, confirmed: boolean): Promise<RemoveEndpointResult>
  undoRemove(undoToken: string): Promise<EndpointSummary[]>
  addDemo(): Promise<EndpointSummary>
  keepCheck(id: string, lastCheck: LastCheck): Promise<void>
}

interface Removed {
  readonly endpoint: Endpoint
  readonly secrets: readonly (readonly [SecretName, string])[]
  readonly providerIds: readonly string[]
}

const nameTaken = 'Another custom provider has this name. Choose another one.'

export function createEndpointService(options: EndpointServiceOptions): EndpointService {
  const { settings, vault, changes, now, undoMs = 10_000 } = options
  const removed = new Map<string, Removed>()

  const list = async (): Promise<EndpointSummary[]> => summarizeAll(await settings.read())

  const readSecrets = (endpoint: Endpoint): Promise<(readonly [SecretName, string])[]> =>
    Promise.all(
      endpoint.savedSecrets.map(
        async (name) => [name, await vault.get(endpoint.id, name)] as const,
      ),
    ).then((found) =>
      found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    )

  /** Adds an endpoint together with its secrets. */
  const add = async (
    make: (all: Settings) => Endpoint,
    secrets: readonly (readonly [SecretName, string])[],
    id: string,
    edit: (all: Settings) => Settings = (all) => all,
  ): Promise<EndpointSummary> => {
    const toSet = Object.fromEntries(
      secrets.map(([name, value]) => [name, { state: 'set' as const, value }]),
    )
    const summary = await changeSecretsThen(vault, id, toSet, () =>
      settings.update(async (all) => {
        const endpoint = make(all)
        const next = edit({ ...all, endpoints: { ...all.endpoints, [endpoint.id]: endpoint } })
        return { settings: next, result: summarizeEndpoint(endpoint, next) }
      }),
    )
    changes.emit('endpoints', 'providers')
    return summary
  }

  return {
    list,

    get: async (id) => findEndpoint(await settings.read(), id),

    async save(input) {
      const draft = splitCredentials(input.draft)
      const id = input.id ?? randomUUID()
      const before =
        input.id === undefined ? undefined : findEndpoint(await settings.read(), input.id)
      const fields = endpointFieldsSchema.parse(draft)
      if (fields.embedded) fields.baseUrl = undefined
      const names = otherNames(await settings.read(), id)
      const issues = fields.embedded
        ? []
        : validateDraft(fields, {
            secrets: presentAfter(before?.savedSecrets ?? [], draft.secrets),
            takenNames: names,
          })
      if (issues.length > 0) return { ok: false, issues }

      const saved = await changeSecretsThen(vault, id, draft.secrets, () =>
        settings.update(
          async (all): Promise<{ settings: Settings; result: EndpointSummary | undefined }> => {
            // Another process may have taken the name since the look above; an embedded one is named here.
            if (isNameTaken(all, fields.name, id)) throw new NameTaken()
            const current = all.endpoints[id]
            const at = now().toISOString()
            const lastCheck =
              options.lastCheckOf(draft) ?? keptCheck(current, fields, draft.secrets)
            const endpoint: Endpoint = {
              ...foreignFields(current),
              ...fields,
              id,
              savedSecrets: savedAfter(current?.savedSecrets ?? [], draft.secrets),
              createdAt: current?.createdAt ?? at,
              updatedAt: at,
              lastCheck,
            }
            const next = { ...all, endpoints: { ...all.endpoints, [id]: endpoint } }
            return { settings: next, result: summarizeEndpoint(endpoint, next) }
          },
        ),
      ).catch((error: unknown) => {
        if (error instanceof NameTaken) return undefined
        throw error
      })
      if (!saved) return { ok: false, issues: [{ field: 'name', message: nameTaken }] }
      changes.emit('endpoints', 'providers')
      return { ok: true, endpoint: saved }
    },

    async duplicate(id) {
      const original = findEndpoint(await settings.read(), id)
      const copyId = randomUUID()
      const at = now().toISOString()
      return add(
        (all) => ({
          ...original,
          id: copyId,
          name: freeName(all, `${original.name.slice(0, 75)} copy`),
          createdAt: at,
          updatedAt: at,
        }),
        await readSecrets(original),
        copyId,
      )
    },

    async remove(id, confirmed) {
      const all = await settings.read()
      const endpoint = findEndpoint(all, id)
      const users = usersOf(id, all)
      const aliases = aliasesOf(id, all)
      if (users.length + aliases.length > 0 && !confirmed) {
        return {
          ok: false,
          usedBy: users.map((user) => ({ id: user, name: options.providerName(user) })),
          aliases,
        }
      }
      const secrets = await readSecrets(endpoint)
      const toRemove = Object.fromEntries(
        endpoint.savedSecrets.map((name) => [name, { state: 'removed' as const }]),
      )
      const providerIds = await changeSecretsThen(vault, id, toRemove, () =>
        settings.update(async (current) => {
          const using = usersOf(id, current)
          const endpoints = { ...current.endpoints }
          delete endpoints[id]
          const providers = { ...current.providers }
          for (const [providerId, provider] of Object.entries(providers)) {
            if (provider.endpointId === id)
              providers[providerId] = { ...provider, mode: 'official', endpointId: undefined }
          }
          return { settings: { ...current, endpoints, providers }, result: using }
        }),
      )
      const undoToken = randomUUID()
      removed.set(undoToken, { endpoint, secrets, providerIds })
      setTimeout(() => removed.delete(undoToken), undoMs + 2000).unref()
      changes.emit('endpoints', 'providers')
      return { ok: true, undoToken, undoMs }
    },

    async undoRemove(undoToken) {
      const entry = removed.get(undoToken)
      if (!entry) {
        throw new ProviderError({
          code: 'unknown-endpoint',
          message: 'It is too late to undo this: the time for it is over.',
        })
      }
      const { endpoint, secrets, providerIds } = entry
      await add(
        (all) => ({ ...endpoint, name: freeName(all, endpoint.name) }),
        secrets,
        endpoint.id,
        (all) => {
          const providers = { ...all.providers }
          for (const id of providerIds) {
            const provider = providers[id]
            if (provider?.mode === 'official')
              providers[id] = { ...provider, mode: 'custom-endpoint', endpointId: endpoint.id }
          }
          return { ...all, providers }
        },
      )
      removed.delete(undoToken)
      return list()
    },

    async addDemo() {
      const existing = Object.values((await settings.read()).endpoints).find(
        (endpoint) => endpoint.embedded === 'demo',
      )
      if (existing) return summarizeEndpoint(existing, await settings.read())
      const id = randomUUID()
      const at = now().toISOString()
      return add(
        (all) => ({
          ...endpointFieldsSchema.parse({
            name: freeName(all, 'Demo endpoint'),
            spec: 'openai-chat-completions',
            embedded: 'demo',
            models: ['demo-chat', 'demo-reasoner'],
          }),
          id,
          savedSecrets: [],
          createdAt: at,
          updatedAt: at,
        }),
        [],
        id,
      )
    },

    async keepCheck(id, lastCheck) {
      await settings.update(async (all) => {
        const endpoint = all.endpoints[id]
        if (!endpoint) return { settings: all, result: undefined }
        return {
          settings: { ...all, endpoints: { ...all.endpoints, [id]: { ...endpoint, lastCheck } } },
          result: undefined,
        }
      })
      changes.emit('endpoints')
    },
  }
}

class NameTaken extends Error {}

function summarizeAll(settings: Settings): EndpointSummary[] {
  return Object.values(settings.endpoints)
    .map(createSummarizer(settings))
    .toSorted((a, b) => a.name.localeCompare(b.name))
}

export function findEndpoint(settings: Settings, id: string): Endpoint {
  const endpoint = Object.hasOwn(settings.endpoints, id) ? settings.endpoints[id] : undefined
  if (!endpoint) {
    throw new ProviderError({
      code: 'unknown-endpoint',
      message: 'This custom provider is not there any more.',
    })
  }
  return endpoint
}

/** A check stays true only while what it tested stays the same. */
function keptCheck(
  before: Endpoint | undefined,
  fields: EndpointFields,
  secrets: SecretChanges,
): LastCheck | undefined {
  const changesSecret = Object.values(secrets).some((change) => change?.state !== 'unchanged')
  if (!before?.lastCheck || changesSecret) return undefined
  return requestKey(before) === requestKey(fields) ? before.lastCheck : undefined
}

/** What a newer version keeps with the entry: a save replaces every field that is known here, and only those. */
function foreignFields(endpoint: Endpoint | undefined): object {
  return Object.fromEntries(
    Object.entries(endpoint ?? {}).filter(([name]) => !Object.hasOwn(endpointSchema.shape, name)),
  )
}
