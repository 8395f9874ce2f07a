/** @file Where an endpoint's credentials come from and when they end: one answer for the form and the check. */
import type { CredentialInfo } from '../model/credential.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import { isAuthHeader } from '../specs/own-auth.ts'
import { resolveCredentialKind } from '../specs/resolve-credential-kind.ts'
import { describeOwnAuth, ownAuthOf } from './own-auth.ts'
import type { Platform } from './platform.ts'
import { secretOrigin } from './secret-origin.ts'
import type { TokenCommands } from './token-command.ts'

/**
 * Describes them without fetching anything: what ends is known once a request was signed. Holds no secret.
 *
 * @param platform The one of the endpoint's spec; it knows what it fetched.
 * @param commands Keeps what token commands printed.
 */
export function describeCredentials(
  resolved: ResolvedEndpoint,
  platform: Pick<Platform, 'describeCredentials'>,
  { commands, now }: { readonly commands?: TokenCommands | undefined; readonly now: () => Date },
): CredentialInfo {
  const { endpoint, secrets } = resolved
  const own = [
    ...Object.keys(endpoint.headers),
    ...Object.keys(secrets)
      .filter((name) => name.startsWith('header:'))
      .map((name) => name.slice('header:'.length)),
  ].find(isAuthHeader)
  if (own !== undefined) {
    return { source: 'own-header', expiry: 'unknown', detail: `Your own header ${own}.` }
  }
  const auth = ownAuthOf(resolved)
  if (auth !== undefined) return describeOwnAuth(resolved, auth, commands, now())
  const kind = resolveCredentialKind(endpoint, secrets)
  const told = kind === undefined ? undefined : platform.describeCredentials?.(resolved)
  if (told !== undefined) return told
  const there = (kind?.secrets ?? []).filter(({ name }) => secrets[name] !== undefined)
  if (kind === undefined || there.length === 0) {
    return { source: 'none', expiry: 'fixed', detail: 'No credentials are set.' }
  }
  const { source, words: from } = secretOrigin(
    endpoint,
    there.map(({ name }) => name),
  )
  const temporary = secrets.sessionToken !== undefined && kind.id === 'access-keys'
  const end = temporary
    ? '; the session token does not say when it ends'
    : kind.id === 'bearer-token'
      ? '; nothing says when it ends'
      : ''
  return {
    source,
    kind: kind.id,
    expiry: end === '' ? 'fixed' : 'unknown',
    detail: `${kind.label} ${from}${end}.`,
  }
}
