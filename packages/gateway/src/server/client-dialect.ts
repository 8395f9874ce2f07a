/** @file The wire format that a client speaks, where its path does not say so. */
import type { IncomingHttpHeaders } from 'node:http'
import { getDialect, type ClientDialect } from '@patchbay/provider-core'
import type { DialectId } from '@patchbay/provider-core/model'

/** The codec of a format that clients speak. Bedrock's Converse is none: no path leads to it. */
export function getClientDialect(id: DialectId): ClientDialect {
  return getDialect(id) as ClientDialect
}

/** What the vendors' clients send: Anthropic's its version, each its own way to give the key. */
export function guessDialect(headers: IncomingHttpHeaders, query: URLSearchParams): DialectId {
  if (headers['anthropic-version'] !== undefined) return 'anthropic-messages'
  if (headers.authorization !== undefined) return 'openai-chat'
  if (headers['x-goog-api-key'] !== undefined) return 'google-generate'
  if (headers['x-api-key'] !== undefined) return 'anthropic-messages'
  return query.has('key') && headers['api-key'] === undefined ? 'google-generate' : 'openai-chat'
}
