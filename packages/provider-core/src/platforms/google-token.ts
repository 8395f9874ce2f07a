/**
 * @file One access token of a Google service account: a signed assertion exchanged at its token host.
 * Source: Google Identity "Using OAuth 2.0 for server to server applications"; RFC 7523.
 */
import { createPrivateKey, sign, type KeyObject } from 'node:crypto'
import { ProviderError } from '../errors/provider-error.ts'
import type { Timeouts } from '../model/endpoint.ts'
import type { GoogleCredentials } from '../specs/google-credentials.ts'
import type { Send } from '../transport/send.ts'
import type { Expiring } from './token-cache.ts'
import { requestToken } from './token-endpoint.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const scope = 'https://www.googleapis.com/auth/cloud-platform'
const assertionSeconds = 3600

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
export async function fetchGoogleToken(request: TokenRequest): Promise<Expiring<string>> {
  const { credentials, now, onSecret } = request
  const assertion = signAssertion(credentials, now())
  onSecret(assertion)
  return requestToken({
    ...request,
    url: new URL(credentials.tokenUri),
    form: { grant_type: grantType, assertion },
    owner: 'these Google credentials',
  })
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
