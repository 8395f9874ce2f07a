/** @file The error for a secret that a request needs and the endpoint has not. */
import { ProviderError } from '../errors/provider-error.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'

/** @param words Names of the missing secrets as the form shows them, such as "API key". */
export function missingSecret(resolved: ResolvedEndpoint, words: readonly string[]): ProviderError {
  return new ProviderError({
    code: 'missing-secret',
    message: `${resolved.endpoint.name} has no ${words.join(' and no ')}. Add it in Settings.`,
  })
}
