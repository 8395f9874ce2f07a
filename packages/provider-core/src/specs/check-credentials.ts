/** @file Are the credentials there that a spec needs? Browser-safe. */
import type { EndpointFields, FieldIssue } from '../model/endpoint.ts'
import type { FieldSecretName } from '../model/secret.ts'
import { checkOwnAuth } from './check-connection.ts'
import { checkEntraFields } from './entra-fields.ts'
import { parseGoogleCredentials } from './google-credentials.ts'
import { isAuthHeader } from './own-auth.ts'
import { getSpec } from './registry.ts'
import {
  findMissing,
  isBegun,
  isComplete,
  resolveCredentialKind,
  type SecretPresence,
} from './resolve-credential-kind.ts'
import type { CredentialKind } from './spec-definition.ts'

/**
 * Issues with an endpoint's credentials: missing ones, and new values that cannot be right.
 * An auth header of the user's own takes the place of them all.
 */
export function checkCredentials(fields: EndpointFields, secrets: SecretPresence): FieldIssue[] {
  const wrong = checkValues(secrets)
  if (wrong.length > 0 || hasOwnAuth(fields, secrets)) return wrong
  if (fields.auth !== undefined && fields.auth.scheme !== 'default')
    return checkOwnAuth(fields, secrets)
  const kinds = getSpec(fields.spec).credentials
  if (kinds.length === 0) return []
  const kind = resolveCredentialKind(fields, secrets)
  if (kind === undefined) return [unknownKind(kinds)]
  const missing = findMissing(kind, fields, secrets)
  if (isComplete(missing)) return checkKind(kind, fields, secrets)
  const others =
    fields.credentialKind === undefined && !isBegun(kind, fields, secrets)
      ? kinds.filter((other) => other !== kind).map(({ label }) => lowerFirst(label))
      : []
  const instead = others.length === 0 ? '' : `, or choose ${joinWords(others)}`
  return [
    ...missing.fields.map(({ name, label }) => ({
      field: name,
      message: `Type the ${lowerFirst(label)}${instead}.`,
    })),
    ...missing.secrets.map(({ name, label, multiline }) => ({
      field: `secrets.${name}`,
      message:
        multiline === true
          ? `Paste the ${label}${instead}.`
          : `Type the ${lowerFirst(label)}${instead}.`,
    })),
  ]
}

function unknownKind(kinds: readonly CredentialKind[]): FieldIssue {
  return {
    field: 'credentialKind',
    message: `Choose how to authenticate: ${kinds.map(({ id, label }) => `${lowerFirst(label)} (${id})`).join(', ')}.`,
  }
}

/** What is wrong although nothing is missing. */
function checkKind(
  kind: CredentialKind,
  fields: EndpointFields,
  secrets: SecretPresence,
): FieldIssue[] {
  if (kind.id === 'entra-client') return checkEntraFields(fields)
  const { accessKeyId, sessionToken } = secrets
  const temporary = typeof accessKeyId === 'string' && accessKeyId.trim().startsWith('ASIA')
  if (kind.id !== 'access-keys' || !temporary || sessionToken !== undefined) return []
  return [
    {
      field: 'secrets.sessionToken',
      message: 'An access key ID that begins with ASIA is temporary. Type its session token too.',
    },
  ]
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
  'clientSecret',
  'bearerToken',
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

/** "Secret access key" → "secret access key"; "API key" and the product name "Entra" stay. */
function lowerFirst(label: string): string {
  if (label.startsWith('Entra ')) return label
  const second = label[1] ?? ''
  const acronym = second !== second.toLowerCase()
  return acronym ? label : label.charAt(0).toLowerCase() + label.slice(1)
}

function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}
