/** @file Claude's Messages on a cloud: the version stands in the body, and what the URL says does not. */
import type { JsonObject } from '../dialects/dialect.ts'
import type { EndpointFields } from '../model/endpoint.ts'
import type { BodyContext, UnsignedRequest } from './platform.ts'

/** The version of the vendor's own host; the clouds have a word of their own for it. */
const hostVersion = '2023-06-01'

/**
 * Adapts a Messages body: `anthropic_version` and `anthropic_beta` stand in it, not in headers. A version that
 * is in the body already (extra body) stays, and betas are added to those that are.
 *
 * @param drop Fields that the URL carries instead.
 * @param usualVersion The cloud's own version, where none or the host's usual one was asked for.
 */
export function adaptClaudeBody(
  body: JsonObject,
  drop: readonly string[],
  usualVersion: string,
  { anthropicVersion, anthropicBeta = [] }: BodyContext,
): JsonObject {
  const kept = Object.fromEntries(Object.entries(body).filter(([name]) => !drop.includes(name)))
  const isUsual = anthropicVersion === undefined || anthropicVersion === hostVersion
  const own = Array.isArray(kept['anthropic_beta']) ? (kept['anthropic_beta'] as unknown[]) : []
  const betas = [...new Set([...own, ...anthropicBeta])]
  return {
    anthropic_version: isUsual ? usualVersion : anthropicVersion,
    ...kept,
    ...(anthropicBeta.length > 0 && { anthropic_beta: betas }),
  }
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
