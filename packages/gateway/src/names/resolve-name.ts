/** @file From the model name that a client sends to the routes that are tried for it. */
import type { GatewayAlias, Route } from '@patchbay/provider-core/model'
import type { GatewayConfig } from '../host.ts'

/** Where a request may go: the first route, then those that are tried when it fails before its first byte. */
export interface Candidates {
  readonly routes: readonly [Route, ...Route[]]
  /** A prompt that is too long also goes on to the next. */
  readonly onContextOverflow: boolean
  readonly alias: GatewayAlias | undefined
}

export interface NameOptions {
  /** Ids that nothing knows are routed, unverified. */
  readonly assumeModelExists: boolean
  /** From 0 up to 1; picks among weighted targets. */
  readonly random: () => number
}

/** Throws `ProviderError` that names the nearest known names. */
export type ResolveName = (name: string, config: GatewayConfig, options: NameOptions) => Candidates
