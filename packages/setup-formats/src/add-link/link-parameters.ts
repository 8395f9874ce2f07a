/** @file What a `patchbay://add` link can say: its parameters and the field that each fills. */
import type { EndpointFields, SecretName, SpecId } from '@patchbay/provider-core/model'

/** Fields that one text each fills. */
export const textParameters = {
  name: 'name',
  base_url: 'baseUrl',
  region: 'region',
  project: 'projectId',
  location: 'location',
  resource: 'resourceName',
  api_version: 'apiVersion',
  tenant_id: 'tenantId',
  client_id: 'clientId',
  anthropic_version: 'anthropicVersion',
  dialect: 'dialect',
  bedrock_api: 'bedrockApi',
} as const satisfies Record<string, keyof EndpointFields>

/** Fields that are on or off. */
export const switchParameters = {
  system_message: 'supportsSystemMessage',
  exact_url: 'exactUrl',
} as const satisfies Record<string, keyof EndpointFields>

/** Keys may come along; they go to the vault when the form is saved. */
export const secretParameters = { key: 'apiKey' } as const satisfies Record<string, SecretName>

/** Other spellings, in lower case without `_` and `-`. */
const otherNames: Readonly<Record<string, string>> = {
  spec: 'type',
  provider: 'type',
  providertype: 'type',
  base: 'base_url',
  url: 'base_url',
  apibase: 'base_url',
  projectid: 'project',
  resourcename: 'resource',
  models: 'models',
  modelmapping: 'mapping',
  supportssystemmessage: 'system_message',
  apikey: 'key',
  authscheme: 'auth',
}

/** Types as other tools call them, in lower case. */
const otherTypes: Readonly<Record<string, SpecId>> = {
  openai: 'openai-chat-completions',
  'openai-chat': 'openai-chat-completions',
  'openai-compatible': 'openai-chat-completions',
  responses: 'openai-responses',
  claude: 'anthropic',
  gemini: 'google',
  'azure-openai': 'azure',
  bedrock: 'amazon-bedrock',
  vertex: 'google-vertex',
  vertexai: 'google-vertex',
  'vertex-ai': 'google-vertex',
}

/** Whoever made a link may be anybody: nothing of this machine is run, read or made less safe by one. */
const refused =
  /^(handler|auth\.?command|command|program|tls|insecure|verify|allowselfsigned|allowplainhttp|ca|clientcert|clientkey|proxy|env|environment|profile|credentialkind|credentials|googlecredentials|authority|tokenscope|embedded)(\.|$)/

const known: ReadonlySet<string> = new Set([
  ...Object.keys(textParameters),
  ...Object.keys(switchParameters),
  ...Object.keys(secretParameters),
  'type',
  'model',
  'models',
  'mapping',
  'auth',
])

export type LinkParameter =
  | { readonly kind: 'known'; readonly name: string }
  | { readonly kind: 'header' | 'query'; readonly name: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' }

/** What a parameter's name stands for. */
export function readParameterName(typed: string): LinkParameter {
  const row = /^(header|query)\.(.+)$/i.exec(typed)
  if (row?.[1] !== undefined && row[2] !== undefined)
    return { kind: row[1].toLowerCase() === 'header' ? 'header' : 'query', name: row[2] }
  const plain = typed.toLowerCase().replaceAll(/[-_]/g, '')
  if (refused.test(plain)) return { kind: 'refused' }
  const name = otherNames[plain] ?? [...known].find((each) => each.replaceAll('_', '') === plain)
  return name === undefined ? { kind: 'unknown' } : { kind: 'known', name }
}

/** A type by its id, or as other tools call it. */
export function readType(text: string, ids: readonly SpecId[]): SpecId | undefined {
  const plain = text.trim().toLowerCase().replaceAll('_', '-')
  return ids.find((id) => id === plain) ?? otherTypes[plain]
}
