/** @file Ways to authenticate: which one the form shows, and what becomes of the secrets of the others. */
import {
  fieldSecretNames,
  type EndpointDraftInput,
  type SpecId,
} from '@patchbay/provider-core/model'
import { getSpec, type CredentialKind } from '@patchbay/provider-core/specs'
import type { FormValues } from './form-values.ts'

type Chosen = Pick<FormValues, 'spec' | 'credentialKinds'>

/** The kind that was chosen, else the one whose secrets are saved, else the spec's first. */
export function chosenKind(
  values: Chosen,
  savedSecrets: readonly string[],
): CredentialKind | undefined {
  const kinds = getSpec(values.spec).credentials
  const chosen = values.credentialKinds[values.spec]
  return (
    kinds.find((kind) => kind.id === chosen) ??
    kinds.find((kind) => kind.secrets.some((secret) => savedSecrets.includes(secret.name))) ??
    kinds[0]
  )
}

/** Saved secrets that the chosen kind does not use and that the spec would otherwise still find. */
export function replacedSecrets(values: Chosen, savedSecrets: readonly string[]): string[] {
  const used = namesOf(chosenKind(values, savedSecrets))
  return getSpec(values.spec)
    .credentials.flatMap((kind) => [...namesOf(kind)])
    .filter((name, index, all) => all.indexOf(name) === index)
    .filter((name) => !used.has(name) && savedSecrets.includes(name))
}

/**
 * What happens to the secrets that have fields: those of the chosen kind as the form says, saved ones of
 * the spec's other kinds are removed, and those of other specs stay as they are.
 */
export function chosenCredentials(
  values: FormValues,
  savedSecrets: readonly string[],
): NonNullable<EndpointDraftInput['secrets']> {
  const used = namesOf(chosenKind(values, savedSecrets))
  const replaced = new Set(replacedSecrets(values, savedSecrets))
  const secrets: NonNullable<EndpointDraftInput['secrets']> = {}
  for (const name of fieldSecretNames) {
    if (used.has(name)) secrets[name] = values.secrets[name]
    else if (replaced.has(name)) secrets[name] = { state: 'removed' }
  }
  return secrets
}

/** The label of the kind that a saved secret belongs to, for saying what goes. */
export function labelOfKind(spec: SpecId, secretName: string): string {
  const kind = getSpec(spec).credentials.find((one) => namesOf(one).has(secretName))
  return kind?.label.toLowerCase() ?? secretName
}

function namesOf(kind: CredentialKind | undefined): Set<string> {
  return new Set(kind?.secrets.map((secret) => secret.name))
}
