/** @file A planned endpoint as the draft that would be saved: its secrets apart, its references named or resolved. */
import {
  endpointDraftSchema,
  endpointFieldsSchema,
  type EndpointDraft,
  type EnvironmentReferences,
  type SecretChange,
  type SecretName,
} from '@patchbay/provider-core/model'
import type { PlannedEndpoint } from '@patchbay/setup-formats'
import { splitCredentials } from '../endpoints/split-credentials.ts'

export interface PlannedDraft {
  readonly draft: EndpointDraft
  /** Variables that should have been resolved and are not set: they stay references. */
  readonly unset: readonly string[]
}

/**
 * Somebody else's file never says which program runs here, and what the app serves itself is not moved.
 *
 * @param resolveVariable Left out: references stay references.
 */
export function draftPlanned(
  planned: PlannedEndpoint,
  resolveVariable?: (name: string) => string | undefined,
): PlannedDraft {
  const { environment, ...fields } = endpointFieldsSchema.parse(planned.fields)
  const secrets: Partial<Record<SecretName, SecretChange>> = {}
  const references: EnvironmentReferences = { fields: {}, secrets: {} }
  const resolved: Record<string, string> = {}
  const unset: string[] = []

  const read = (variable: string): string | undefined => {
    if (resolveVariable === undefined) return undefined
    const value = resolveVariable(variable)?.trim()
    if (value !== undefined && value !== '') return value
    unset.push(variable)
    return undefined
  }
  const refer = (name: SecretName, variable: string): void => {
    const value = read(variable)
    if (value === undefined) references.secrets[name] = variable
    else secrets[name] = { state: 'set', value }
  }

  for (const [field, variable] of entries(environment?.fields)) {
    const value = read(variable)
    if (value === undefined) references.fields[field] = variable
    else resolved[field] = value
  }
  for (const [name, variable] of entries(environment?.secrets)) refer(name, variable)
  for (const [name, secret] of entries(planned.secrets)) {
    if (secret.kind === 'environment') refer(name, secret.variable)
    else if (secret.value !== '') secrets[name] = { state: 'set', value: secret.value }
  }
  const refers = Object.keys(references.fields).length + Object.keys(references.secrets).length > 0
  const draft = endpointDraftSchema.parse({
    ...fields,
    ...resolved,
    embedded: undefined,
    auth: fields.auth?.command === undefined ? fields.auth : undefined,
    environment: refers ? references : undefined,
    secrets,
  })
  return { draft: splitCredentials(draft), unset }
}

function entries<Name extends string, Value>(
  record: Readonly<Partial<Record<Name, Value>>> | undefined,
): [Name, Value][] {
  return (Object.entries(record ?? {}) as [Name, Value | undefined][]).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [Name, Value]],
  )
}
