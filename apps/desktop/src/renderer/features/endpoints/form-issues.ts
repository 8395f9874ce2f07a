/** @file Everything that is wrong with the form, each at the field where it was typed. */
import {
  fieldSecretNames,
  type EndpointDraftInput,
  type FieldIssue,
  type SecretName,
} from '@patchbay/provider-core/model'
import { validateDraft, type SecretPresence } from '@patchbay/provider-core/specs'
import { shownSecrets } from './credentials.ts'
import { isFieldSecret, type FormValues, type NamedValue } from './form-values.ts'
import { toDraft } from './to-draft.ts'

/** What the form is judged against. */
export interface FormContext {
  /** Names of the secrets that the vault has for this endpoint. */
  readonly savedSecrets: readonly string[]
  /** Names of the other custom providers. */
  readonly takenNames: readonly string[]
}

/** Field of the form by path, such as `baseUrl` or `headers.0.value`; `root` where there is none. */
export interface FormIssue {
  readonly field: string
  readonly message: string
  readonly code?: string | undefined
}

/**
 * Judges the form by the rules that the host has too.
 *
 * @returns issues in the order of the form, one a field
 */
export function findFormIssues(values: FormValues, context: FormContext): FormIssue[] {
  const { draft, issues } = toDraft(values, context.savedSecrets)
  const presence = presenceOf(draft, context.savedSecrets)
  // A missing name must not keep the rest from being judged.
  const isNamed = draft.name.trim() !== ''
  const judged = validateDraft(isNamed ? draft : { ...draft, name: 'Unnamed' }, {
    secrets: presence,
    takenNames: isNamed ? context.takenNames : [],
  })
  if (!isNamed) judged.unshift({ field: 'name', message: 'Give it a name.' })
  const asked = askInChosenKind(judged, values, context, presence)
  return placeIssues([...issues, ...asked], values).filter((issue) => !isReferenced(issue, values))
}

/** Asks for the secrets of the kind that the form shows in place of those of another kind. */
function askInChosenKind(
  issues: readonly FieldIssue[],
  values: FormValues,
  context: FormContext,
  presence: SecretPresence,
): FieldIssue[] {
  const shown = shownSecrets(values, context.savedSecrets)
  const isShown = ({ field }: FieldIssue) => {
    const name = field.startsWith('secrets.') ? field.slice('secrets.'.length) : ''
    return !isFieldSecret(name) || shown.some((secret) => secret.name === name)
  }
  if (issues.every(isShown)) return [...issues]
  const referenced = values.environment.secrets
  const missing = shown
    .filter(({ name }) => presence[name] === undefined && referenced[name] === undefined)
    .filter(({ required }) => required)
    .map(({ name, label }) => ({ field: `secrets.${name}`, message: `“${label}” is needed.` }))
  return [...issues.filter(isShown), ...missing]
}

/** A variable is chosen for it: what there is to say is said of that. */
function isReferenced({ field }: FormIssue, { environment }: FormValues): boolean {
  const names = [
    ...Object.keys(environment.fields),
    ...Object.keys(environment.secrets).map((name) => `secrets.${name}`),
  ]
  return names.includes(field)
}

/** Puts issues of a draft, from here or from the host, at the fields of the form. */
export function placeIssues(issues: readonly FieldIssue[], values: FormValues): FormIssue[] {
  const placed = new Map<string, FormIssue>()
  for (const issue of issues) {
    const field = formFieldOf(issue.field, values)
    if (!placed.has(field)) placed.set(field, { ...issue, field })
  }
  return [...placed.values()].toSorted((a, b) => rank(a.field) - rank(b.field))
}

/** The secrets that there will be after a save. */
function presenceOf(draft: EndpointDraftInput, savedSecrets: readonly string[]): SecretPresence {
  const presence: Partial<Record<SecretName, string | true>> = {}
  for (const name of savedSecrets) presence[name as SecretName] = true
  for (const [name, change] of Object.entries(draft.secrets ?? {})) {
    if (change?.state === 'set') presence[name as SecretName] = change.value
    else if (change?.state === 'removed') delete presence[name as SecretName]
  }
  return presence
}

const renamed: Record<string, string> = {
  modelMapping: 'mappingText',
  extraBody: 'extraBodyText',
  credentialKind: 'credentialKinds',
}

const renamedPaths: readonly (readonly [string, string])[] = [
  ['auth.command.', 'auth.'],
  ['handler.network', 'handler.hosts'],
  ['tls.caFile', 'tls.ca'],
  ['tls.caPem', 'tls.ca'],
  ['tls.clientCertFile', 'tls.clientCert'],
  ['tls.clientCertPem', 'tls.clientCert'],
  ['retry.maxDelayMs', 'retry.maxDelay'],
]

/** Groups of fields whose paths in the form are those of the settings, but for the renamed ones. */
const groups = [
  'environment',
  'auth',
  'proxy',
  'tls',
  'retry',
  'compat',
  'timeouts',
  'handler',
  'handlerSecrets',
]

function formFieldOf(issueField: string, values: FormValues): string {
  const found = renamedPaths.find(([from]) => issueField.startsWith(from))
  const field = found ? issueField.replace(found[0], found[1]) : issueField
  const [first = '', ...rest] = field.split('.')
  const name = rest.join('.')
  if (first === 'secrets') return placeSecret(name, values)
  if (first === 'headers' || first === 'query') {
    return name === '' || isPlaced(name) ? field : placeRow(first, values[first], name)
  }
  if (fieldSecretNames.some((secret) => secret === first)) return `secrets.${first}`
  const own = renamed[first] ?? first
  if (first === 'proxy' && rest[0] === 'noProxy') return 'proxy.noProxy'
  if (groups.includes(own)) return field
  return Object.hasOwn(values, own) ? own : 'root'
}

/** Already a path of the form: `0.value`. */
function isPlaced(path: string): boolean {
  return /^\d+\.(name|value)$/.test(path)
}

function placeSecret(name: string, values: FormValues): string {
  if (name.startsWith('header:')) return placeRow('headers', values.headers, name.slice(7))
  if (name.startsWith('query:')) return placeRow('query', values.query, name.slice(6))
  if (name.startsWith('handler:')) {
    return placeRow('handlerSecrets', values.handlerSecrets, name.slice(8))
  }
  return `secrets.${name}`
}

function placeRow(
  kind: 'headers' | 'query' | 'handlerSecrets',
  rows: readonly NamedValue[],
  name: string,
): string {
  const wanted = name.toLowerCase()
  const index = rows.findLastIndex((row) => row.name.trim().toLowerCase() === wanted)
  return index < 0 ? 'root' : `${kind}.${index}.name`
}

const advanced = [
  'dialect',
  'bedrockApi',
  'fips',
  'headers',
  'query',
  'extraBodyText',
  'anthropicVersion',
  'auth',
  'proxy',
  'secrets.proxyPassword',
  'tls',
  'secrets.clientKey',
  'secrets.clientKeyPassphrase',
  'timeouts',
  'retry',
  'compat',
]

const order = [
  'name',
  'spec',
  'handler',
  'resourceName',
  'apiVersion',
  'region',
  'projectId',
  'location',
  'baseUrl',
  'environment',
  'credentialKinds',
  'tenantId',
  'clientId',
  'authority',
  'tokenScope',
  'profile',
  'secrets',
  'handlerSecrets',
  'mappingText',
  'models',
  ...advanced,
]

function rank(field: string): number {
  const at = advanced.includes(field) ? order.indexOf(field) : order.indexOf(groupOf(field))
  return at < 0 ? order.length : at
}

function groupOf(field: string): string {
  return field.split('.')[0] ?? ''
}

/** True when the field stands under "Advanced". */
export function isAdvancedField(field: string): boolean {
  return advanced.includes(field) || advanced.includes(groupOf(field))
}

/** Id of the control of a field, so that it can be given focus. */
export function controlIdOf(field: string): string {
  return `endpoint-${field.replaceAll('.', '-')}`
}
