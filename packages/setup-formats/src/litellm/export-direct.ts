/** @file Endpoints on plain hosts → LiteLLM: the OpenAI, Anthropic and Google formats. */
import type { Endpoint } from '@patchbay/provider-core/model'
import {
  baseBefore,
  noKey,
  noQuery,
  type Connection,
  type ConnectionContext,
} from './export-base.ts'

/** @param operation What LiteLLM puts behind the base URL itself. */
export function exportOpenai(
  endpoint: Endpoint,
  { notes, reference }: ConnectionContext,
  operation: string,
  prefix: string,
): Connection | undefined {
  const base = baseBefore(endpoint, { notes, reference }, operation)
  if (base === undefined) return undefined
  if (Object.keys(endpoint.query).length > 0)
    notes.approximate(
      'query',
      'LiteLLM sends query parameters with embeddings, but not with chats.',
    )
  return {
    model: (id) => prefix + id,
    params: {
      api_base: base,
      api_key: reference.secret('apiKey') ?? noKey,
      ...(Object.keys(endpoint.query).length === 0 ? {} : { extra_query: endpoint.query }),
    },
  }
}

/** @returns `undefined` where LiteLLM would call another address. */
export function exportAnthropic(
  endpoint: Endpoint,
  context: ConnectionContext,
): Connection | undefined {
  const base = baseBefore(endpoint, context, '/v1/messages')
  if (base === undefined) return undefined
  if (/\/v1\/*$/.test(endpoint.baseUrl ?? ''))
    context.notes.approximate('baseUrl', 'Written without /v1, which LiteLLM puts behind it.')
  return {
    model: (id) => `anthropic/${id}`,
    params: {
      api_base: base,
      api_key: context.reference.secret('apiKey') ?? noKey,
      ...noQuery(endpoint, context),
    },
  }
}

/** @returns `undefined` where LiteLLM would call another address. */
export function exportGoogle(
  endpoint: Endpoint,
  context: ConnectionContext,
): Connection | undefined {
  const base = baseBefore(endpoint, context, '/models/m:streamGenerateContent')
  if (base === undefined) return undefined
  const isOwn = base === 'https://generativelanguage.googleapis.com/v1beta'
  if (
    !isOwn &&
    !/\/v1(?:alpha|beta)?\/*$/.test(endpoint.baseUrl ?? '') &&
    endpoint.environment?.fields.baseUrl === undefined
  )
    context.notes.approximate(
      'baseUrl',
      'Written with /v1beta, which LiteLLM does not put behind it.',
    )
  else if (isOwn && endpoint.baseUrl !== 'https://generativelanguage.googleapis.com')
    context.notes.approximate('baseUrl', "Left out: it is LiteLLM's own.")
  return {
    model: (id) => `gemini/${id}`,
    params: {
      ...(isOwn ? {} : { api_base: base }),
      api_key: context.reference.secret('apiKey') ?? noKey,
      ...noQuery(endpoint, context),
    },
  }
}
