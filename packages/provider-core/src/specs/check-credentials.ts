/** @file Are the credentials there that a spec needs? Browser-safe. */
import type { EndpointFields, FieldIssue } from '../model/endpoint.ts'
import type { FieldSecretName, SecretName } from '../model/secret.ts'
import { parseGoogleCredentials } from './google-credentials.ts'
import { isAuthHeader } from './own-auth.ts'
import { getSpec } from './registry.ts'
import type { CredentialKind } from './spec-definition.ts'

/** Secrets that the endpoint will have: the new value, or `true` for one that is in the vault already. */
export type SecretPresence = Readonly<Partial<Record<SecretName, string | true>>>

/**
 * Issues with an endpoint's credentials: missing ones, and new values that cannot be right.
 * An auth header of the user's own takes the place of them all.
 */
export function checkCredentials(fields: EndpointFields, secrets: SecretPresence): FieldIssue[] {
  const wrong = checkValues(secrets)
  if (wrong.length > 0 || hasOwnAuth(fields, secrets)) return wrong
  const kinds = getSpec(fields.spec).credentials
  if (kinds.length === 0 || kinds.some((kind) => missing(kind, secrets).length === 0)) return []
  const begun = kinds.find((kind) => kind.secrets.some(({ name }) => secrets[name] !== undefined))
  const asked = begun ?? kinds[0]
  if (asked === undefined) return []
  const others = begun === undefined ? kinds.slice(1).map((kind) => lowerFirst(kind.label)) : []
  const instead = others.length === 0 ? '' : `, or choose ${others.join(' or ')}`
  return missing(asked, secrets).map(({ name, label, multiline }) => ({
    field: `secrets.${name}`,
    message:
      multiline === true ? `Paste the ${label}.` : `Type the ${lowerFirst(label)}${instead}.`,
  }))
}

function missing(kind: CredentialKind, secrets: SecretPresence): CredentialKind['secrets'] {
  return kind.secrets.filter(({ name, required }) => required && secrets[name] === undefined)
}

function hasOwnAuth(fields: EndpointFields, secrets: SecretPresence): boolean {
  const kept = Object.keys(secrets)
    .filter((name) => name.startsWith('header:'))
    .map((name) => name.slice('header:'.length))
  return [...Object.keys(fields.headers), ...kept].some(isAuthHeader)
}

const oneLineSecrets: readonly FieldSecretName[] = [
  'apiKey',
  'accessKeyId',
  'secretAccessKey',
  'sessionToken',
]

function checkValues(secrets: SecretPresence): FieldIssue[] {
  const issues: FieldIssue[] = []
  for (const name of oneLineSecrets) {
    const value = secrets[name]
    if (typeof value !== 'string') continue
    if (/\s/.test(value.trim())) {
      issues.push({
        field: `secrets.${name}`,
        message: 'A key has no spaces or line breaks in it. Paste it again.',
      })
    } else if (!/^[\x21-\x7e]+$/.test(value.trim())) {
      issues.push({
        field: `secrets.${name}`,
        message: 'A key has plain characters only. Copy it again from where it was made.',
      })
    }
  }
  const google = secrets.googleCredentials
  if (typeof google === 'string') {
    const parsed = parseGoogleCredentials(google)
    if (!parsed.ok) issues.push({ field: 'secrets.googleCredentials', message: parsed.message })
  }
  return issues
}

/** "Secret access key" → "secret access key"; "API key" stays. */
function lowerFirst(label: string): string {
  const second = label[1] ?? ''
  const acronym = second !== second.toLowerCase()
  return acronym ? label : label.charAt(0).toLowerCase() + label.slice(1)
}
