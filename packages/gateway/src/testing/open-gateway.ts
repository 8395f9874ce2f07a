/** @file A gateway on a real socket over the real engine, with settings held in memory: for tests. */
import { createHash } from 'node:crypto'
import {
  catalogue,
  createPlatforms,
  createSend,
  officialEndpoint,
  ProviderError,
  type ProviderEngine,
} from '@patchbay/provider-core'
import {
  endpointSchema,
  gatewayAliasSchema,
  type GatewayAlias,
  type ResolvedEndpoint,
} from '@patchbay/provider-core/model'
import { describeEndpoint, type StrictUpstream } from '@patchbay/provider-core/testing'
import type { z } from 'zod'
import type { GatewayConfig, GatewayHost, KeyDigest } from '../host.ts'
import { createGateway, type Gateway } from '../server/gateway.ts'
import type { GatewayLimits } from '../server/limits.ts'
import type { Trace } from '../trace.ts'

export const testKey = 'pbk-test-key-of-the-gateway'

/** An endpoint that asks a strict fake, with its secrets. `overrides` go in last. */
export function endpointOf(
  { expectations }: Pick<StrictUpstream, 'expectations'>,
  overrides: Partial<z.input<typeof endpointSchema>> & { readonly id: string },
): ResolvedEndpoint {
  const { secrets, ...fields } = describeEndpoint(expectations)
  const endpoint = endpointSchema.parse({
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    savedSecrets: Object.keys(secrets),
    ...fields,
    ...overrides,
  })
  return { endpoint, secrets }
}

export function digestKey(id: string, value: string, models?: readonly string[]): KeyDigest {
  return { id, digest: createHash('sha256').update(value).digest(), models }
}

export interface ConfigInput {
  readonly endpoints?: readonly ResolvedEndpoint[]
  readonly aliases?: readonly z.input<typeof gatewayAliasSchema>[]
  /** Endpoint id by provider: those are in custom mode. */
  readonly providers?: Readonly<Record<string, string>>
  readonly keys?: readonly KeyDigest[]
  readonly settings?: Partial<
    Pick<GatewayConfig, 'requireKey' | 'keepBodies' | 'assumeModelExists' | 'usableProviders'>
  >
}

export function createConfig(input: ConfigInput = {}): GatewayConfig {
  const { endpoints = [], aliases = [], providers = {} } = input
  const custom = Object.entries(providers).map(([id, endpointId]) => [
    id,
    { mode: 'custom-endpoint' as const, endpointId, savedSecrets: [] },
  ])
  return {
    routing: {
      endpoints: Object.fromEntries(endpoints.map(({ endpoint }) => [endpoint.id, endpoint])),
      providers: Object.fromEntries(custom) as GatewayConfig['routing']['providers'],
    },
    aliases: new Map(
      aliases.map((alias): [string, GatewayAlias] => [alias.name, gatewayAliasSchema.parse(alias)]),
    ),
    usableProviders: new Set(Object.keys(providers)),
    requireKey: true,
    keys: input.keys ?? [digestKey('key-1', testKey)],
    keepBodies: false,
    assumeModelExists: false,
    ...input.settings,
  }
}

export interface TestGateway extends Gateway, AsyncDisposable {
  readonly host: GatewayHost
  /** Every trace, in the order of arrival. */
  readonly traces: Trace[]
  /** Resolves with the trace number `index` (0 is the first) when its request has ended. */
  ended(index: number): Promise<Trace>
  setConfig(config: GatewayConfig | Error): void
}

export interface TestGatewayOptions extends ConfigInput {
  readonly limits?: Partial<GatewayLimits>
}

/** Starts a gateway on a free port. Disposing of it closes every socket at once. */
export async function openGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const send = createSend()
  const now = (): Date => new Date()
  const platforms = createPlatforms({ now })
  const engine: ProviderEngine = {
    send,
    getPlatform: (id) => platforms[id],
    now,
    clock: () => performance.now(),
  }
  let config: GatewayConfig | Error = createConfig(options)
  const resolved = new Map(options.endpoints?.map((each) => [each.endpoint.id, each]))
  const traces: Trace[] = []
  const finished = new Set<Trace>()
  const waiting = new Set<() => void>()
  const host: GatewayHost = {
    engine,
    config: () => {
      if (config instanceof Error) throw config
      return config
    },
    resolve: ({ endpointId }) => {
      const found = resolved.get(endpointId)
      if (found !== undefined) return found
      const provider = catalogue.find(({ id }) => endpointId === `official:${id}`)
      const endpoint = provider && officialEndpoint(provider)
      const message = `${endpoint?.name ?? endpointId} has no key.`
      throw new ProviderError({ code: 'missing-secret', message })
    },
    onKeep: () => undefined,
    onBegin: (trace) => {
      traces.push(trace)
    },
    onEnd: (trace) => {
      finished.add(trace)
      for (const wake of waiting) wake()
    },
  }
  const gateway = await createGateway({
    host,
    port: 0,
    version: '9.9.9',
    limits: options.limits ?? {},
  })
  return {
    ...gateway,
    host,
    traces,
    ended: (index) =>
      new Promise((resolve) => {
        const look = (): void => {
          const trace = traces[index]
          if (trace === undefined || !finished.has(trace)) return
          waiting.delete(look)
          resolve(trace)
        }
        waiting.add(look)
        look()
      }),
    setConfig(next) {
      config = next
    },
    async [Symbol.asyncDispose]() {
      await gateway.close(0)
      await send.close()
    },
  }
}
