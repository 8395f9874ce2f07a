/** @file A pasted Google key file: parsed, or refused in words that never repeat the key. Browser-safe. */
import { z } from 'zod'
import { isLoopback } from '../addressing/is-loopback.ts'

export interface GoogleCredentials {
  readonly clientEmail: string
  /** PEM. */
  readonly privateKey: string
  readonly privateKeyId: string | undefined
  readonly projectId: string | undefined
  /** Where the signed assertion is exchanged for a token: a host under googleapis.com, or loopback. */
  readonly tokenUri: string
}

export type ParsedGoogleCredentials =
  | { readonly ok: true; readonly credentials: GoogleCredentials }
  | { readonly ok: false; readonly message: string }

const text = z.string().trim().min(1)

const serviceAccountSchema = z.object({
  client_email: text,
  private_key: text,
  private_key_id: text.optional().catch(undefined),
  project_id: text.optional().catch(undefined),
  token_uri: text.default('https://oauth2.googleapis.com/token'),
})

/** What other key files of Google are, by their `type`. */
const otherTypes: Readonly<Record<string, string>> = {
  authorized_user: "a person's own sign-in",
  external_account: 'a workload identity configuration',
  external_account_authorized_user: 'a workforce sign-in',
  impersonated_service_account: 'an impersonation configuration',
  gdch_service_account: 'a service account of Google Distributed Cloud',
}

/**
 * Parses the JSON key file of a service account.
 *
 * @param typed What was pasted or dropped.
 * @returns The credentials, or a message that says what the text is and what to paste instead.
 */
export function parseGoogleCredentials(typed: string): ParsedGoogleCredentials {
  const value = parseJson(typed)
  if (value === undefined) return refuse(describeOtherText(typed.trim()))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('Paste the whole key file of a service account: a JSON object from { to }.')
  }
  const type = 'type' in value ? value.type : undefined
  if (type !== 'service_account') return refuse(describeOtherType(value, type))
  const parsed = serviceAccountSchema.safeParse(value)
  if (!parsed.success) {
    const missing = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
    return refuse(
      `The service-account JSON lacks ${missing.join(' and ')}. Paste the key file as Google Cloud made it.`,
    )
  }
  const privateKey = restoreLineBreaks(parsed.data.private_key)
  if (
    !/-----BEGIN (?:RSA )?PRIVATE KEY-----[\s\S]+-----END (?:RSA )?PRIVATE KEY-----/.test(
      privateKey,
    )
  ) {
    return refuse(
      'The private_key in this JSON is not a whole PEM key. Paste the key file as Google Cloud made it.',
    )
  }
  const tokenUri = parsed.data.token_uri
  const refusedHost = refuseTokenUri(tokenUri)
  if (refusedHost !== undefined) return refuse(refusedHost)
  return {
    ok: true,
    credentials: {
      clientEmail: parsed.data.client_email,
      privateKey,
      privateKeyId: parsed.data.private_key_id,
      projectId: parsed.data.project_id,
      tokenUri,
    },
  }
}

function parseJson(typed: string): unknown {
  try {
    return JSON.parse(typed)
  } catch {
    return undefined
  }
}

function describeOtherText(typed: string): string {
  if (typed === '') return 'Paste the JSON key file of a service account.'
  if (typed.includes('-----BEGIN')) {
    return 'This is more or less than the JSON. Paste the whole key file, from { to }.'
  }
  if (/\.json["']?$/i.test(typed)) return "Paste the key file's content, not its path."
  return 'This is not JSON. Paste the whole key file, from { to }.'
}

function describeOtherType(value: object, type: unknown): string {
  const wanted = 'Paste the JSON key of a service account.'
  if (typeof type === 'string' && /^[a-z_]{1,60}$/.test(type)) {
    const meaning = otherTypes[type]
    return meaning === undefined
      ? `This JSON is of type ${type}, not a service account. ${wanted}`
      : `This is ${meaning} (type ${type}), not a service account. ${wanted}`
  }
  if ('installed' in value || 'web' in value) {
    return `This is an OAuth client, not a service account. ${wanted}`
  }
  return `This JSON does not say that it is a service account (its type is missing). ${wanted}`
}

/** Key files that went through an environment variable hold `\n` as two characters. */
function restoreLineBreaks(key: string): string {
  return key.replaceAll(String.raw`\n`, '\n')
}

/** A pasted JSON could point the token request anywhere, so only Google and this machine are called. */
function refuseTokenUri(tokenUri: string): string | undefined {
  const words = 'Only hosts under googleapis.com, over https, are asked for a token.'
  if (!URL.canParse(tokenUri)) return `The token_uri in this JSON is not a URL. ${words}`
  const url = new URL(tokenUri)
  if (url.username !== '' || url.password !== '')
    return `The token_uri in this JSON holds a password. ${words}`
  const web = url.protocol === 'https:' || url.protocol === 'http:'
  if (web && isLoopback(url.hostname)) return undefined
  const google = url.hostname === 'googleapis.com' || url.hostname.endsWith('.googleapis.com')
  if (google && url.protocol === 'https:') return undefined
  return `The token_uri in this JSON leads to ${url.host || 'no host'}. ${words}`
}

function refuse(message: string): ParsedGoogleCredentials {
  return { ok: false, message }
}
