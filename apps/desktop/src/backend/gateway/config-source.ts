/**
 * @file What decides about gateway requests, as one snapshot of settings and vault. It stays the same object
 * until something changes, here or in another process; a failure to read is never kept.
 */
import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import type { GatewayConfig, GatewayHost, KeyDigest } from '@patchbay/gateway'
import { ProviderError } from '@patchbay/provider-core'
import type { CatalogueProvider, ResolvedEndpoint, Route } from '@patchbay/provider-core/model'
import type { ChangeHub, Topic } from '../app/change-hub.ts'
import { requestKey } from '../endpoints/request-key.ts'
import type { ModelService } from '../models/model-service.ts'
import { providerSettingsOf } from '../providers/provider-service.ts'
import type { Settings } from '../storage/settings-schema.ts'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { SecretVault } from '../vault/secret-vault.ts'
import { readKeyValue } from './key-value.ts'

export interface ConfigSourceOptions {
  readonly catalogue: readonly CatalogueProvider[]
  readonly settings: Pick<SettingsStore, 'path' | 'read'>
  readonly vault: Pick<SecretVault, 'get'>
  readonly models: Pick<ModelService, 'resolve'>
  readonly changes: Pick<ChangeHub, 'listen'>
  /** False: this process asks for no key, whatever the settings say. */
  readonly keysAreAsked: () => boolean
  /** Milliseconds between two looks at the settings file, where the system reports no changes. */
  readonly lookMs?: number
}

export interface ConfigSource extends Pick<GatewayHost, 'config' | 'resolve'> {
  /** The next request reads everything again; those that run keep what they have. */
  invalidate(): void
  close(): void
}

/** Everything that was read since the last change. */
interface Snapshot {
  config: GatewayConfig | undefined
  loading: Promise<GatewayConfig> | undefined
  readonly resolved: Map<string, ResolvedEndpoint | Promise<ResolvedEndpoint>>
}

const deciding: ReadonlySet<Topic> = new Set(['vault', 'endpoints', 'providers', 'gateway'])

export function createConfigSource(options: ConfigSourceOptions): ConfigSource {
  const { settings, vault, models, changes, lookMs = 2000 } = options
  const empty = (): Snapshot => ({ config: undefined, loading: undefined, resolved: new Map() })
  let current = empty()
  const invalidate = (): void => {
    current = empty()
  }
  /** A request keeps its snapshot, also when it is not the current one any more. */
  const snapshots = new WeakMap<GatewayConfig, { snapshot: Snapshot; all: Settings }>()

  /**
   * Reads an endpoint with its secrets. Neither its old address with a new key nor the other way round may
   * come of a change that was made since the route was.
   */
  const readResolved = async (
    route: Route,
    { all, snapshot }: { readonly all: Settings; readonly snapshot: Snapshot },
  ): Promise<ResolvedEndpoint> => {
    const found = await models.resolve(route)
    const now = await settings.read()
    if (keyOf(all, route) === keyOf(now, route)) return found
    if (snapshot === current) invalidate()
    throw new ProviderError({
      code: 'overloaded',
      status: 503,
      message: `${route.endpointName} was changed while this request was on its way. Send it again.`,
    })
  }

  const load = async (snapshot: Snapshot): Promise<GatewayConfig> => {
    try {
      const all = await settings.read()
      const open = !all.gateway.requireKey || !options.keysAreAsked()
      let complete = true
      const keys = await digestKeys(all, vault).catch((error: unknown) => {
        if (!open) throw error
        complete = false
        return []
      })
      const config = { ...toNameConfig(all, options.catalogue), requireKey: !open, keys }
      snapshots.set(config, { snapshot, all })
      if (complete) snapshot.config = config
      return config
    } finally {
      snapshot.loading = undefined
    }
  }

  const stopListening = changes.listen((topics) => {
    if (topics.some((topic) => deciding.has(topic))) invalidate()
  })
  /** Not known at first: what changed before the first look is read anew. */
  let stamp: string | undefined
  const timer = setInterval(() => {
    void readStamp(settings.path).then((next) => {
      if (next !== stamp) invalidate()
      stamp = next
    })
  }, lookMs)
  timer.unref()

  return {
    config() {
      const snapshot = current
      return snapshot.config ?? (snapshot.loading ??= load(snapshot))
    },
    resolve(route, config) {
      const made = snapshots.get(config)
      if (made === undefined)
        throw new ProviderError({
          code: 'internal',
          message: 'The settings are of another gateway.',
        })
      const { resolved } = made.snapshot
      const known = resolved.get(route.endpointId)
      if (known) return known
      const reading = readResolved(route, made).then(
        (found) => {
          resolved.set(route.endpointId, found)
          return found
        },
        (error: unknown) => {
          resolved.delete(route.endpointId)
          throw error
        },
      )
      resolved.set(route.endpointId, reading)
      return reading
    },
    invalidate,
    close() {
      stopListening()
      clearInterval(timer)
    },
  }
}

/** Equal while requests of a route are addressed and signed alike, secrets apart. */
function keyOf({ endpoints, providers }: Settings, { endpointId, providerId }: Route): string {
  const endpoint = Object.hasOwn(endpoints, endpointId) ? endpoints[endpointId] : undefined
  if (endpoint !== undefined) return requestKey(endpoint)
  const provider = providerId === undefined ? undefined : providers[providerId]
  return JSON.stringify([provider?.mode, provider?.endpointId])
}

/** The snapshot without its keys: enough to tell where a name leads. */
export function toNameConfig(
  all: Settings,
  catalogue: readonly CatalogueProvider[],
): GatewayConfig {
  const { gateway, endpoints, providers } = all
  return {
    routing: { endpoints, providers },
    aliases: new Map(gateway.aliases.map((alias) => [alias.name, alias])),
    usableProviders: new Set(
      catalogue.flatMap(({ id }) => {
        const { mode, endpointId, savedSecrets } = providerSettingsOf(all, id)
        const usable =
          mode === 'official'
            ? savedSecrets.includes('apiKey')
            : endpointId !== undefined && Object.hasOwn(endpoints, endpointId)
        return usable ? [id] : []
      }),
    ),
    requireKey: gateway.requireKey,
    keys: [],
    keepBodies: gateway.keepBodies,
    assumeModelExists: gateway.assumeModelExists,
  }
}

/** Keys whose value is not in the vault are left out: nobody can send them. */
async function digestKeys(all: Settings, vault: Pick<SecretVault, 'get'>): Promise<KeyDigest[]> {
  const found = await Promise.all(
    all.gateway.keys.map(async ({ id, models }): Promise<KeyDigest[]> => {
      const value = await readKeyValue(vault, id)
      return value === undefined
        ? []
        : [{ id, digest: createHash('sha256').update(value).digest(), models }]
    }),
  )
  return found.flat()
}

async function readStamp(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  return found === undefined ? 'none' : `${found.ino} ${found.mtimeMs} ${found.size}`
}
