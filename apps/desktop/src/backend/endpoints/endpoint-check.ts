/** @file Checks and model lists of a draft, with saved secrets where the draft leaves them unchanged. */
import { createHash } from 'node:crypto'
import { resolveEndpoint } from '@patchbay/provider-core'
import {
  endpointFieldsSchema,
  type CheckEvent,
  type Endpoint,
  type EndpointDraft,
  type LastCheck,
  type ResolvedEndpoint,
} from '@patchbay/provider-core/model'
import type { Engine } from '../engine.ts'
import type { SecretVault } from '../vault/secret-vault.ts'
import { withEmbeddedUrl, type EmbeddedServers } from './embedded-endpoints.ts'
import type { EndpointService } from './endpoint-service.ts'
import { requestKey } from './request-key.ts'
import { savedAfter } from './save-with-secrets.ts'
import { splitCredentials } from './split-credentials.ts'

export interface CheckInput {
  readonly id?: string | undefined
  readonly draft?: EndpointDraft | undefined
}

/** What a check depends on, with the keys that the draft changes; hashed, so that no key stays in memory. */
function draftKey(draft: EndpointDraft): string {
  const changes = Object.entries(draft.secrets).filter(
    ([, change]) => change?.state !== 'unchanged',
  )
  return createHash('sha256')
    .update(requestKey(draft))
    .update(JSON.stringify(changes))
    .digest('hex')
}

/** Remembers the last check of a draft, so that saving the same draft keeps its result. */
export interface CheckMemory {
  remember(draft: EndpointDraft, lastCheck: LastCheck): void
  lastCheckOf(draft: EndpointDraft): LastCheck | undefined
}

export function createCheckMemory(): CheckMemory {
  let last: { key: string; lastCheck: LastCheck } | undefined
  return {
    remember(draft, lastCheck) {
      last = { key: draftKey(draft), lastCheck }
    },
    lastCheckOf: (draft) => (last?.key === draftKey(draft) ? last.lastCheck : undefined),
  }
}

export interface EndpointCheckOptions {
  readonly endpoints: Pick<EndpointService, 'get' | 'keepCheck'>
  readonly vault: SecretVault
  readonly engine: Engine
  readonly embedded: EmbeddedServers
  readonly memory: CheckMemory
  /** An environment variable of the host, for endpoints that name it. */
  readonly readVariable: (name: string) => string | undefined
}

/** The draft (or what is saved under `id`) with the secret values that apply. */
async function resolveDraft(
  input: CheckInput,
  options: EndpointCheckOptions,
): Promise<ResolvedEndpoint> {
  const saved = input.id === undefined ? undefined : await options.endpoints.get(input.id)
  const draft = input.draft ? splitCredentials(input.draft) : undefined
  const changes = draft?.secrets ?? {}
  const fields = draft ?? saved ?? endpointFieldsSchema.parse({})
  const endpoint: Endpoint = {
    ...endpointFieldsSchema.parse(fields),
    id: saved?.id ?? 'draft',
    savedSecrets: savedAfter(saved?.savedSecrets ?? [], changes),
    createdAt: saved?.createdAt ?? '',
    updatedAt: saved?.updatedAt ?? '',
  }
  const withUrl = await withEmbeddedUrl(endpoint, options.embedded)
  const resolved = await resolveEndpoint(withUrl, {
    readVariable: options.readVariable,
    readSecret: async (name) => {
      const change = changes[name]
      if (change?.state === 'set') return change.value
      if (change?.state === 'removed' || !saved) return undefined
      return options.vault.get(saved.id, name)
    },
  })
  // What is typed is used, but it is not in the vault: the report says where credentials come from.
  const savedSecrets = resolved.endpoint.savedSecrets.filter(
    (name) => changes[name]?.state !== 'set',
  )
  return { ...resolved, endpoint: { ...resolved.endpoint, savedSecrets } }
}

export async function* checkEndpointDraft(
  input: CheckInput,
  options: EndpointCheckOptions,
  signal: AbortSignal,
): AsyncGenerator<CheckEvent, void, void> {
  const resolved = await resolveDraft(input, options)
  for await (const event of options.engine.check(resolved, { signal })) {
    if (event.type === 'report' && !signal.aborted) {
      const { at, ok, summary } = event.report
      if (input.draft) options.memory.remember(splitCredentials(input.draft), { at, ok, summary })
      if (input.id !== undefined && (await isAsSaved(input, options))) {
        await options.endpoints.keepCheck(input.id, { at, ok, summary })
      }
    }
    yield event
  }
}

export async function listDraftModels(
  input: CheckInput,
  options: EndpointCheckOptions,
  signal: AbortSignal,
): Promise<string[]> {
  return options.engine.listModels(await resolveDraft(input, options), { signal })
}

/** True when what was checked is what is saved: then the result belongs to the saved entry. */
async function isAsSaved(
  { id, draft }: CheckInput,
  options: EndpointCheckOptions,
): Promise<boolean> {
  if (!draft || id === undefined) return true
  const split = splitCredentials(draft)
  const changesSecret = Object.values(split.secrets).some((change) => change?.state !== 'unchanged')
  return !changesSecret && requestKey(split) === requestKey(await options.endpoints.get(id))
}
