/** @file Which way an endpoint authenticates, for a request that is about to be signed. */
import { ProviderError } from '../errors/provider-error.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import { getSpec } from '../specs/registry.ts'
import { resolveCredentialKind } from '../specs/resolve-credential-kind.ts'
import type { CredentialKind } from '../specs/spec-definition.ts'

/** The credential kind that holds. Throws `ProviderError` with `settings` when the endpoint names one that its type has not. */
export function requireCredentialKind({ endpoint, secrets }: ResolvedEndpoint): CredentialKind {
  const kind = resolveCredentialKind(endpoint, secrets)
  if (kind !== undefined) return kind
  const ids = getSpec(endpoint.spec).credentials.map(({ id }) => id)
  throw new ProviderError({
    code: 'settings',
    message: `${endpoint.name} authenticates by "${endpoint.credentialKind}", which its type does not have. Choose one of ${ids.join(', ')}.`,
  })
}
