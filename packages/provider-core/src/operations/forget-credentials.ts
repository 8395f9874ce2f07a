/** @file What happens to credentials that the upstream refused. */
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import { ownAuthOf } from '../platforms/own-auth.ts'
import { getSpec } from '../specs/registry.ts'
import type { Engine } from './engine.ts'

/** Drops what was derived or fetched for an endpoint, so that the next request gets it anew. */
export function forgetCredentials(
  resolved: ResolvedEndpoint,
  { getPlatform, tokenCommands }: Pick<Engine, 'getPlatform' | 'tokenCommands'>,
): void {
  const auth = ownAuthOf(resolved)
  if (auth?.command !== undefined) tokenCommands?.forget(auth.command)
  if (auth === undefined)
    getPlatform(getSpec(resolved.endpoint.spec).platform).forgetCredentials?.(resolved)
}
