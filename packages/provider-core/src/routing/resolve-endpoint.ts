/** @file The only place where settings and secrets meet, right before a request. */
import { ProviderError } from '../errors/provider-error.ts'
import type { Endpoint, ResolvedEndpoint } from '../model/endpoint.ts'
import type { SecretName } from '../model/secret.ts'

/**
 * Reads the secrets that an endpoint has saved.
 *
 * @param readSecret Reads one secret from where it is kept; `undefined` when it is not there.
 * @throws ProviderError with `missing-secret` when one that was saved is gone, and whatever `readSecret`
 *   throws: a vault that cannot be read is never taken for a missing key.
 */
export async function resolveEndpoint(
  endpoint: Endpoint,
  readSecret: (name: SecretName) => Promise<string | undefined>,
): Promise<ResolvedEndpoint> {
  const names = [...new Set(endpoint.savedSecrets)]
  const values = await Promise.all(names.map((name) => readSecret(name)))
  const secrets: Partial<Record<SecretName, string>> = {}
  for (const [index, name] of names.entries()) {
    const value = values[index]
    if (value === undefined) {
      throw new ProviderError({
        code: 'missing-secret',
        message: `The saved secret ${name} of ${endpoint.name} is not in the vault any more. Type it again and save.`,
      })
    }
    secrets[name] = value
  }
  return { endpoint, secrets }
}
