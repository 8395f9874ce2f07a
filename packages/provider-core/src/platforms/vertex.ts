/** @file Google Vertex: service-account OAuth, Claude's bodies for raw predictions. */
import { createHash } from 'node:crypto'
import { ProviderError } from '../errors/provider-error.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import { parseGoogleCredentials, type GoogleCredentials } from '../specs/google-credentials.ts'
import { adaptClaudeBody, dropVersionHeader } from './claude-body.ts'
import { fetchGoogleToken } from './google-token.ts'
import { missingSecret } from './missing-secret.ts'
import { hasOwnCredential, withHeaders } from './own-credential.ts'
import type { AuthContext, Platform, UnsignedRequest } from './platform.ts'
import { createTokenCache, type TokenCache } from './token-cache.ts'

/**
 * Makes the platform with a token cache of its own.
 * Sources: anthropic-sdk-typescript `packages/vertex-sdk`; Google Identity on service accounts.
 */
export function createVertex({ now }: { readonly now: () => Date }): Platform {
  const cache = createTokenCache({ now })
  return {
    id: 'vertex',
    adaptBody: (body, { dialect, anthropicVersion }) =>
      dialect === 'anthropic-messages'
        ? adaptClaudeBody(body, ['model'], anthropicVersion ?? 'vertex-2023-10-16')
        : body,
    authorize: (request, context) => authorize(request, context, cache),
    framing: () => 'sse',
    forgetCredentials({ secrets }) {
      if (secrets.googleCredentials !== undefined) cache.delete(cacheKey(secrets.googleCredentials))
    },
  }
}

async function authorize(
  composed: UnsignedRequest,
  context: AuthContext,
  cache: TokenCache,
): Promise<UnsignedRequest> {
  const { resolved, send, now, signal, onSecret } = context
  const request = dropVersionHeader(composed, resolved.endpoint)
  if (request.headers['authorization'] !== undefined) return request
  const text = resolved.secrets.googleCredentials
  if (text === undefined || text.trim() === '') {
    if (hasOwnCredential(request)) return request
    throw missingSecret(resolved, ['Google credentials'])
  }
  const credentials = readCredentials(resolved, text)
  onSecret(credentials.privateKey)
  const token = await cache.get(cacheKey(text), signal, (shared) =>
    fetchGoogleToken({
      credentials,
      send,
      now,
      signal: shared,
      timeouts: resolved.endpoint.timeouts,
      onSecret,
    }),
  )
  // Also when another request fetched it.
  onSecret(token)
  return withHeaders(request, { authorization: `Bearer ${token}` })
}

function readCredentials({ endpoint }: ResolvedEndpoint, text: string): GoogleCredentials {
  const parsed = parseGoogleCredentials(text)
  if (parsed.ok) return parsed.credentials
  throw new ProviderError({
    code: 'credentials',
    message: `The Google credentials of ${endpoint.name} cannot be used. ${parsed.message}`,
  })
}

/** The whole text, so that a changed key or token host never meets an old token; hashed, so that the cache holds no key. */
function cacheKey(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
