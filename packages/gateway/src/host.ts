/** @file What the gateway needs from the app that runs it. */
import type { ProviderEngine, RoutingSettings } from '@patchbay/provider-core'
import type { GatewayAlias, ResolvedEndpoint, Route } from '@patchbay/provider-core/model'
import type { Trace } from './trace.ts'

/** A key that clients may send: only its digest, so that comparing takes the same time whatever is sent. */
export interface KeyDigest {
  readonly id: string
  /** SHA-256 of the key. */
  readonly digest: Uint8Array
  /** Patterns of model names; `undefined` for all. */
  readonly models: readonly string[] | undefined
}

/** Everything that decides about a request, as it is now. Replaced as a whole when settings or keys change. */
export interface GatewayConfig {
  readonly routing: RoutingSettings
  readonly aliases: ReadonlyMap<string, GatewayAlias>
  /** Providers that can answer: with a key for the official API, or switched to a custom endpoint. */
  readonly usableProviders: ReadonlySet<string>
  readonly requireKey: boolean
  readonly keys: readonly KeyDigest[]
  readonly keepBodies: boolean
  readonly assumeModelExists: boolean
}

export interface GatewayHost {
  readonly engine: ProviderEngine
  /** The same object until something changes. Throws `ProviderError` when the vault or the settings cannot be read. */
  config(): GatewayConfig | Promise<GatewayConfig>
  /**
   * Settings and secrets of a route's endpoint: the same object until something changes, so that what
   * is derived from it can be kept beside it. Throws `ProviderError`, also where the endpoint is not the one
   * any more that the route was made for.
   *
   * @param config What the route was made from.
   */
  resolve(route: Route, config: GatewayConfig): ResolvedEndpoint | Promise<ResolvedEndpoint>
  /**
   * Told when bodies of a request begin to be kept, so that all of them together can be bounded while they
   * grow: `trace.keepsBodies = false` lets go of them. Must not throw or block.
   */
  onKeep(trace: Trace): void
  /** Told when a request was admitted or refused, and once more when it ended. Must not throw or block. */
  onBegin(trace: Trace): void
  onEnd(trace: Trace): void
}
