import type { Expectations } from '../profiles/profile.ts'

/** The JSON that `patchbay endpoint add -` reads on stdin. */
export interface EndpointInput {
  name: string
  spec: string
  baseUrl: string
  headers?: Record<string, string>
  query?: Record<string, string>
  modelMapping?: Record<string, string>
  apiVersion?: string
  region?: string
  projectId?: string
  location?: string
  credentialKind?: string
  tenantId?: string
  clientId?: string
  authority?: string
  tokenScope?: string
  bedrockApi?: string
  profile?: string
  secrets: Record<string, string>
}

/** The endpoint that passes every check of the fake. `overrides` go in last. */
export function describeEndpoint(
  expectations: Expectations,
  overrides: Partial<EndpointInput> = {},
): EndpointInput {
  const { spec, baseUrl, headers, query, settings, secrets } = expectations
  return {
    name: `Fake ${spec}`,
    spec,
    baseUrl,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(Object.keys(query).length === 0 ? {} : { query }),
    ...settings,
    secrets,
    ...overrides,
  }
}
