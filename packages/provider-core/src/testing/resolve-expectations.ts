/** @file The endpoint, secrets and all, that passes every check of a strict fake: for tests below the settings. */
import { endpointSchema, type EndpointFields, type ResolvedEndpoint } from '../model/endpoint.ts'
import type { SecretValues } from '../model/secret.ts'
import type { Expectations } from './profiles/profile.ts'

/** `overrides` change fields; `secrets` replaces all secrets when given. */
export function resolveExpectations(
  expectations: Expectations,
  overrides: Partial<EndpointFields> = {},
  secrets: SecretValues = expectations.secrets,
): ResolvedEndpoint {
  const { spec, baseUrl, headers, query, settings } = expectations
  const at = '2026-11-21T00:00:00.000Z'
  return {
    endpoint: endpointSchema.parse({
      id: 'e1',
      name: `Fake ${spec}`,
      spec,
      baseUrl,
      headers,
      query,
      ...settings,
      createdAt: at,
      updatedAt: at,
      ...overrides,
    }),
    secrets,
  }
}
