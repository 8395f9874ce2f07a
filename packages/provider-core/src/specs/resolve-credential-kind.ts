/** @file Which way to authenticate holds for an endpoint: the one it names, else the one whose values are there. Browser-safe. */
import type { EndpointFields } from '../model/endpoint.ts'
import type { SecretName } from '../model/secret.ts'
import { getSpec } from './registry.ts'
import type { CredentialKind, SpecField, SpecSecret } from './spec-definition.ts'

/** Secrets that the endpoint will have: the new value, or `true` for one that is in the vault already. */
export type SecretPresence = Readonly<Partial<Record<SecretName, string | true | undefined>>>

/** What a kind needs and the endpoint has not. */
export interface MissingCredentials {
  readonly fields: readonly SpecField[]
  readonly secrets: readonly SpecSecret[]
}

/**
 * The credential kind of an endpoint. Without `credentialKind` it is the first whose values are all there,
 * else the first that was begun, else the spec's first; kinds that hold only by name are left out.
 *
 * @returns `undefined` when `credentialKind` names none of the spec's kinds. A spec with a single kind
 *   has nothing to choose, so there the name does not count.
 */
export function resolveCredentialKind(
  fields: EndpointFields,
  secrets: SecretPresence,
): CredentialKind | undefined {
  const kinds = getSpec(fields.spec).credentials
  if (fields.credentialKind !== undefined && kinds.length > 1) {
    return kinds.find(({ id }) => id === fields.credentialKind)
  }
  const candidates = kinds.filter((kind) => kind.onlyByName !== true)
  const complete = candidates.find((kind) => isComplete(findMissing(kind, fields, secrets)))
  return complete ?? candidates.find((kind) => isBegun(kind, fields, secrets)) ?? candidates[0]
}

/** The required fields and secrets of a kind that are not there. */
export function findMissing(
  kind: CredentialKind,
  fields: EndpointFields,
  secrets: SecretPresence,
): MissingCredentials {
  return {
    fields: (kind.fields ?? []).filter(({ name, required }) => required && !isFilled(fields[name])),
    secrets: kind.secrets.filter(({ name, required }) => required && !isFilled(secrets[name])),
  }
}

export function isComplete(missing: MissingCredentials): boolean {
  return missing.fields.length === 0 && missing.secrets.length === 0
}

/** True when any value of the kind is there. */
export function isBegun(
  kind: CredentialKind,
  fields: EndpointFields,
  secrets: SecretPresence,
): boolean {
  return (
    kind.secrets.some(({ name }) => isFilled(secrets[name])) ||
    (kind.fields ?? []).some(({ name }) => isFilled(fields[name]))
  )
}

function isFilled(value: string | true | undefined): boolean {
  return value === true || (value !== undefined && value.trim() !== '')
}
