/** @file What an endpoint connects to → `litellm_params`, by its type. The reverse of the `connect-*` files. */
import type { Endpoint } from '@patchbay/provider-core/model'
import { getSpec, parseBaseUrl, type BaseUrl } from '@patchbay/provider-core/specs'
import { isClaude } from './connect-bedrock.ts'
import type { ExportNotes, Reference } from './export-notes.ts'

export interface Connection {
  /** Prefix and id as LiteLLM wants them. */
  readonly model: (upstreamModelId: string) => string
  readonly params: Record<string, unknown>
}

export interface ConnectionContext {
  readonly notes: ExportNotes
  /** `os.environ/NAME` for a field or secret of the endpoint; `undefined` where it has none. */
  readonly reference: Reference
}

/** @returns `undefined` where LiteLLM cannot reach it; the notes say why. */
export function exportConnection(
  endpoint: Endpoint,
  context: ConnectionContext,
): Connection | undefined {
  switch (endpoint.spec) {
    case 'openai-chat-completions':
      return openai(endpoint, context, '/chat/completions', 'openai/')
    case 'openai-responses':
      return openai(endpoint, context, '/responses', 'openai/responses/')
    case 'anthropic':
      return anthropic(endpoint, context)
    case 'google':
      return google(endpoint, context)
    case 'azure':
      return azure(endpoint, context)
    case 'amazon-bedrock':
      return bedrock(endpoint, context)
    case 'google-vertex':
      return vertex(endpoint, context)
    case 'custom-handler':
      context.notes.unsupported(
        'spec',
        'LiteLLM runs handlers in Python only. Its models are left out.',
      )
      return undefined
  }
}

/** Key that LiteLLM asks for where the server asks for none. Read back as no key. */
const noKey = 'none'

function openai(
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

function anthropic(endpoint: Endpoint, context: ConnectionContext): Connection | undefined {
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

function google(endpoint: Endpoint, context: ConnectionContext): Connection | undefined {
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

/**
 * The part of the called URL before what LiteLLM appends itself, so that both call the same.
 *
 * @returns `undefined` where LiteLLM would call something else.
 */
function baseBefore(
  endpoint: Endpoint,
  { notes, reference }: ConnectionContext,
  operation: string,
): string | undefined {
  const variable = reference.field('baseUrl')
  if (variable !== undefined) return variable
  const spec = getSpec(endpoint.spec)
  const url = addressOf(
    () =>
      spec.address(endpoint, {
        kind: 'chat',
        dialect: spec.resolveDialect(endpoint, 'm'),
        modelId: 'm',
        stream: true,
      })?.url,
  )
  const parsed = url === undefined ? undefined : parseBaseUrl(url)
  if (parsed?.ok !== true) {
    notes.unsupported('baseUrl', 'This is no base URL that can be called. Its models are left out.')
    return undefined
  }
  const { origin, path } = parsed.base
  if (!path.endsWith(operation)) {
    notes.unsupported(
      'baseUrl',
      `LiteLLM puts ${operation.replace('m:', '…:')} behind every base URL, and this one is called otherwise. Its models are left out.`,
    )
    return undefined
  }
  if (endpoint.exactUrl)
    notes.approximate('exactUrl', 'Written as the base URL that leads to the same address.')
  tellBaseQuery(endpoint, notes)
  const base = origin + path.slice(0, -operation.length)
  return base
}

function addressOf(read: () => string | undefined): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** LiteLLM's clients lose or misplace a query of the base URL. */
function tellBaseQuery({ baseUrl }: Endpoint, notes: ExportNotes): void {
  const parsed = parseBaseUrl(baseUrl ?? '')
  if (parsed.ok && parsed.base.query !== '')
    notes.unsupported('baseUrl', 'LiteLLM sends no query of a base URL: it is left out.')
}

function noQuery({ query }: Endpoint, { notes }: ConnectionContext): Record<string, never> {
  if (Object.keys(query).length > 0)
    notes.unsupported('query', 'LiteLLM sends query parameters for the OpenAI format only.')
  return {}
}

function plainBase(endpoint: Endpoint): BaseUrl | undefined {
  const parsed = parseBaseUrl(endpoint.baseUrl ?? '')
  return parsed.ok ? parsed.base : undefined
}

function azure(endpoint: Endpoint, context: ConnectionContext): Connection | undefined {
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

function bedrock(endpoint: Endpoint, context: ConnectionContext): Connection | undefined {
  const { notes, reference } = context
  if ((endpoint.bedrockApi ?? 'native') !== 'native') {
    notes.unsupported(
      'bedrockApi',
      'Only Converse and Invoke can be written for LiteLLM. Its models are left out.',
    )
    return undefined
  }
  const region = reference.field('region') ?? endpoint.region
  const base = bedrockBase(endpoint, context)
  const route = (id: string): string => {
    if (endpoint.dialect === 'bedrock-converse') return 'converse/'
    return endpoint.dialect === 'anthropic-messages' && isClaude(id) ? 'invoke/' : ''
  }
  return {
    model: (id) => `bedrock/${route(id)}${id}`,
    params: {
      aws_region_name: region,
      ...(base === undefined ? {} : { aws_bedrock_runtime_endpoint: base }),
      ...awsCredentials(endpoint, context),
      ...noQuery(endpoint, context),
    },
  }
}

function bedrockBase(
  endpoint: Endpoint,
  { notes, reference }: ConnectionContext,
): string | undefined {
  const variable = reference.field('baseUrl')
  if (variable !== undefined) return variable
  const base = plainBase(endpoint)
  if (base !== undefined) {
    tellBaseQuery(endpoint, notes)
    if (endpoint.fips === true) notes.approximate('fips', 'Left out: the base URL holds.')
    return base.origin + base.path
  }
  if (endpoint.fips !== true) return undefined
  const spec = getSpec('amazon-bedrock')
  const url = addressOf(
    () =>
      spec.address(endpoint, {
        kind: 'chat',
        dialect: 'bedrock-converse',
        modelId: 'm',
        stream: false,
      })?.url,
  )
  if (url === undefined)
    notes.unsupported(
      'fips',
      'The region comes from a variable, so the address of the FIPS host is not known.',
    )
  return url === undefined ? undefined : new URL(url).origin
}

function awsCredentials(
  endpoint: Endpoint,
  { reference }: ConnectionContext,
): Record<string, unknown> {
  const kind = endpoint.credentialKind
  const profile = reference.field('profile') ?? endpoint.profile
  const keys = {
    aws_access_key_id: reference.secret('accessKeyId'),
    aws_secret_access_key: reference.secret('secretAccessKey'),
    aws_session_token: reference.secret('sessionToken'),
  }
  if (kind === 'access-keys') return keys
  if (kind === 'api-key') return { api_key: reference.secret('apiKey') }
  if (kind === 'profile') return { aws_profile_name: profile }
  if (kind === 'default-chain') return {}
  return { ...keys, api_key: reference.secret('apiKey'), aws_profile_name: profile }
}

function vertex(endpoint: Endpoint, context: ConnectionContext): Connection | undefined {
  const { notes, reference } = context
  const base = plainBase(endpoint)
  const variable = reference.field('baseUrl')
  if (endpoint.exactUrl || (base !== undefined && !/^(?:\/v1(?:beta1)?)?$/.test(base.path))) {
    notes.unsupported(
      'baseUrl',
      'LiteLLM calls other paths behind such a base URL. Its models are left out.',
    )
    return undefined
  }
  if (endpoint.credentialKind === 'express-key') {
    notes.unsupported('credentialKind', 'LiteLLM has no express keys. Its models are left out.')
    return undefined
  }
  if (endpoint.dialect !== undefined && endpoint.dialect !== 'openai-chat')
    notes.unsupported('dialect', 'LiteLLM picks the format by the name of the model.')
  return {
    model: (id) => `vertex_ai/${id}`,
    params: {
      vertex_project: reference.field('projectId') ?? endpoint.projectId,
      vertex_location: reference.field('location') ?? endpoint.location,
      ...(base === undefined && variable === undefined
        ? {}
        : { api_base: variable ?? base?.origin.concat(base.path) }),
      ...(endpoint.credentialKind === 'adc'
        ? {}
        : { vertex_credentials: reference.secret('googleCredentials') }),
      ...noQuery(endpoint, context),
    },
  }
}
