/** @file Where an endpoint's credentials come from and when they end, for the form and the check. Holds no secret. */
import { z } from 'zod'

export const credentialSources = [
  /** In the form, not saved yet. */
  'typed',
  'vault',
  /** Environment variables that the endpoint names. */
  'environment',
  /** A header row of the user's own. */
  'own-header',
  /** A program of the user's that prints a token. */
  'command',
  /** A named profile of the AWS configuration of this machine. */
  'aws-profile',
  /** AWS's default chain: environment, SSO, profile, container, instance. */
  'aws-chain',
  /** Google's application-default credentials of this machine. */
  'google-adc',
  'none',
] as const

export const credentialInfoSchema = z.object({
  source: z.enum(credentialSources),
  /** Credential kind of the spec that holds. */
  kind: z.string().optional(),
  /** One sentence, such as "Access keys from the vault; the session token does not say when it ends." */
  detail: z.string(),
  /** Host that exchanges them for an access token. */
  tokenHost: z.string().optional(),
  /** ISO 8601, UTC: when what is sent (a token, temporary keys) ends. Left out when that is not known, or never. */
  expiresAt: z.string().optional(),
  /** `fixed`: no end of their own. `known`: `expiresAt`. `unknown`: they end, and nothing says when. `unread`: not fetched yet. */
  expiry: z.enum(['fixed', 'known', 'unknown', 'unread']),
})
export type CredentialInfo = z.infer<typeof credentialInfoSchema>
