/** @file What the form holds while it is edited: texts as typed, of every spec, valid or not. */
import {
  fieldSecretNames,
  defaultTimeouts,
  fillReferences,
  withReferencedSecrets,
  type BedrockApi,
  type Compat,
  type DialectId,
  type EndpointSummary,
  type FieldSecretName,
  type SecretChange,
  type SpecId,
} from '@patchbay/provider-core/model'
import { resolveCredentialKind } from '@patchbay/provider-core/specs'
import { authValuesOf, type AuthValues } from './advanced/auth-values.ts'
import {
  proxyValuesOf,
  retryValuesOf,
  tlsValuesOf,
  type ProxyValues,
  type RetryValues,
  type TlsValues,
} from './advanced/connection-values.ts'
import { handlerSecretsOf, handlerValuesOf, type HandlerValues } from './handler-values.ts'
import { environmentValuesOf, type EnvironmentValues } from './environment-values.ts'

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
  tenantId: string
  clientId: string
  authority: string
  tokenScope: string
  /** Empty: the first of the spec's choices. */
  bedrockApi: BedrockApi | ''
  fips: boolean
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
  auth: AuthValues
  proxy: ProxyValues
  tls: TlsValues
  retry: RetryValues
  compat: Compat
  environment: EnvironmentValues
  handler: HandlerValues
  /** What a custom handler is given by name. */
  handlerSecrets: NamedValue[]
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
    tenantId: '',
    clientId: '',
    authority: '',
    tokenScope: '',
    bedrockApi: '',
    fips: false,
    mappingText: '',
    models: [],
    headers: [],
    query: [],
    extraBodyText: '',
    timeouts: { connectMs: '', firstByteMs: '', idleMs: '' },
    supportsSystemMessage: true,
    anthropicVersion: '',
    auth: authValuesOf(undefined),
    proxy: proxyValuesOf(undefined),
    tls: tlsValuesOf(undefined),
    retry: retryValuesOf(undefined),
    compat: {},
    environment: environmentValuesOf(undefined),
    handler: handlerValuesOf(undefined),
    handlerSecrets: [],
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
    credentialKinds: savedKind(endpoint),
    secrets: unchangedSecrets(),
    resourceName: endpoint.resourceName ?? '',
    apiVersion: endpoint.apiVersion ?? '',
    region: endpoint.region ?? '',
    profile: endpoint.profile ?? '',
    projectId: endpoint.projectId ?? '',
    location: endpoint.location ?? '',
    tenantId: endpoint.tenantId ?? '',
    clientId: endpoint.clientId ?? '',
    authority: endpoint.authority ?? '',
    tokenScope: endpoint.tokenScope ?? '',
    bedrockApi: endpoint.bedrockApi ?? '',
    fips: endpoint.fips ?? false,
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
    auth: authValuesOf(endpoint.auth),
    proxy: proxyValuesOf(endpoint.proxy),
    tls: tlsValuesOf(endpoint.tls),
    retry: retryValuesOf(endpoint.retry),
    compat: endpoint.compat ?? {},
    environment: environmentValuesOf(endpoint.environment),
    handler: handlerValuesOf(endpoint.handler),
    handlerSecrets: handlerSecretsOf(endpoint.savedSecrets),
  }
}

/** The saved way to authenticate; an endpoint that names none has the one that its requests use. */
function savedKind(endpoint: EndpointSummary): FormValues['credentialKinds'] {
  const saved = Object.fromEntries(endpoint.savedSecrets.map((name) => [name, true as const]))
  const presence = withReferencedSecrets(endpoint, saved)
  const kind =
    endpoint.credentialKind ?? resolveCredentialKind(fillReferences(endpoint), presence)?.id
  return kind === undefined ? {} : { [endpoint.spec]: kind }
}

function unchangedSecrets(): Record<FieldSecretName, SecretChange> {
  const changes = fieldSecretNames.map((name) => [name, { state: 'unchanged' }] as const)
  return Object.fromEntries(changes) as Record<FieldSecretName, SecretChange>
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
