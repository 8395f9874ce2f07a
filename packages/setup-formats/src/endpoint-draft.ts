/** @file An endpoint while a parser fills it: each setting is checked as it comes, and what became of it is given back. */
import {
  endpointFieldsSchema,
  headersSchema,
  isCredentialName,
  wordIssue,
  type EndpointFields,
  type EnvironmentField,
  type SecretName,
  type SpecId,
} from '@patchbay/provider-core/model'
import {
  cutOperation,
  isReservedHeader,
  parseBaseUrl,
  takeCredentials,
} from '@patchbay/provider-core/specs'
import { entriesOf, type Path } from './leaf-paths.ts'
import type { Outcome, PlannedEndpoint } from './plan.ts'
import type { Report } from './report.ts'
import { basicAuth, splitSecrets, takeSignIn, type PlannedSecrets } from './split-secrets.ts'
import { uniqueName } from './unique-name.ts'

/** A text of the file: plain, what a variable holds, or made from both. */
export type ReadText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly variable: string }
  | { readonly kind: 'mixed' }

/** What became of a setting. */
export interface Told {
  readonly outcome: Outcome
  readonly message?: string
}

export const exact: Told = { outcome: 'exact' }
export const approximate = (message: string): Told => ({ outcome: 'approximate', message })
export const byHand = (message: string): Told => ({ outcome: 'by-hand', message })
export const unsupported = (message: string): Told => ({ outcome: 'unsupported', message })

export interface EndpointDraft {
  readonly key: string
  spec: SpecId
  /** Checked one by one. */
  readonly fields: Partial<EndpointFields>
  readonly fromVariables: Partial<Record<EnvironmentField, string>>
  readonly secrets: PlannedSecrets
  readonly missing: Set<SecretName>
  readonly models: Set<string>
  /** Model as it is asked for → as the server calls it. */
  readonly mapping: Map<string, string>
}

/** @param taken keys of the drafts before it; the new one is added */
export function createDraft(name: string, spec: SpecId, taken: Set<string>): EndpointDraft {
  const key = uniqueName(name, taken)
  taken.add(key)
  return {
    key,
    spec,
    fields: {},
    fromVariables: {},
    secrets: {},
    missing: new Set(),
    models: new Set(),
    mapping: new Map(),
  }
}

/** Puts a plain value in place, or says what is wrong with it. */
export function putField(draft: EndpointDraft, name: keyof EndpointFields, value: unknown): Told {
  const parsed = endpointFieldsSchema.shape[name].safeParse(value)
  if (!parsed.success)
    return byHand(`${wordIssue(parsed.error.issues[0]) ?? 'It cannot be read.'} Set it by hand.`)
  Object.assign(draft.fields, { [name]: parsed.data })
  return exact
}

/** Puts a text in place that may also come from a variable. */
export function putText(draft: EndpointDraft, name: EnvironmentField, read: ReadText): Told {
  if (read.kind === 'mixed') return mixed
  if (read.kind === 'text')
    return name === 'baseUrl' ? putBaseUrl(draft, read.text) : putField(draft, name, read.text)
  draft.fromVariables[name] = read.variable
  return exact
}

const mixed = byHand('Part of it comes from a variable. Type the whole value in.')

/** What people and tools write where a key should stand. */
const placeholder =
  /^(?:user[_-]provided|your[-_ ].*|<.*>|\[.*\]|change[-_ ]?me|x{3,}|\.{3,}|sk-(?:x{3,}|\.{3,})|todo|placeholder|.*[-_]here)$/i

export function putSecret(draft: EndpointDraft, name: SecretName, read: ReadText): Told {
  if (read.kind === 'mixed' || (read.kind === 'text' && placeholder.test(read.text.trim()))) {
    draft.missing.add(name)
    return read.kind === 'mixed'
      ? mixed
      : byHand('This stands for a key. Enter the key after the import.')
  }
  draft.secrets[name] =
    read.kind === 'text'
      ? { kind: 'value', value: read.text }
      : { kind: 'environment', variable: read.variable }
  return exact
}

/** A credential, or what comes from a variable, goes where secrets are kept. */
export function putHeader(draft: EndpointDraft, name: string, read: ReadText): Told {
  const text = read.kind === 'text' ? read.text : ''
  if (!headersSchema.safeParse({ [name]: text }).success || name === '__proto__')
    return byHand(
      'HTTP cannot carry this header. Its name has letters, digits and - only, its value is one line.',
    )
  if (isReservedHeader(name)) return unsupported('This header is set by the connection itself.')
  if (read.kind !== 'text' || (text !== '' && isCredentialName(name)))
    return putSecret(draft, `header:${name.toLowerCase()}`, read)
  draft.fields.headers = { ...draft.fields.headers, [name]: text }
  return exact
}

/**
 * A base URL as people paste it: cut back to its base, with what else it says put into its own fields.
 *
 * @param variable Given where variables stay references: one that holds a key in its URL is referred to whole.
 */
export function putBaseUrl(draft: EndpointDraft, typed: string, variable?: string): Told {
  const signIn = takeSignIn(typed.trim())
  const bare = signIn?.url ?? typed.trim()
  if (!parseBaseUrl(bare).ok) {
    // What cannot be read may hold anything, a password too.
    if (signIn !== undefined || /[@?]/.test(bare))
      return byHand('This URL cannot be called. Type it in by hand.')
    draft.fields.baseUrl = bare
    return byHand('This URL cannot be called as it is. Mend it after the import.')
  }
  const cut = cutOperation(bare, draft.spec)
  const secrets = Object.entries(cut?.secrets ?? {})
  if (variable !== undefined && (secrets.length > 0 || signIn !== undefined)) {
    draft.fromVariables.baseUrl = variable
    return exact
  }
  const notes: string[] = []
  draft.fields.baseUrl = bare
  if (signIn !== undefined) {
    draft.secrets['header:authorization'] ??= { kind: 'value', value: basicAuth(signIn) }
    notes.push('Its user name and password are sent as a header, and kept with the keys.')
  }
  if (cut !== undefined && (cut.cut !== '' || secrets.length > 0)) {
    for (const [name, value] of secrets)
      if (value !== undefined) draft.secrets[name as SecretName] ??= { kind: 'value', value }
    if (cut.baseUrl === '') delete draft.fields.baseUrl
    else draft.fields.baseUrl = cut.baseUrl
    for (const [field, value] of Object.entries(cut.changes) as [keyof EndpointFields, unknown][])
      if (draft.fields[field] === undefined) putField(draft, field, value)
    if (cut.modelId !== undefined) addModel(draft, cut.modelId)
    notes.push(cut.note)
  }
  return notes.length === 0 ? exact : approximate(notes.join(' '))
}

export function addModel(draft: EndpointDraft, id: string): Told {
  const trimmed = id.trim()
  if (trimmed === '') return byHand('A model has a name. Add it by hand.')
  draft.models.add(trimmed)
  return exact
}

/** @param target what the server calls the model */
export function mapModel(draft: EndpointDraft, id: string, target: string): Told {
  if (id === '' || id === '__proto__' || target.trim() === '')
    return byHand('A model has a name. Map it by hand.')
  draft.mapping.set(id, target.trim())
  return exact
}

/** Adds to what is sent with every request. */
export function putExtraBody(draft: EndpointDraft, name: string, value: unknown): Told {
  if (holdsCredential(name, value))
    return byHand(
      'This looks like a key, and what is sent in a body is not kept with the keys. Set it by hand.',
    )
  const parsed = endpointFieldsSchema.shape.extraBody.safeParse({ [name]: value })
  if (!parsed.success || name === '__proto__')
    return byHand('This cannot be sent. Set it by hand under Advanced.')
  draft.fields.extraBody = { ...draft.fields.extraBody, ...parsed.data }
  return exact
}

function holdsSecret(url: string): boolean {
  return takeSignIn(url) !== undefined || takeCredentials(url) !== undefined
}

function holdsCredential(name: string, value: unknown): boolean {
  if (typeof value === 'string')
    return (value !== '' && isCredentialName(name)) || holdsSecret(value)
  return (entriesOf(value) ?? []).some(([key, inner]) => holdsCredential(String(key), inner))
}

export function finishDraft(draft: EndpointDraft): PlannedEndpoint {
  const { fields, secrets } = splitSecrets(
    endpointFieldsSchema.parse({
      ...draft.fields,
      models: [...draft.models],
      modelMapping: Object.fromEntries(draft.mapping),
      name: draft.key,
      spec: draft.spec,
      ...(Object.keys(draft.fromVariables).length === 0
        ? {}
        : { environment: { fields: draft.fromVariables, secrets: {} } }),
    }),
  )
  const all = { ...secrets, ...draft.secrets }
  return {
    key: draft.key,
    fields,
    secrets: all,
    missing: [...draft.missing].filter((name) => all[name] === undefined),
  }
}

/** Says in the report what became of a setting. */
export function tell(report: Report, path: Path, told: Told, into?: string): void {
  const message = told.message ?? ''
  if (told.outcome === 'exact') report.exact(path, into)
  else if (told.outcome === 'approximate') report.approximate(path, message, into)
  else if (told.outcome === 'by-hand') report.byHand(path, message, into)
  else report.unsupported(path, message, into)
}
