/** @file References to environment variables as the form holds them: names as typed, empty while one is being chosen. */
import {
  fieldSecretNames,
  variableNameSchema,
  type EndpointDraftInput,
  type EnvironmentField,
  type EnvironmentReferences,
  type FieldIssue,
  type SecretName,
} from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import { chosenKind, shownSecrets } from './credentials.ts'
import type { FormValues } from './form-values.ts'

export interface EnvironmentValues {
  fields: Partial<Record<EnvironmentField, string>>
  secrets: Partial<Record<SecretName, string>>
}

export function environmentValuesOf(saved: EnvironmentReferences | undefined): EnvironmentValues {
  return { fields: { ...saved?.fields }, secrets: { ...saved?.secrets } }
}

function isFieldSecret(name: string): boolean {
  return fieldSecretNames.some((secret) => secret === name)
}

/**
 * Puts the references into a draft that was read from the form: they take the place of what was typed, and of
 * what is saved. Those of fields that the form does not show are left out.
 */
export function withReferences(
  draft: EndpointDraftInput,
  values: FormValues,
  savedSecrets: readonly string[],
  issues: FieldIssue[],
): EndpointDraftInput {
  const kept = shownReferences(values, savedSecrets)
  const secrets = { ...draft.secrets }
  const blank: Partial<Record<EnvironmentField, undefined>> = {}
  const check = (path: string, variable: string): void => {
    const parsed = variableNameSchema.safeParse(variable)
    if (parsed.success) return
    const message =
      variable.trim() === '' ? 'Name the variable.' : (parsed.error.issues[0]?.message ?? '')
    issues.push({ field: `environment.${path}`, message })
  }
  for (const [field, variable] of entries(kept.fields)) {
    check(`fields.${field}`, variable)
    blank[field] = undefined
  }
  for (const [name, variable] of entries(kept.secrets)) {
    check(`secrets.${name}`, variable)
    if (savedSecrets.includes(name)) secrets[name] = { state: 'removed' }
    else delete secrets[name]
  }
  if (Object.keys(kept.fields).length + Object.keys(kept.secrets).length === 0) return draft
  const named = (record: Readonly<Partial<Record<string, string>>>) =>
    Object.fromEntries(
      Object.entries(record).filter(([, name]) => variableNameSchema.safeParse(name).success),
    )
  return {
    ...draft,
    ...blank,
    environment: { fields: named(kept.fields), secrets: named(kept.secrets) },
    secrets,
  }
}

/** References that the endpoint will have: of fields and secrets that its type and its credentials have. */
function shownReferences(values: FormValues, savedSecrets: readonly string[]): EnvironmentValues {
  const { fields, secrets } = values.environment
  const spec = getSpec(values.spec)
  const kind = chosenKind(values, savedSecrets)
  const shownFields = new Set<string>([
    'baseUrl',
    ...[...spec.fields, ...(kind?.fields ?? [])].map(({ name }) => name),
  ])
  const shown = new Set<string>(shownSecrets(values, savedSecrets).map(({ name }) => name))
  return {
    fields: Object.fromEntries(entries(fields).filter(([name]) => shownFields.has(name))),
    secrets: Object.fromEntries(
      entries(secrets).filter(([name]) => !isFieldSecret(name) || shown.has(name)),
    ),
  }
}

/** References without a control of their own in the form: of headers, query parameters and values of a handler. */
export function otherReferences(values: EnvironmentValues): (readonly [SecretName, string])[] {
  return entries(values.secrets).filter(([name]) => !isFieldSecret(name))
}

function entries<Name extends string>(
  record: Readonly<Partial<Record<Name, string>>>,
): [Name, string][] {
  return (Object.entries(record) as [Name, string | undefined][]).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [Name, string]],
  )
}
