/** @file Ways to authenticate: which one the form shows, and what becomes of the secrets of the others. */
import {
  fieldSecretNames,
  type EndpointDraftInput,
  type SpecId,
} from '@patchbay/provider-core/model'
import { getSpec, type CredentialKind, type SpecSecret } from '@patchbay/provider-core/specs'
import { sendsApiKey } from './advanced/auth-values.ts'
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

/** The secrets that the form has inputs for: those of the way to authenticate, then those of the connection. */
export function shownSecrets(
  values: Pick<FormValues, 'spec' | 'credentialKinds' | 'auth'>,
  savedSecrets: readonly string[],
): readonly (SpecSecret & { readonly required: boolean })[] {
  return [...authSecrets(values, savedSecrets), ...connectionSecrets]
}

function authSecrets(
  values: Pick<FormValues, 'spec' | 'credentialKinds' | 'auth'>,
  savedSecrets: readonly string[],
): readonly (SpecSecret & { readonly required: boolean })[] {
  if (sendsApiKey(values.auth.scheme)) return [ownKey]
  const secrets = chosenKind(values, savedSecrets)?.secrets ?? []
  if (values.auth.scheme === 'default') return secrets
  // Nothing is typed for a way that is not used; what is saved can still be removed.
  return secrets
    .filter(({ name }) => savedSecrets.includes(name))
    .map((secret) => ({ ...secret, required: false }))
}

/** The key that goes into the header which the endpoint names itself. */
export const ownKey = { name: 'apiKey', label: 'API key', required: true } as const

const connectionSecrets = [
  { name: 'proxyPassword', label: 'Password', required: false },
  { name: 'clientKey', label: 'Private key', required: false },
  { name: 'clientKeyPassphrase', label: 'Passphrase', required: false },
] as const

/** Saved secrets that the chosen kind does not use and that the spec would otherwise still find. */
export function replacedSecrets(
  values: Chosen & Pick<FormValues, 'auth'>,
  savedSecrets: readonly string[],
): string[] {
  // The kinds of the type are not looked at, so none is in another's way.
  if (values.auth.scheme !== 'default') return []
  const used = namesOf(chosenKind(values, savedSecrets)?.secrets)
  return getSpec(values.spec)
    .credentials.flatMap((kind) => [...namesOf(kind.secrets)])
    .filter((name, index, all) => all.indexOf(name) === index)
    .filter((name) => !used.has(name) && savedSecrets.includes(name))
}

/**
 * What happens to the secrets that have fields: those that the form shows as it says, saved ones of
 * the spec's other kinds are removed, and those of other specs, and unused ones, stay as they are.
 */
export function chosenCredentials(
  values: FormValues,
  savedSecrets: readonly string[],
): NonNullable<EndpointDraftInput['secrets']> {
  const shown = namesOf(shownSecrets(values, savedSecrets))
  const replaced = new Set(replacedSecrets(values, savedSecrets))
  const secrets: NonNullable<EndpointDraftInput['secrets']> = {}
  for (const name of fieldSecretNames) {
    if (shown.has(name)) secrets[name] = values.secrets[name]
    else if (replaced.has(name)) secrets[name] = { state: 'removed' }
  }
  return secrets
}

/** The label of the kind that a saved secret belongs to, for saying what goes. */
export function labelOfKind(spec: SpecId, secretName: string): string {
  const kind = getSpec(spec).credentials.find((one) => namesOf(one.secrets).has(secretName))
  return kind?.label.toLowerCase() ?? secretName
}

function namesOf(secrets: readonly SpecSecret[] = []): Set<string> {
  return new Set(secrets.map((secret) => secret.name))
}
