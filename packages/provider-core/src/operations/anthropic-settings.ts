/** @file Which version and betas of Anthropic's format a call uses: named by its own headers, the endpoint's, or its settings. */
import type { Endpoint } from '../model/endpoint.ts'

type Headers = Readonly<Record<string, string>>

/**
 * The version that holds for a call: its own header, else the endpoint's header row, else its setting;
 * `undefined` for the format's usual one.
 */
export function resolveAnthropicVersion(
  endpoint: Pick<Endpoint, 'headers' | 'anthropicVersion'>,
  callHeaders: Headers = {},
): string | undefined {
  return (
    findHeader(callHeaders, 'anthropic-version') ??
    findHeader(endpoint.headers, 'anthropic-version') ??
    endpoint.anthropicVersion
  )
}

/** The betas that the endpoint and the call ask for: unlike other headers they add up. */
export function resolveAnthropicBetas(
  endpoint: Pick<Endpoint, 'headers'>,
  callHeaders: Headers = {},
): readonly string[] {
  const named = [endpoint.headers, callHeaders].flatMap((headers) =>
    (findHeader(headers, 'anthropic-beta') ?? '').split(','),
  )
  return [...new Set(named.map((beta) => beta.trim()).filter((beta) => beta !== ''))]
}

function findHeader(headers: Headers, wanted: string): string | undefined {
  const found = Object.entries(headers).find(([name]) => name.trim().toLowerCase() === wanted)
  return found?.[1].trim() || undefined
}
