/** @file The OAuth token endpoint of a service account: verifies the signed JWT, issues access tokens. */
import { randomBytes, verify } from 'node:crypto'
import type { ServiceAccount } from '../network/service-account.ts'
import { RefusedRequest } from '../server/refusal.ts'
import type { SeenRequest } from '../server/seen-request.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const scope = 'https://www.googleapis.com/auth/cloud-platform'
const clockSkewSeconds = 300

export interface TokenIssuer {
  /** Verifies a token request and gives the answer's body. @throws RefusedRequest */
  issue(request: SeenRequest): object
  /** @throws RefusedRequest (401) unless the request carries a token issued here and still alive. */
  checkBearer(request: SeenRequest): void
}

/**
 * @param lifetimeSeconds how long an issued token lives.
 * @param foreignToken one that was got elsewhere and is taken too.
 */
export function createTokenIssuer(
  account: ServiceAccount,
  lifetimeSeconds: number,
  foreignToken?: string,
): TokenIssuer {
  const expiries = new Map<string, number>()
  if (foreignToken !== undefined) expiries.set(foreignToken, Infinity)
  return {
    issue(request) {
      checkAssertion(parseForm(request), account)
      const token = `ya29.fake-${randomBytes(12).toString('hex')}`
      expiries.set(token, Date.now() + lifetimeSeconds * 1000)
      return { access_token: token, expires_in: lifetimeSeconds, token_type: 'Bearer' }
    },
    checkBearer(request) {
      const token = /^Bearer (.+)$/.exec(request.headers['authorization'] ?? '')?.[1]
      if (token === undefined) {
        throw refuseBearer('expected `authorization: Bearer` with a token of the token endpoint')
      }
      const expiry = expiries.get(token)
      if (expiry === undefined) throw refuseBearer('the access token was not issued here')
      if (expiry <= Date.now()) throw refuseBearer('the access token has expired')
    },
  }
}

function refuseBearer(message: string): RefusedRequest {
  return new RefusedRequest('credentials', 401, message)
}

function refuseGrant(message: string): RefusedRequest {
  return new RefusedRequest('token', 400, message)
}

/** @returns the assertion. */
function parseForm(request: SeenRequest): string {
  if (request.method !== 'POST') throw refuseGrant('expected POST')
  const type = request.headers['content-type'] ?? 'none'
  if (!/^application\/x-www-form-urlencoded(;.*)?$/i.test(type)) {
    throw refuseGrant(
      `expected \`content-type: application/x-www-form-urlencoded\`, got \`${type}\``,
    )
  }
  if ('authorization' in request.headers)
    throw refuseGrant('the token request takes no `authorization`')
  const form = new URLSearchParams(request.bodyText)
  if (form.get('grant_type') !== grantType)
    throw refuseGrant(`expected grant_type \`${grantType}\``)
  const assertion = form.get('assertion')
  if (assertion === null) throw refuseGrant('expected the form field `assertion`')
  return assertion
}

function checkAssertion(assertion: string, { json, publicKey }: ServiceAccount): void {
  const [head = '', payload = '', signature = '', ...rest] = assertion.split('.')
  const header = parsePart(head, 'header')
  const claims = parsePart(payload, 'claims')
  if (rest.length > 0) throw refuseGrant('a JWT has three parts')
  if (header['alg'] !== 'RS256') throw refuseGrant('expected JWT header alg `RS256`')
  if (header['kid'] !== json.private_key_id) {
    throw refuseGrant('expected JWT header kid to be the private_key_id of the service account')
  }
  const signed = Buffer.from(`${head}.${payload}`)
  if (!verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))) {
    throw refuseGrant('Invalid JWT Signature: not made with the private key of the service account')
  }
  const expected = { iss: json.client_email, scope, aud: json.token_uri }
  for (const [name, value] of Object.entries(expected)) {
    if (claims[name] !== value) {
      throw refuseGrant(`expected JWT ${name} \`${value}\`, got \`${String(claims[name])}\``)
    }
  }
  checkTimes(claims['iat'], claims['exp'])
}

function checkTimes(issuedAt: unknown, expiresAt: unknown): void {
  if (typeof issuedAt !== 'number' || typeof expiresAt !== 'number') {
    throw refuseGrant('expected JWT iat and exp in seconds')
  }
  const now = Date.now() / 1000
  if (Math.abs(now - issuedAt) > clockSkewSeconds) throw refuseGrant('JWT iat is not about now')
  if (expiresAt <= now) throw refuseGrant('the JWT has expired')
  if (expiresAt - issuedAt > 3600) throw refuseGrant('JWT exp must be within 3600 s of iat')
}

function parsePart(part: string, name: string): Record<string, unknown> {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as unknown
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch (error) {
    throw new RefusedRequest('token', 400, `the JWT's ${name} is not JSON: ${String(error)}`)
  }
  throw refuseGrant(`the JWT's ${name} is not an object`)
}
