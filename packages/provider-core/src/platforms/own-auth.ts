/** @file Authentication that the endpoint sets itself, in place of its type's. */
import { ProviderError } from '../errors/provider-error.ts'
import type { Auth } from '../model/auth.ts'
import type { CredentialInfo } from '../model/credential.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import { describeExpiry } from './credential-words.ts'
import { missingSecret } from './missing-secret.ts'
import { hasOwnCredential, withHeaders } from './own-credential.ts'
import type { AuthContext, UnsignedRequest } from './platform.ts'
import type { TokenCommands } from './token-command.ts'
import { secretOrigin } from './secret-origin.ts'

/** The endpoint's own way to authenticate; `undefined` where its type's holds. */
export function ownAuthOf({ endpoint }: Pick<ResolvedEndpoint, 'endpoint'>): Auth | undefined {
  return endpoint.auth === undefined || endpoint.auth.scheme === 'default'
    ? undefined
    : endpoint.auth
}

/**
 * Adds what `auth` says. A header row of the user's that authenticates suppresses it. Throws
 * `ProviderError` with `missing-secret`, `settings` or `credentials`.
 */
export async function authorizeByOwnAuth(
  request: UnsignedRequest,
  auth: Auth,
  context: Pick<AuthContext, 'resolved' | 'signal' | 'onSecret'>,
  commands: TokenCommands | undefined,
): Promise<UnsignedRequest> {
  const { resolved, signal, onSecret } = context
  const name = auth.headerName?.toLowerCase()
  if (auth.scheme === 'none' || hasOwnCredential(request)) return request
  if (name !== undefined && request.headers[name] !== undefined) return request
  if (auth.scheme === 'command') {
    const { command } = auth
    if (command === undefined) {
      throw incomplete(resolved, 'is to authenticate by a command, and has none')
    }
    if (commands === undefined) {
      throw new ProviderError({
        code: 'credentials',
        message: 'Programs cannot be run here, so there is no token.',
      })
    }
    const token = await commands.get(command, signal)
    onSecret(token)
    return withHeaders(
      request,
      name === undefined ? { authorization: `Bearer ${token}` } : { [name]: token },
    )
  }
  const key = resolved.secrets.apiKey?.trim() ?? ''
  if (key === '') throw missingSecret(resolved, ['API key'])
  switch (auth.scheme) {
    case 'bearer':
      return withHeaders(request, { authorization: `Bearer ${key}` })
    case 'x-api-key':
    case 'api-key':
      return withHeaders(request, { [auth.scheme]: key })
    default:
      if (name === undefined) {
        throw incomplete(resolved, 'is to send its key in a header of your own, and names none')
      }
      return withHeaders(request, { [name]: key })
  }
}

function incomplete({ endpoint }: ResolvedEndpoint, words: string): ProviderError {
  return new ProviderError({
    code: 'settings',
    message: `${endpoint.name} ${words}. Complete it in Settings.`,
  })
}

/** Where the credentials of `auth` come from and when they end. */
export function describeOwnAuth(
  resolved: ResolvedEndpoint,
  auth: Auth,
  commands: TokenCommands | undefined,
  now: Date,
): CredentialInfo {
  const { endpoint, secrets } = resolved
  if (auth.scheme === 'command' && auth.command !== undefined) {
    const { program } = auth.command
    const kept = commands?.peek(auth.command)
    const words = `Token printed by ${program}`
    if (kept !== undefined && kept.expiresAt === undefined) {
      return {
        source: 'command',
        expiry: 'unknown',
        detail: `${words}; nothing says when it ends.`,
      }
    }
    return { source: 'command', ...describeExpiry(words, 'token', kept?.expiresAt, now) }
  }
  if (auth.scheme === 'none' || secrets.apiKey === undefined) {
    return { source: 'none', expiry: 'fixed', detail: 'No credentials are set.' }
  }
  const { source, words } = secretOrigin(endpoint, ['apiKey'])
  const header = auth.scheme === 'bearer' ? 'Authorization' : (auth.headerName ?? auth.scheme)
  return {
    source,
    expiry: 'fixed',
    detail: `API key ${words}, in the header ${header}.`,
  }
}
