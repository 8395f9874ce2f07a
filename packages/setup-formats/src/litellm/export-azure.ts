/** @file Azure endpoints → LiteLLM's `azure/` and `azure_ai/`. */
import type { Endpoint } from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import {
  noKey,
  noQuery,
  plainBase,
  tellBaseQuery,
  type Connection,
  type ConnectionContext,
} from './export-base.ts'

/** @returns `undefined` where LiteLLM cannot reach the resource. */
export function exportAzure(
  endpoint: Endpoint,
  context: ConnectionContext,
): Connection | undefined {
  const { notes, reference } = context
  const base = azureBase(endpoint, context)
  if (base === undefined) return undefined
  const dialect = getSpec('azure').resolveDialect(endpoint, 'm')
  // A base URL of the v1 API goes before a dated version here, but not with LiteLLM.
  const isV1 = /\/openai\/v1(?:\/|$)|^\/v1(?:\/|$)/.test(plainBase(endpoint)?.path ?? '')
  const typed = reference.field('apiVersion') ?? endpoint.apiVersion
  const version = isV1 && typed !== 'preview' ? 'v1' : typed
  if (dialect !== 'anthropic-messages' && version !== typed)
    notes.approximate('apiVersion', 'Written as v1: the base URL is that of the v1 API.')
  else if (dialect !== 'anthropic-messages' && version === undefined)
    notes.approximate('apiVersion', 'Written as v1, which is what an empty version stands for.')
  const prefix = { 'openai-responses': 'azure/responses/', 'anthropic-messages': 'azure_ai/' }
  return {
    model: (id) => (dialect in prefix ? prefix[dialect as keyof typeof prefix] : 'azure/') + id,
    params: {
      api_base: base,
      ...(dialect === 'anthropic-messages' && version === undefined
        ? {}
        : { api_version: version ?? 'v1' }),
      ...azureCredentials(endpoint, context),
      ...noQuery(endpoint, context),
    },
  }
}

function azureBase(
  endpoint: Endpoint,
  { notes, reference }: ConnectionContext,
): string | undefined {
  const variable = reference.field('baseUrl')
  if (variable !== undefined) return variable
  if (reference.field('resourceName') !== undefined) {
    notes.byHand(
      'resourceName',
      'LiteLLM wants the whole URL. Its models are left out; type a base URL in place of the variable.',
    )
    return undefined
  }
  const isClaudeHost = endpoint.dialect === 'anthropic-messages'
  const { resourceName = '' } = endpoint
  if (endpoint.baseUrl === undefined) {
    const host = resourceName.includes('.')
      ? resourceName
      : `${resourceName}.${isClaudeHost ? 'services.ai' : 'openai'}.azure.com`
    return `https://${host}${isClaudeHost ? '/anthropic' : ''}`
  }
  const base = plainBase(endpoint)
  const root = base?.path.replace(
    /(?:\/openai(?:\/v1)?|\/v1)(?:\/(?:chat\/completions|responses))?$|\/anthropic(?:\/v1(?:\/messages)?)?$/,
    '',
  )
  if (
    endpoint.exactUrl ||
    base === undefined ||
    root === undefined ||
    /\/(?:openai|models|v1)(?:\/|$)/.test(root)
  ) {
    notes.unsupported(
      'baseUrl',
      'LiteLLM wants the root of the Azure resource. Its models are left out.',
    )
    return undefined
  }
  if (root !== base.path && !isClaudeHost)
    notes.approximate(
      'baseUrl',
      `Written without ${base.path.slice(root.length)}, which LiteLLM puts behind it.`,
    )
  if (resourceName !== '') notes.approximate('resourceName', 'Left out: the base URL holds.')
  tellBaseQuery(endpoint, notes)
  return base.origin + root + (isClaudeHost ? '/anthropic' : '')
}

function azureCredentials(
  endpoint: Endpoint,
  { notes, reference }: ConnectionContext,
): Record<string, unknown> {
  if (endpoint.authority !== undefined)
    notes.unsupported(
      'authority',
      'LiteLLM reads the sign-in host from the variable AZURE_AUTHORITY_HOST only.',
    )
  const bearer = reference.secret('bearerToken')
  const secret = reference.secret('clientSecret')
  const kind =
    endpoint.credentialKind ??
    (reference.secret('apiKey') !== undefined
      ? 'api-key'
      : secret !== undefined
        ? 'entra-client'
        : 'bearer-token')
  if (kind === 'api-key') return { api_key: reference.secret('apiKey') ?? noKey }
  if (kind === 'bearer-token') return bearer === undefined ? {} : { azure_ad_token: bearer }
  return {
    tenant_id: reference.field('tenantId') ?? endpoint.tenantId,
    client_id: reference.field('clientId') ?? endpoint.clientId,
    client_secret: secret,
    azure_scope: endpoint.tokenScope,
  }
}
