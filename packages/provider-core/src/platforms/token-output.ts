/** @file What a token command prints: the token alone, or a JSON object with its end. */
import { ProviderError } from '../errors/provider-error.ts'

/** Numbers above this are milliseconds since the epoch (as seconds: the year 5138). */
const millisecondsFrom = 1e11

export interface PrintedToken {
  readonly token: string
  /** Milliseconds since the epoch; `undefined` when nothing says when it ends. */
  readonly expiresAt: number | undefined
}

/**
 * Reads `{token | access_token, expires_at | expires_in | expiry}` (an ISO date or a number of seconds), or
 * the token itself. A JWT says by `exp` (RFC 7519, 4.1.4) when it ends. Throws `ProviderError` with
 * `credentials`, whose message never repeats the output.
 */
export function parseTokenOutput(output: string, now: Date): PrintedToken {
  const text = output.trim()
  const json = parseObject(text)
  const named = json && (json['access_token'] ?? json['token'])
  if (json !== undefined && typeof named !== 'string') {
    throw refusal('its JSON has neither "token" nor "access_token"')
  }
  const token = typeof named === 'string' ? named.trim() : text
  if (token === '') throw refusal('there was nothing')
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw refusal('it is more than one word, or has characters that no token has')
  }
  return { token, expiresAt: (json && readEnd(json, now)) ?? readJwtEnd(token) }
}

function refusal(words: string): ProviderError {
  return new ProviderError({
    code: 'credentials',
    message: `What the token command printed is no token: ${words}. It has to print the token alone, or JSON with "token".`,
  })
}

function parseObject(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    throw refusal('it begins like JSON and is none')
  }
}

function readEnd(json: Record<string, unknown>, now: Date): number | undefined {
  const life = toNumber(json['expires_in'])
  if (life !== undefined) return now.getTime() + life * 1000
  return toTime(json['expires_at']) ?? toTime(json['expiry'])
}

function toTime(value: unknown): number | undefined {
  const number = toNumber(value)
  if (number !== undefined) return number >= millisecondsFrom ? number : number * 1000
  const date = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : date
}

function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined
}

function readJwtEnd(token: string): number | undefined {
  const [, payload, signature] = token.split('.')
  if (payload === undefined || signature === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const exp = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : 0
    return typeof exp === 'number' && exp > 0 ? exp * 1000 : undefined
  } catch {
    return undefined
  }
}
