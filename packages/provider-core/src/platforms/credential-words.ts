/** @file Words for when credentials end. */
import type { CredentialInfo } from '../model/credential.ts'

/**
 * What can be said of something that ends.
 *
 * @param source Where it comes from, as the start of a sentence.
 * @param what What ends, in the plural or as "token".
 * @param expiresAt Milliseconds since the epoch; `undefined` when nothing was fetched yet.
 */
export function describeExpiry(
  source: string,
  what: 'keys' | 'token',
  expiresAt: number | undefined,
  now: Date,
): Pick<CredentialInfo, 'expiry' | 'expiresAt' | 'detail'> {
  if (expiresAt === undefined) {
    return { expiry: 'unread', detail: `${source}; read when a request is sent.` }
  }
  const iso = new Date(expiresAt).toISOString()
  const verb = what === 'keys' ? 'its keys' : 'the token'
  const ended = expiresAt <= now.getTime()
  const end = what === 'keys' ? (ended ? 'ended' : 'end') : ended ? 'ended' : 'ends'
  return { expiry: 'known', expiresAt: iso, detail: `${source}; ${verb} ${end} at ${iso}.` }
}
