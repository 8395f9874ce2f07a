/**
 * @file `patchbay://add?…` → a draft for the form. A link comes from anybody: it fills a form that the person
 * then checks and saves, and can make this machine run, read or trust nothing.
 */
import {
  authSchema,
  endpointDraftSchema,
  endpointFieldsSchema,
  isCredentialName,
  mappingSchema,
  parseMapping,
  specIds,
  wordIssue,
  type EndpointDraft,
  type SecretName,
} from '@patchbay/provider-core/model'
import { cutOperation, getSpec, maskQuery, takeCredentials } from '@patchbay/provider-core/specs'
import { takeSignIn } from '../split-secrets.ts'
import {
  readParameterName,
  readType,
  secretParameters,
  switchParameters,
  textParameters,
  type LinkParameter,
} from './link-parameters.ts'

/** Longer links are refused: operating systems cut them. */
export const longestLink = 8000

/** Of a value, where the link is shown. */
const longestShown = 120

export type ParsedAddLink =
  | {
      readonly ok: true
      readonly draft: EndpointDraft
      /** What was left out or changed, a sentence each. Never a value that may be a secret. */
      readonly notes: readonly string[]
      /** The link with every credential masked, to show where the draft comes from. */
      readonly source: string
    }
  /** `message` repeats nothing of the link. */
  | { readonly ok: false; readonly message: string }

type Fields = Record<string, unknown>

/** Reads a link. What it cannot say is left out and told; the draft is as valid as its parts. */
export function parseAddLink(text: string): ParsedAddLink {
  const typed = text.trim()
  if (typed.length > longestLink)
    return refuse(`This link is too long. A link has at most ${longestLink} characters.`)
  const query = /^patchbay:(?:\/\/)?add\/?(?:\?([^#]*))?(?:#.*)?$/is.exec(typed)
  if (query === null)
    return refuse('This is not a link to add a custom provider. It begins with patchbay://add?')
  const rows = [...new URLSearchParams(query[1] ?? '')].map(([name, value]) => ({
    name,
    value,
    parameter: readParameterName(name),
  }))
  if (rows.length === 0) return refuse('This link says nothing. Add a custom provider by hand.')
  const type = rows.find(({ parameter }) => isNamed(parameter, 'type'))?.value.trim()
  const spec = type === undefined ? 'openai-chat-completions' : readType(type, specIds)
  if (spec === 'custom-handler')
    return refuse(
      'A link cannot set up a custom handler: it would run code. Choose the file by hand.',
    )
  const notes = new Set<string>()
  if (spec === undefined)
    notes.add('Its provider type is not known here. OpenAI (Chat Completions) is chosen.')
  const draft = { spec: spec ?? 'openai-chat-completions' } as const
  const fields: Fields = { headers: {}, query: {}, models: [], ...draft }
  const secrets: Partial<Record<SecretName, string>> = {}
  const seen = new Set<string>(['type'])
  for (const row of rows) readRow(row, fields, secrets, seen, notes)
  readAddress(fields, secrets, notes)
  fields['name'] ??= nameOf(fields)
  return {
    ok: true,
    draft: endpointDraftSchema.parse({
      ...fields,
      secrets: Object.fromEntries(
        Object.entries(secrets).map(([name, value]) => [name, { state: 'set', value }]),
      ),
    }),
    notes: [...notes],
    source: describeSource(rows),
  }
}

interface Row {
  readonly name: string
  readonly value: string
  readonly parameter: LinkParameter
}

function readRow(
  { name, value, parameter }: Row,
  fields: Fields,
  secrets: Partial<Record<SecretName, string>>,
  seen: Set<string>,
  notes: Set<string>,
): void {
  if (parameter.kind === 'refused') {
    notes.add(
      `${showName(name)}: a link cannot choose this. Set it by hand, if you trust where the link is from.`,
    )
    return
  }
  if (parameter.kind === 'unknown') {
    notes.add(`${showName(name)}: Patchbay does not know this parameter, so it is left out.`)
    return
  }
  if (value.trim() === '') return
  // A mapping may be laid out in lines; it is JSON.
  if (!isNamed(parameter, 'mapping') && hidesCharacters(value.trim())) {
    notes.add(
      `${showName(name)}: It holds line breaks or characters that cannot be seen. It is left out.`,
    )
    return
  }
  if (parameter.kind !== 'known') {
    readPair(parameter, value, fields, secrets, notes)
    return
  }
  const repeats = parameter.name === 'model' || parameter.name === 'models'
  if (!repeats && seen.has(parameter.name) && parameter.name !== 'type') {
    notes.add(`${parameter.name}: it is there twice. The first one is taken.`)
    return
  }
  seen.add(parameter.name)
  readKnown(parameter.name, value.trim(), fields, secrets, notes)
}

/** A header or query parameter; a credential goes to the vault. */
function readPair(
  { kind, name }: { kind: 'header' | 'query'; name: string },
  value: string,
  fields: Fields,
  secrets: Partial<Record<SecretName, string>>,
  notes: Set<string>,
): void {
  const field = kind === 'header' ? 'headers' : 'query'
  const parsed = endpointFieldsSchema.shape[field].safeParse({ [name]: value })
  if (!parsed.success) {
    notes.add(
      `${kind}: ${wordIssue(parsed.error.issues[0]) ?? 'It cannot be sent.'} It is left out.`,
    )
  } else if (isCredentialName(name)) {
    const secret: SecretName = kind === 'header' ? `header:${name.toLowerCase()}` : `query:${name}`
    secrets[secret] = value
  } else fields[field] = { ...(fields[field] as object), [name]: value }
}

function readKnown(
  name: string,
  value: string,
  fields: Fields,
  secrets: Partial<Record<SecretName, string>>,
  notes: Set<string>,
): void {
  const leaveOut = (words: string) => notes.add(`${name}: ${words} It is left out.`)
  if (name in secretParameters) secrets.apiKey = value
  else if (name in textParameters) {
    const field = textParameters[name as keyof typeof textParameters]
    const parsed = endpointFieldsSchema.shape[field].safeParse(value)
    if (parsed.success) fields[field] = parsed.data
    else leaveOut(wordIssue(parsed.error.issues[0]) ?? 'It cannot be read.')
  } else if (name in switchParameters) {
    const on = readSwitch(value)
    if (on === undefined) leaveOut('This must be true or false.')
    else fields[switchParameters[name as keyof typeof switchParameters]] = on
  } else if (name === 'model' || name === 'models') {
    const ids = name === 'model' ? [value] : value.split(',').map((id) => id.trim())
    const models = new Set([...(fields['models'] as string[]), ...ids.filter((id) => id !== '')])
    fields['models'] = [...models]
  } else if (name === 'mapping') {
    const typed = parseMapping(value)
    const parsed = mappingSchema.safeParse(typed.ok ? typed.mapping : undefined)
    if (parsed.success) fields['modelMapping'] = parsed.data
    else leaveOut('It is not a JSON object of texts.')
  } else if (name === 'auth') {
    const [scheme, headerName] = value.split(':', 2)
    const parsed = authSchema.safeParse({ scheme, headerName })
    if (!parsed.success) leaveOut(wordIssue(parsed.error.issues[0]) ?? 'It cannot be read.')
    else if (parsed.data.scheme === 'command') leaveOut('A link cannot run a program.')
    else fields['auth'] = parsed.data
  }
}

/** The URL as the form takes a pasted one: cut back to its base, credentials taken out. */
function readAddress(
  fields: Fields,
  secrets: Partial<Record<SecretName, string>>,
  notes: Set<string>,
): void {
  const { spec, exactUrl } = endpointFieldsSchema.pick({ spec: true, exactUrl: true }).parse(fields)
  if (typeof fields['baseUrl'] !== 'string') return
  const signIn = takeSignIn(fields['baseUrl'])
  if (signIn !== undefined) {
    fields['baseUrl'] = signIn.url
    notes.add(
      'base_url: the user name and password in it are left out. Add an Authorization header under Advanced, if the server needs them.',
    )
  }
  const typed = fields['baseUrl'] as string
  const cut = exactUrl ? undefined : cutOperation(typed, spec)
  const taken = cut?.secrets ?? takeCredentials(typed)?.secrets ?? {}
  for (const [name, value] of Object.entries(taken))
    if (value !== undefined) secrets[name as SecretName] ??= value
  if (cut === undefined) {
    fields['baseUrl'] = takeCredentials(typed)?.baseUrl ?? typed
    return
  }
  notes.add(`base_url: ${cut.note}`)
  if (cut.cut === '' && Object.keys(taken).length === 0) return
  fields['baseUrl'] = cut.baseUrl === '' ? undefined : cut.baseUrl
  for (const [field, value] of Object.entries(cut.changes)) fields[field] ??= value
  if (cut.modelId !== undefined)
    fields['models'] = [...new Set([...(fields['models'] as string[]), cut.modelId])]
}

function nameOf(fields: Fields): string {
  const { baseUrl, spec } = fields
  if (typeof baseUrl === 'string' && URL.canParse(baseUrl)) {
    const { hostname } = new URL(baseUrl)
    if (hostname !== '') return hostname.slice(0, 80)
  }
  return getSpec(endpointFieldsSchema.shape.spec.parse(spec)).label
}

function describeSource(rows: readonly Row[]): string {
  const shown = rows.map(
    (row) => `${showName(row.name)}=${isClear(row) ? clearValue(row) : '••••'}`,
  )
  return `patchbay://add?${shown.join('&')}`
}

/** Line breaks and control characters, and marks that turn the reading direction: they show what is not there. */
function hidesCharacters(value: string): boolean {
  return /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(value)
}

/** Whether a value may be shown: those of parameters that are known not to be credentials. */
function isClear({ name, value, parameter }: Row): boolean {
  if (value === '') return true
  if (hidesCharacters(value)) return false
  if (!isPlainName(name) || parameter.kind === 'refused' || parameter.kind === 'unknown')
    return false
  if (parameter.kind !== 'known') return !isCredentialName(parameter.name)
  if (parameter.name === 'type') return readType(value, specIds) !== undefined
  return parameter.name !== 'mapping' && !(parameter.name in secretParameters)
}

function clearValue({ value, parameter }: Row): string {
  const shown = isNamed(parameter, 'base_url') ? maskQuery(takeSignIn(value)?.url ?? value) : value
  return shown.length > longestShown ? `${shown.slice(0, longestShown)}…` : shown
}

/** A name as it may be shown: what looks unlike one could be anything. */
function showName(name: string): string {
  return isPlainName(name) ? name : '(a parameter without a plain name)'
}

function isPlainName(name: string): boolean {
  return /^[\w.-]{1,60}$/.test(name)
}

function isNamed(parameter: LinkParameter, name: string): boolean {
  return parameter.kind === 'known' && parameter.name === name
}

function readSwitch(value: string): boolean | undefined {
  if (/^(true|1|yes|on)$/i.test(value)) return true
  return /^(false|0|no|off)$/i.test(value) ? false : undefined
}

function refuse(message: string): ParsedAddLink {
  return { ok: false, message }
}
