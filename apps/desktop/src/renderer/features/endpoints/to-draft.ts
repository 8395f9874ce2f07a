/** @file From the form to the draft that is checked and saved; what cannot be read becomes an issue of its field. */
import {
  isCredentialName,
  parseMapping,
  type EndpointDraftInput,
  type FieldIssue,
  type SecretChange,
  type SecretName,
} from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import { readAuth } from './advanced/auth-values.ts'
import { readProxy, readRetry, readTls } from './advanced/connection-values.ts'
import { readNumber } from './advanced/read-number.ts'
import { chosenCredentials, chosenKind } from './credentials.ts'
import { readHandler, readHandlerSecrets } from './handler-values.ts'
import { withReferences } from './environment-values.ts'
import { readJsonObject } from './json-object.ts'
import { timeoutNames, type FormValues, type NamedValue } from './form-values.ts'

export interface DraftResult {
  /** As much of the draft as the form gives; what has an issue is left out. */
  readonly draft: EndpointDraftInput
  /** Paths are those of `FormValues`, such as `headers.0.value`. */
  readonly issues: readonly FieldIssue[]
}

type Secrets = NonNullable<EndpointDraftInput['secrets']>

/**
 * Reads the form.
 *
 * @param values the form as it stands
 * @param savedSecrets names of the secrets that the vault has for this endpoint
 */
export function toDraft(values: FormValues, savedSecrets: readonly string[]): DraftResult {
  const issues: FieldIssue[] = []
  const secrets: Secrets = chosenCredentials(values, savedSecrets)
  const mapping = parseMapping(values.mappingText)
  if (!mapping.ok) issues.push({ field: 'mappingText', message: mapping.issue.message })
  const headers = readNamedValues('headers', values.headers, savedSecrets, { secrets, issues })
  const query = readNamedValues('query', values.query, savedSecrets, { secrets, issues })
  readHandlerSecrets(values.handlerSecrets, savedSecrets, { secrets, issues })

  const draft: EndpointDraftInput = {
    name: values.name,
    spec: values.spec,
    baseUrl: values.baseUrl,
    exactUrl: values.exactUrl,
    allowPlainHttp: values.allowPlainHttp,
    dialect: values.dialect === '' ? undefined : values.dialect,
    modelMapping: mapping.ok ? mapping.mapping : {},
    headers,
    query,
    extraBody: readExtraBody(values.extraBodyText, issues),
    supportsSystemMessage: values.supportsSystemMessage,
    models: values.models,
    timeouts: readTimeouts(values, issues),
    anthropicVersion: values.anthropicVersion,
    resourceName: values.resourceName,
    apiVersion: values.apiVersion,
    region: values.region,
    profile: values.profile,
    projectId: values.projectId,
    location: values.location,
    tenantId: values.tenantId,
    clientId: values.clientId,
    authority: values.authority,
    tokenScope: values.tokenScope,
    bedrockApi: values.bedrockApi === '' ? undefined : values.bedrockApi,
    fips: values.fips || undefined,
    auth: readAuth(values.auth, issues),
    proxy: readProxy(values.proxy),
    tls: readTls(values.tls, issues),
    retry: readRetry(values.retry, issues),
    compat: readCompat(values.compat),
    handler: readHandler(values.handler, issues),
    ...chosenKindId(values, savedSecrets),
    secrets,
  }
  return { draft: withReferences(draft, values, savedSecrets, issues), issues }
}

const longestName = 80

/** The draft of a form for a request that does not save it: its name need not be one that can be saved. */
export function toTrialDraft(
  values: FormValues,
  savedSecrets: readonly string[],
): EndpointDraftInput {
  const { draft } = toDraft(values, savedSecrets)
  return { ...draft, name: draft.name.trim().slice(0, longestName) || 'Unsaved' }
}

/** The way to authenticate, where the spec has several. */
function chosenKindId(
  values: FormValues,
  savedSecrets: readonly string[],
): { credentialKind?: string } {
  if (getSpec(values.spec).credentials.length < 2) return {}
  const kind = chosenKind(values, savedSecrets)
  return kind === undefined ? {} : { credentialKind: kind.id }
}

type NamedKind = 'headers' | 'query'

/** Names of headers do not differ by case, names of query parameters do. */
function normalise(kind: NamedKind, name: string): string {
  return kind === 'headers' ? name.trim().toLowerCase() : name.trim()
}

/** Name of the vault's entry for a row: the saved one where there is one, else as typed. */
function secretNameOf(kind: NamedKind, name: string, savedSecrets: readonly string[]): SecretName {
  const prefix = kind === 'headers' ? 'header:' : 'query:'
  const saved = savedSecrets.find(
    (secret) =>
      secret.startsWith(prefix) &&
      normalise(kind, secret.slice(prefix.length)) === normalise(kind, name),
  )
  return (saved as SecretName | undefined) ?? `${prefix}${name}`
}

function readNamedValues(
  kind: NamedKind,
  rows: readonly NamedValue[],
  savedSecrets: readonly string[],
  into: { secrets: Secrets; issues: FieldIssue[] },
): Record<string, string> {
  const plain: Record<string, string> = {}
  const seen = new Set<string>()
  const blame = (index: number, part: 'name' | 'value', message: string) =>
    into.issues.push({ field: `${kind}.${index}.${part}`, message })
  for (const [index, row] of rows.entries()) {
    const name = row.name.trim()
    if (name === '' && row.value === '') continue
    if (name === '') {
      blame(index, 'name', 'Give it a name, or remove the row.')
    } else if (seen.has(normalise(kind, name))) {
      blame(index, 'name', `${name} is here twice.`)
    } else if (!isCredentialName(name)) {
      plain[name] = row.value
    } else if (row.value !== '') {
      into.secrets[secretNameOf(kind, name, savedSecrets)] = { state: 'set', value: row.value }
    } else if (row.saved) {
      into.secrets[secretNameOf(kind, name, savedSecrets)] = { state: 'unchanged' }
    } else {
      blame(index, 'value', `Type the value of ${name}.`)
    }
    seen.add(normalise(kind, name))
  }
  forgetRemoved(kind, seen, savedSecrets, into.secrets)
  return plain
}

function forgetRemoved(
  kind: NamedKind,
  kept: ReadonlySet<string>,
  savedSecrets: readonly string[],
  secrets: Secrets,
): void {
  const removed: SecretChange = { state: 'removed' }
  const prefix = kind === 'headers' ? 'header:' : 'query:'
  for (const saved of savedSecrets) {
    if (!saved.startsWith(prefix)) continue
    if (!kept.has(normalise(kind, saved.slice(prefix.length))))
      secrets[saved as SecretName] = removed
  }
}

function readExtraBody(text: string, issues: FieldIssue[]): EndpointDraftInput['extraBody'] {
  const read = readJsonObject(text)
  if (read.ok) return read.value as EndpointDraftInput['extraBody']
  issues.push({ field: 'extraBodyText', message: read.message })
  return {}
}

function readTimeouts(values: FormValues, issues: FieldIssue[]): EndpointDraftInput['timeouts'] {
  const timeouts: NonNullable<EndpointDraftInput['timeouts']> = {}
  for (const name of timeoutNames) {
    const most = name === 'connectMs' ? 600 : 3600
    const rule = { field: `timeouts.${name}`, least: 0.1, most, words: 'Type seconds' }
    const seconds = readNumber(values.timeouts[name], rule, issues)
    if (seconds !== undefined) timeouts[name] = Math.round(seconds * 1000)
  }
  return timeouts
}

/** Nothing where nothing differs from OpenAI's own. */
function readCompat(values: FormValues['compat']): EndpointDraftInput['compat'] {
  const set = Object.entries(values).filter(([, value]) => value !== undefined)
  return set.length === 0 ? undefined : Object.fromEntries(set)
}
