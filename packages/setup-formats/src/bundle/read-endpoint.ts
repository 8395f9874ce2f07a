/** @file One endpoint of a bundle: what is well-formed is taken, everything else is told. */
import {
  endpointFieldsSchema,
  secretNameSchema,
  wordIssue,
  type EndpointFields,
  type SecretName,
} from '@patchbay/provider-core/model'
import { z } from 'zod'
import { hasCredential } from '../has-credential.ts'
import { entriesOf, leafPaths, type Path } from '../leaf-paths.ts'
import type { PlannedEndpoint } from '../plan.ts'
import type { Report } from '../report.ts'
import { splitSecrets, type PlannedSecrets } from '../split-secrets.ts'
import { uniqueName } from '../unique-name.ts'

/** Of these, one bad entry costs only itself. */
const records: ReadonlySet<unknown> = new Set(['headers', 'query', 'extraBody', 'modelMapping'])

export type ReadEndpoint =
  | { readonly ok: true; readonly endpoint: PlannedEndpoint; readonly name: string }
  /** `message`: why it cannot be taken at all, with its path. */
  | { readonly ok: false; readonly message: string; readonly path: Path }

/** @param taken keys of the endpoints before it */
export function readEndpoint(
  raw: unknown,
  path: Path,
  report: Report,
  taken: ReadonlySet<string>,
): ReadEndpoint {
  const entry = z.record(z.string(), z.unknown()).safeParse(raw)
  if (!entry.success) return { ok: false, message: 'This must be an object.', path }
  const { secretNames, secrets: secretValues, ...typed } = entry.data
  const parsed = parseFields(typed, path, report)
  if (!parsed.ok) return parsed
  const { environment, ...fields } = withoutForeign(parsed.fields, path, report)
  const key = uniqueName(fields.name, taken)
  for (const leaf of leafPaths(typed)) {
    const whole = [...path, ...leaf]
    if (isTaken(parsed.fields, typed, leaf)) report.exact(whole, key)
    else report.unknown(whole)
  }
  const split = splitSecrets({
    ...fields,
    ...(environment === undefined || Object.keys(environment.fields).length === 0
      ? {}
      : { environment: { fields: environment.fields, secrets: {} } }),
  })
  const secrets: PlannedSecrets = { ...split.secrets }
  for (const [name, variable] of Object.entries(environment?.secrets ?? {}))
    if (variable !== undefined) secrets[name as SecretName] = { kind: 'environment', variable }
  readSecretValues(secretValues, [...path, 'secrets'], report, key, secrets)
  const missing = readSecretNames(secretNames, [...path, 'secretNames'], report, key, secrets)
  return { ok: true, name: fields.name, endpoint: { key, fields: split.fields, secrets, missing } }
}

function parseFields(
  typed: Record<string, unknown>,
  path: Path,
  report: Report,
): { ok: true; fields: EndpointFields } | { ok: false; message: string; path: Path } {
  const parsed = endpointFieldsSchema.safeParse(typed)
  if (parsed.success) return { ok: true, fields: parsed.data }
  const kept = structuredClone(typed)
  for (const issue of parsed.error.issues) {
    const message = wordIssue(issue) ?? issue.message
    const [field, ...inner] = issue.path as (string | number)[]
    if (field === undefined || field === 'name' || field === 'spec')
      return { ok: false, message, path: [...path, ...(issue.path as Path)] }
    const step = inner[0]
    const within = kept[field]
    if (records.has(field) && step !== undefined && isRecord(within)) {
      report.byHand([...path, field, step], `${message} Set it by hand.`)
      delete within[step]
    } else if (field === 'models' && Array.isArray(within) && step !== undefined) {
      report.byHand([...path, field, step], `${message} Add the model by hand.`)
      kept[field] = within.filter((id) => typeof id === 'string' && id.trim() !== '')
    } else {
      report.byHand([...path, field], `${message} Set it by hand.`)
      delete kept[field]
    }
  }
  const mended = endpointFieldsSchema.safeParse(kept)
  if (mended.success) return { ok: true, fields: mended.data }
  return { ok: false, message: 'This cannot be read.', path }
}

/** Somebody else's file never says which program runs here, the demo is in every Patchbay, and keys are in the vault. */
function withoutForeign(fields: EndpointFields, path: Path, report: Report): EndpointFields {
  const kept = { ...fields }
  if (fields.auth?.scheme === 'command' || fields.auth?.command !== undefined) {
    report.byHand(
      [...path, 'auth'],
      'A program that prints a token is not taken from a file. Set it up by hand.',
    )
    delete kept.auth
  }
  if (fields.embedded !== undefined) {
    report.unsupported([...path, 'embedded'], 'The demo endpoint is part of Patchbay itself.')
    delete kept.embedded
  }
  kept.extraBody = Object.fromEntries(
    Object.entries(fields.extraBody).filter(([name, value]) => {
      if (!hasCredential(name, value)) return true
      report.byHand(
        [...path, 'extraBody', name],
        'Its name says that it holds a credential, and those are not kept among the settings. Put it into a header or the key field.',
      )
      return false
    }),
  )
  return kept
}

function readSecretValues(
  raw: unknown,
  path: Path,
  report: Report,
  key: string,
  secrets: PlannedSecrets,
): void {
  for (const [name, value] of Object.entries(isRecord(raw) ? raw : {})) {
    const parsed = secretNameSchema.safeParse(name)
    if (parsed.success && typeof value === 'string' && value !== '') {
      secrets[parsed.data] = { kind: 'value', value }
      report.exact([...path, name], key)
    } else report.unknown([...path, name])
  }
  tellShape(raw, path, report)
}

/** An empty list or object says nothing; any other plain value stands where it cannot be read. */
function tellShape(raw: unknown, path: Path, report: Report): void {
  if (typeof raw === 'object' && raw !== null) report.exact(path)
  else report.unknown(path)
}

function readSecretNames(
  raw: unknown,
  path: Path,
  report: Report,
  key: string,
  secrets: PlannedSecrets,
): SecretName[] {
  const missing = new Set<SecretName>()
  for (const [index, name] of entriesOf(raw) ?? []) {
    const parsed = secretNameSchema.safeParse(name)
    if (!parsed.success) report.unknown([...path, index])
    else if (secrets[parsed.data] !== undefined) report.exact([...path, index], key)
    else {
      missing.add(parsed.data)
      report.byHand([...path, index], 'Enter it after the import: the file does not hold it.', key)
    }
  }
  tellShape(raw, path, report)
  return [...missing]
}

function isRecord(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether what was parsed has what was typed at a path. Nothing typed is nothing lost. */
function isTaken(parsed: unknown, typed: unknown, path: Path): boolean {
  const value = readAt(typed, path)
  // The list may have been shortened, so its places differ.
  if (path[0] === 'models' && path.length === 2) return typeof value === 'string'
  return value === '' || readAt(parsed, path) !== undefined
}

function readAt(value: unknown, path: Path): unknown {
  let at = value
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = (at as Record<string | number, unknown>)[step]
  }
  return at
}
