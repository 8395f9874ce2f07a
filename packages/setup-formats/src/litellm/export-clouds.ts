/** @file Bedrock and Vertex endpoints → LiteLLM's `bedrock/` and `vertex_ai/`. */
import type { Endpoint } from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import { isClaude } from './connect-bedrock.ts'
import {
  addressOf,
  noQuery,
  plainBase,
  tellBaseQuery,
  type Connection,
  type ConnectionContext,
} from './export-base.ts'

/** @returns `undefined` for interfaces that LiteLLM does not call. */
export function exportBedrock(
  endpoint: Endpoint,
  context: ConnectionContext,
): Connection | undefined {
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

/** @returns `undefined` where LiteLLM would call another address, or has no such credentials. */
export function exportVertex(
  endpoint: Endpoint,
  context: ConnectionContext,
): Connection | undefined {
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
