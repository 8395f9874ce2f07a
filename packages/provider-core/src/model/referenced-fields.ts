/** @file What stands for a field or secret that comes from an environment variable until it is used. Browser-safe. */
import type { EnvironmentField } from './environment.ts'
import type { EndpointFields } from './endpoint.ts'
import type { SecretName } from './secret.ts'

/** Values with which every rule about a field is kept: what the variable holds is judged when it is used. */
const standIns: Readonly<Record<EnvironmentField, string>> = {
  baseUrl: 'https://environment.invalid',
  resourceName: 'environment',
  apiVersion: 'v1',
  region: 'us-east-1',
  profile: 'default',
  projectId: 'environment',
  location: 'us-central1',
  tenantId: '00000000-0000-0000-0000-000000000000',
  clientId: '00000000-0000-0000-0000-000000000000',
}

type Referencing = Partial<Pick<EndpointFields, 'environment' | EnvironmentField>>

/** Fields that come from a variable, each with the variable's name. */
export function listFieldReferences(
  fields: Pick<EndpointFields, 'environment'>,
): (readonly [EnvironmentField, string])[] {
  return listNames<EnvironmentField>(fields.environment?.fields)
}

/** Secrets that come from a variable, each with the variable's name. */
export function listSecretReferences(
  fields: Pick<EndpointFields, 'environment'>,
): (readonly [SecretName, string])[] {
  return listNames<SecretName>(fields.environment?.secrets)
}

/** The fields with a stand-in for each that comes from a variable; the same object where none does. */
export function fillReferences<Fields extends Referencing>(fields: Fields): Fields {
  const references = listFieldReferences(fields)
  if (references.length === 0) return fields
  return { ...fields, ...Object.fromEntries(references.map(([field]) => [field, standIns[field]])) }
}

/** Which secrets will be there, those of variables among them. */
export function withReferencedSecrets<Value>(
  fields: Pick<EndpointFields, 'environment'>,
  secrets: Readonly<Partial<Record<SecretName, Value>>>,
): Partial<Record<SecretName, Value | true>> {
  const references = listSecretReferences(fields)
  if (references.length === 0) return secrets
  return { ...secrets, ...Object.fromEntries(references.map(([name]) => [name, true as const])) }
}

function listNames<Name extends string>(
  names: Readonly<Partial<Record<Name, string>>> | undefined,
): (readonly [Name, string])[] {
  return (Object.entries(names ?? {}) as [Name, string | undefined][]).flatMap(([name, variable]) =>
    variable === undefined ? [] : [[name, variable] as const],
  )
}
