/** @file The only place where settings, secrets and environment variables meet, right before a request. */
import { takeCredentials } from '../addressing/take-credentials.ts'
import { ProviderError } from '../errors/provider-error.ts'
import type { Endpoint, ResolvedEndpoint } from '../model/endpoint.ts'
import type { EnvironmentField } from '../model/environment.ts'
import { listFieldReferences, listSecretReferences } from '../model/referenced-fields.ts'
import type { SecretName } from '../model/secret.ts'

export interface SecretSources {
  /** Reads one secret from where it is kept; `undefined` when it is not there. */
  readonly readSecret: (name: SecretName) => Promise<string | undefined>
  /** Reads an environment variable of the host. Asked for what the endpoint names and nothing else. */
  readonly readVariable: (name: string) => string | undefined
}

/**
 * Reads the secrets that an endpoint has saved, and the variables that it names: these win over what is saved.
 *
 * @returns The endpoint with its fields filled in, and its secrets. `savedSecrets` are those of the vault.
 * @throws ProviderError with `missing-secret` when one that was saved is gone or a variable is not set, and
 *   whatever `readSecret` throws: a vault that cannot be read is never taken for a missing key.
 */
export async function resolveEndpoint(
  endpoint: Endpoint,
  { readSecret, readVariable }: SecretSources,
): Promise<ResolvedEndpoint> {
  const references = listSecretReferences(endpoint)
  const referenced = new Set(references.map(([name]) => name))
  const saved = [...new Set(endpoint.savedSecrets)].filter((name) => !referenced.has(name))
  const filled = fillFields(endpoint, readVariable)
  const secrets: Partial<Record<SecretName, string>> = { ...filled.secrets }
  for (const [name, variable] of references) {
    secrets[name] = readSet(endpoint, variable, readVariable)
  }
  const values = await Promise.all(saved.map((name) => readSecret(name)))
  for (const [index, name] of saved.entries()) {
    const value = values[index]
    if (value === undefined) {
      throw new ProviderError({
        code: 'missing-secret',
        message: `The saved secret ${name} of ${endpoint.name} is not in the vault any more. Type it again and save.`,
      })
    }
    secrets[name] = value
  }
  if (filled.endpoint === endpoint && references.length === 0) return { endpoint, secrets }
  return { endpoint: { ...filled.endpoint, savedSecrets: saved }, secrets }
}

/** A key in the query of a base URL is a secret there as well. */
function fillFields(
  endpoint: Endpoint,
  readVariable: SecretSources['readVariable'],
): { endpoint: Endpoint; secrets: Partial<Record<SecretName, string>> } {
  const references = listFieldReferences(endpoint)
  if (references.length === 0) return { endpoint, secrets: {} }
  const fields: Partial<Record<EnvironmentField, string>> = {}
  for (const [field, variable] of references) {
    fields[field] = readSet(endpoint, variable, readVariable)
  }
  const taken = fields.baseUrl === undefined ? undefined : takeCredentials(fields.baseUrl)
  return {
    endpoint: {
      ...endpoint,
      ...fields,
      ...(taken === undefined ? {} : { baseUrl: taken.baseUrl }),
    },
    secrets: taken?.secrets ?? {},
  }
}

function readSet(
  endpoint: Endpoint,
  variable: string,
  readVariable: SecretSources['readVariable'],
): string {
  const value = readVariable(variable)?.trim()
  if (value !== undefined && value !== '') return value
  throw new ProviderError({
    code: 'missing-secret',
    message: `${endpoint.name} takes a value from the environment variable ${variable}, which is not set. Set it and start Patchbay again, or type the value in its form.`,
  })
}
