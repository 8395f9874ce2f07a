/** @file Names of secrets and the only shape in which they cross from a window or a command into the host. */
import { z } from 'zod'

/** The secret fields that specs can have. */
export const fieldSecretNames = [
  'apiKey',
  'accessKeyId',
  'secretAccessKey',
  'sessionToken',
  'googleCredentials',
  'clientSecret',
  'bearerToken',
  'proxyPassword',
  'clientKey',
  'clientKeyPassphrase',
] as const

/**
 * Name of one secret of an endpoint: a field's, `header:<name>` / `query:<name>` for a header or query
 * parameter whose value is a credential and is therefore kept in the vault, or `handler:<name>` for a
 * value that a custom handler is given under that name.
 */
export const secretNameSchema = z.union([
  z.enum(fieldSecretNames),
  z.templateLiteral(['header:', z.string().min(1)]),
  z.templateLiteral(['query:', z.string().min(1)]),
  z.templateLiteral(['handler:', z.string().min(1)]),
])
export type FieldSecretName = (typeof fieldSecretNames)[number]
export type SecretName = z.infer<typeof secretNameSchema>

/** What happens to one secret on save. Write-only: a stored value never travels back. */
export const secretChangeSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unchanged') }),
  z.object({ state: z.literal('set'), value: z.string().min(1) }),
  z.object({ state: z.literal('removed') }),
])
export type SecretChange = z.infer<typeof secretChangeSchema>

/** Secret values by name: exists only inside the host, for as long as a request needs it. */
export type SecretValues = Readonly<Partial<Record<SecretName, string>>>

const credentialName =
  /^(authorization|proxy-authorization|cookie|code|sig|signature|key|auth|token|password|secret)$|(^|[-_])(api[-_]?key|key|token|secret|password|subscription[-_]key)$|^(api|access|subscription)[-_]?(key|token)$/i

/** True when a header or query parameter of this name carries a credential. Its value then goes to the vault. */
export function isCredentialName(name: string): boolean {
  return credentialName.test(name.trim())
}

/** Secrets that open the way to the server (its proxy, its TLS) and are never part of a request. */
export const connectionSecretNames: readonly SecretName[] = [
  'proxyPassword',
  'clientKey',
  'clientKeyPassphrase',
]

/** True when any secret is there that travels inside requests. */
export function hasRequestSecret(secrets: Readonly<Partial<Record<SecretName, unknown>>>): boolean {
  return (Object.keys(secrets) as SecretName[]).some(
    (name) => secrets[name] !== undefined && !connectionSecretNames.includes(name),
  )
}
