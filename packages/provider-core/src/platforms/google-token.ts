/**
 * @file One access token of a Google service account: a signed assertion exchanged at its token host.
 * Source: Google Identity "Using OAuth 2.0 for server to server applications"; RFC 7523.
 */
import { createPrivateKey, sign, type KeyObject } from 'node:crypto'
import { ProviderError } from '../errors/provider-error.ts'
import type { Timeouts } from '../model/endpoint.ts'
import type { GoogleCredentials } from '../specs/google-credentials.ts'
import { maxErrorBodyBytes, readText } from '../transport/limits.ts'
import type { Send, SendResponse } from '../transport/send.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const scope = 'https://www.googleapis.com/auth/cloud-platform'
const assertionSeconds = 3600

export interface AccessToken {
  readonly value: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

export interface TokenRequest {
  readonly credentials: GoogleCredentials
  readonly send: Send
  readonly now: () => Date
  readonly signal: AbortSignal
  readonly timeouts: Partial<Timeouts>
  /** Told of everything secret that comes up: the assertion and the token. */
  readonly onSecret: (value: string) => void
}

/**
 * Fetches a token. Throws `ProviderError`: `credentials` when the key cannot sign or Google refuses it,
 * else what `send` throws.
 */
export async function fetchGoogleToken(request: TokenRequest): Promise<AccessToken> {
  const { credentials, send, now, signal, timeouts, onSecret } = request
  const assertion = signAssertion(credentials, now())
  onSecret(assertion)
  const form = new URLSearchParams({ grant_type: grantType, assertion })
  const response = await send({
    method: 'POST',
    url: new URL(credentials.tokenUri),
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new TextEncoder().encode(form.toString()),
    signal,
    timeouts,
  })
  const answer = parseAnswer(await readText(response.body, maxErrorBodyBytes, 'cut'))
  const { access_token: token, expires_in: lifetime } = answer
  if (response.status === 200 && typeof token === 'string' && token !== '') {
    onSecret(token)
    const seconds = typeof lifetime === 'number' && lifetime > 0 ? lifetime : 0
    return { value: token, expiresAt: now().getTime() + seconds * 1000 }
  }
  throw refusal(response, answer, new URL(credentials.tokenUri))
}

function signAssertion(credentials: GoogleCredentials, now: Date): string {
  const issuedAt = Math.floor(now.getTime() / 1000)
  const header = {
    alg: 'RS256',
    typ: 'JWT',
    ...(credentials.privateKeyId === undefined ? {} : { kid: credentials.privateKeyId }),
  }
  const claims = {
    iss: credentials.clientEmail,
    scope,
    aud: credentials.tokenUri,
    iat: issuedAt,
    exp: issuedAt + assertionSeconds,
  }
  const signed = `${encodePart(header)}.${encodePart(claims)}`
  const signature = sign('RSA-SHA256', Buffer.from(signed), readKey(credentials))
  return `${signed}.${signature.toString('base64url')}`
}

function readKey(credentials: GoogleCredentials): KeyObject {
  try {
    const key = createPrivateKey(credentials.privateKey)
    if (key.asymmetricKeyType === 'rsa') return key
  } catch {
    // The cause is left out on purpose: a parser's message may quote the key.
  }
  throw new ProviderError({
    code: 'credentials',
    message:
      'The private_key of the Google credentials is not a readable RSA key. Paste the key file again as Google Cloud made it.',
  })
}

function encodePart(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

function parseAnswer(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function refusal(response: SendResponse, answer: Record<string, unknown>, url: URL): ProviderError {
  const { error, error_description: description } = answer
  const words = [error, description].filter((text) => typeof text === 'string').join(': ')
  const status = response.status
  const retryable = status === 429 || status >= 500
  return new ProviderError({
    code: retryable ? 'upstream' : 'credentials',
    status,
    url: url.origin,
    message:
      words === ''
        ? `${url.host} answered ${status} in place of an access token.`
        : `${url.host} gave no access token for these Google credentials: ${words.slice(0, 300)}`,
  })
}
