/** @file What the form holds while it is edited: texts as typed, of every spec, valid or not. */
import {
  fieldSecretNames,
  defaultTimeouts,
  type DialectId,
  type EndpointSummary,
  type FieldSecretName,
  type SecretChange,
  type SpecId,
} from '@patchbay/provider-core/model'

/** A header or query parameter. `saved`: its value is in the vault and was not typed anew. */
export interface NamedValue {
  name: string
  value: string
  saved?: boolean | undefined
}

export const timeoutNames = ['connectMs', 'firstByteMs', 'idleMs'] as const
export type TimeoutName = (typeof timeoutNames)[number]

export interface FormValues {
  name: string
  spec: SpecId
  baseUrl: string
  exactUrl: boolean
  allowPlainHttp: boolean
  /** Empty: the wire format that the spec picks. */
  dialect: DialectId | ''
  /** Chosen way to authenticate, by spec; a spec that is not here has its first, or the saved one. */
  credentialKinds: Partial<Record<SpecId, string>>
  secrets: Record<FieldSecretName, SecretChange>
  resourceName: string
  apiVersion: string
  region: string
  profile: string
  projectId: string
  location: string
  /** The mapping as JSON text, kept even while it is not valid. */
  mappingText: string
  models: string[]
  headers: NamedValue[]
  query: NamedValue[]
  /** JSON text; empty for none. */
  extraBodyText: string
  /** Seconds as typed; empty for the default. */
  timeouts: Record<TimeoutName, string>
  supportsSystemMessage: boolean
  anthropicVersion: string
}

/** A form for a new custom provider. */
export function createFormValues(): FormValues {
  return {
    name: '',
    spec: 'openai-chat-completions',
    baseUrl: '',
    exactUrl: false,
    allowPlainHttp: false,
    dialect: '',
    credentialKinds: {},
    secrets: unchangedSecrets(),
    resourceName: '',
    apiVersion: '',
    region: '',
    profile: '',
    projectId: '',
    location: '',
    mappingText: '',
    models: [],
    headers: [],
    query: [],
    extraBodyText: '',
    timeouts: { connectMs: '', firstByteMs: '', idleMs: '' },
    supportsSystemMessage: true,
    anthropicVersion: '',
  }
}

/** A form for what is saved; secrets show as saved and hold no value. */
export function formValuesOf(endpoint: EndpointSummary): FormValues {
  return {
    name: endpoint.name,
    spec: endpoint.spec,
    baseUrl: endpoint.baseUrl ?? '',
    exactUrl: endpoint.exactUrl,
    allowPlainHttp: endpoint.allowPlainHttp,
    dialect: endpoint.dialect ?? '',
    credentialKinds: {},
    secrets: unchangedSecrets(),
    resourceName: endpoint.resourceName ?? '',
    apiVersion: endpoint.apiVersion ?? '',
    region: endpoint.region ?? '',
    profile: endpoint.profile ?? '',
    projectId: endpoint.projectId ?? '',
    location: endpoint.location ?? '',
    mappingText: formatJson(endpoint.modelMapping),
    models: endpoint.models,
    headers: namedValuesOf(endpoint.headers, endpoint.savedSecrets, 'header:'),
    query: namedValuesOf(endpoint.query, endpoint.savedSecrets, 'query:'),
    extraBodyText: formatJson(endpoint.extraBody),
    timeouts: {
      connectMs: secondsOf('connectMs', endpoint.timeouts.connectMs),
      firstByteMs: secondsOf('firstByteMs', endpoint.timeouts.firstByteMs),
      idleMs: secondsOf('idleMs', endpoint.timeouts.idleMs),
    },
    supportsSystemMessage: endpoint.supportsSystemMessage,
    anthropicVersion: endpoint.anthropicVersion ?? '',
  }
}

function unchangedSecrets(): Record<FieldSecretName, SecretChange> {
  const unchanged = { state: 'unchanged' } as const
  return {
    apiKey: unchanged,
    accessKeyId: unchanged,
    secretAccessKey: unchanged,
    sessionToken: unchanged,
    googleCredentials: unchanged,
  }
}

/** True for the name of a secret that has a field of its own. */
export function isFieldSecret(name: string): name is FieldSecretName {
  return fieldSecretNames.some((one) => one === name)
}

/** JSON as the editors show it: two blanks of indent, and nothing for an empty object. */
export function formatJson(value: Readonly<Record<string, unknown>>): string {
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value, null, 2)
}

function namedValuesOf(
  plain: Readonly<Record<string, string>>,
  savedSecrets: readonly string[],
  prefix: 'header:' | 'query:',
): NamedValue[] {
  const open = Object.entries(plain).map(([name, value]) => ({ name, value }))
  const kept = savedSecrets
    .filter((secret) => secret.startsWith(prefix))
    .map((secret) => ({ name: secret.slice(prefix.length), value: '', saved: true }))
  return [...open, ...kept]
}

/** Empty for the default, so that only what was chosen shows as chosen. */
function secondsOf(name: TimeoutName, ms: number | undefined): string {
  return ms === undefined || ms === defaultTimeouts[name] ? '' : String(ms / 1000)
}
