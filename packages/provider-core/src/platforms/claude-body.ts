/** @file Claude's Messages on a cloud: the version stands in the body, and what the URL says does not. */
import type { JsonObject } from '../dialects/dialect.ts'
import type { EndpointFields } from '../model/endpoint.ts'
import type { UnsignedRequest } from './platform.ts'

/**
 * Adapts a Messages body.
 *
 * @param drop Fields that the URL carries instead.
 * @param version `anthropic_version`; one that is in the body already (extra body) stays.
 */
export function adaptClaudeBody(
  body: JsonObject,
  drop: readonly string[],
  version: string,
): JsonObject {
  const kept = Object.entries(body).filter(([name]) => !drop.includes(name))
  return { anthropic_version: version, ...Object.fromEntries(kept) }
}

/** Takes the format's own version header off: it stands in the body. One that the user set stays. */
export function dropVersionHeader(
  request: UnsignedRequest,
  endpoint: Pick<EndpointFields, 'headers'>,
): UnsignedRequest {
  const own = Object.keys(endpoint.headers).some(
    (name) => name.toLowerCase() === 'anthropic-version',
  )
  if (own) return request
  const { 'anthropic-version': _, ...headers } = request.headers
  return { ...request, headers }
}
