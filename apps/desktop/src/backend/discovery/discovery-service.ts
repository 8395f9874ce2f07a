/** @file Model servers that run on this machine: found on their well-known ports, added by one call. */
import { ProviderError, type Send } from '@patchbay/provider-core'
import { endpointDraftSchema, type EndpointSummary } from '@patchbay/provider-core/model'
import { serverKinds, type FoundServer, type ServerKind } from '#contract/discovery-contract'
import type { ChangeHub } from '../app/change-hub.ts'
import { freeName } from '../endpoints/endpoint-names.ts'
import type { EndpointService } from '../endpoints/endpoint-service.ts'
import type { Settings } from '../storage/settings-schema.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { DiscoveryPorts } from './discovery-ports.ts'
import { probePort, type Probed } from './probe-port.ts'
import { isSameAddress } from './same-address.ts'

export interface DiscoveryOptions {
  readonly settings: SettingsStore
  readonly endpoints: Pick<EndpointService, 'list' | 'save'>
  readonly changes: ChangeHub
  /** Undefined where nothing can be sent; then nothing is found. */
  readonly send: Send | undefined
  readonly ports: DiscoveryPorts
  /** Whether our own gateway has the port. */
  readonly isOwnGateway: (port: number) => Promise<boolean>
  /** Milliseconds. */
  readonly clock: () => number
  /** Milliseconds for a port. */
  readonly limitMs?: number
}

export interface DiscoveryService {
  /** Never throws for what a server does; takes no longer than twice the limit. */
  find(options?: { fresh?: boolean }): Promise<FoundServer[]>
  /** Throws `ProviderError`: nothing answers there, or it wants a key. */
  add(baseUrl: string): Promise<EndpointSummary>
  dismiss(baseUrls: readonly string[]): Promise<void>
  restore(): Promise<void>
  close(): void
}

const names: Readonly<Record<ServerKind, string>> = {
  ollama: 'Ollama',
  'lm-studio': 'LM Studio',
  vllm: 'vLLM',
  'llama-cpp': 'llama.cpp',
  litellm: 'LiteLLM',
}

/** An answer of this age is still given: a screen that opens twice looks once. */
const freshMs = 5000
const maxDismissed = 100

export function createDiscoveryService(options: DiscoveryOptions): DiscoveryService {
  const { settings, endpoints, changes, send, ports, clock, limitMs = 1000 } = options
  const ended = new AbortController()
  let last: { readonly at: number; readonly probed: Promise<Probed[]> } | undefined

  const probe = async (kind: ServerKind): Promise<Probed | undefined> => {
    const port = ports[kind]
    if (send === undefined || port === 0 || (await options.isOwnGateway(port))) return undefined
    return probePort(kind, port, { send, signal: ended.signal, clock, limitMs })
  }

  const look = (fresh: boolean): Promise<Probed[]> => {
    const now = clock()
    if (!fresh && last !== undefined && now - last.at < freshMs) return last.probed
    const probed = Promise.all(serverKinds.map(probe)).then((found) => {
      const all = found.filter((one) => one !== undefined)
      // Two names may have been given the same port.
      return all.filter(
        ({ baseUrl }, index) => all.findIndex((one) => one.baseUrl === baseUrl) === index,
      )
    })
    last = { at: now, probed }
    return probed
  }

  const changeDismissed = async (
    change: (before: readonly string[]) => string[],
  ): Promise<void> => {
    await settings.update(async (all) => ({
      settings: { ...all, dismissedServers: change(all.dismissedServers) },
      result: undefined,
    }))
    changes.emit('app', 'endpoints')
  }

  return {
    async find({ fresh = false } = {}) {
      const probed = await look(fresh)
      const all = await settings.read()
      return probed.map((one) => describe(one, all))
    },

    async add(baseUrl) {
      const before = findExisting(await endpoints.list(), baseUrl)
      if (before !== undefined) return before
      const found = (await look(true)).find((one) => isSameAddress(one.baseUrl, baseUrl))
      if (found === undefined) {
        throw new ProviderError({
          code: 'connection-refused',
          message: `Nothing that Patchbay knows answers at ${baseUrl} now. Start the server, then look again.`,
        })
      }
      const name = nameOf(found)
      if (found.wantsKey) {
        throw new ProviderError({
          code: 'missing-secret',
          message: `${name} wants a key. Add it as a custom provider with the base URL ${found.baseUrl} and its key.`,
        })
      }
      const draft = endpointDraftSchema.parse({
        name: freeName(await settings.read(), name),
        spec: 'openai-chat-completions',
        baseUrl: found.baseUrl,
        models: found.models,
      })
      const result = await endpoints.save({ draft })
      if (result.ok) return result.endpoint
      throw new ProviderError({
        code: 'settings',
        message: result.issues.map(({ message }) => message).join(' '),
      })
    },

    dismiss: (baseUrls) =>
      changeDismissed((before) => [...new Set([...before, ...baseUrls])].slice(-maxDismissed)),
    restore: () => changeDismissed(() => []),
    close: () => ended.abort(),
  }
}

function describe(probed: Probed, settings: Settings): FoundServer {
  const { kind, baseUrl, models, wantsKey, answeredMs } = probed
  const existing = findExisting(Object.values(settings.endpoints), baseUrl)
  return {
    kind,
    name: nameOf(probed),
    baseUrl,
    models: [...models],
    wantsKey,
    answeredMs,
    endpointId: existing?.id,
    dismissed: settings.dismissedServers.includes(baseUrl),
  }
}

function nameOf({ kind, baseUrl }: Pick<Probed, 'kind' | 'baseUrl'>): string {
  return kind === 'openai-compatible'
    ? `OpenAI-compatible server on port ${new URL(baseUrl).port}`
    : names[kind]
}

function findExisting<T extends { readonly baseUrl?: string | undefined }>(
  all: readonly T[],
  baseUrl: string,
): T | undefined {
  return all.find((one) => one.baseUrl !== undefined && isSameAddress(one.baseUrl, baseUrl))
}
