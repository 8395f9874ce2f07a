/** @file The state of a custom provider's last check as lists show it. */
import type { EndpointSummary } from '@patchbay/provider-core/model'
import type { StatusKind } from '@patchbay/ui'

export interface EndpointStatus {
  readonly status: StatusKind
  /** For screen readers where only the icon shows. */
  readonly label: string
}

/** Icon and words of an endpoint's last check. */
export function readEndpointStatus(endpoint: Pick<EndpointSummary, 'lastCheck'>): EndpointStatus {
  if (!endpoint.lastCheck) return { status: 'idle', label: 'not checked yet' }
  return endpoint.lastCheck.ok
    ? { status: 'ok', label: 'answers' }
    : { status: 'error', label: `last check failed: ${endpoint.lastCheck.summary}` }
}
