/** @file Azure: a key, an Entra application or an access token; Claude on Foundry takes the key as `x-api-key`. */
import type { CredentialInfo } from '../model/credential.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import { describeExpiry } from './credential-words.ts'
import { checkEntraFields, entraScope, entraTokenUrl } from '../specs/entra-fields.ts'
import { entraKey, getEntraToken } from './entra-token.ts'
import { missingSecret } from './missing-secret.ts'
import { hasOwnCredential, withHeaders } from './own-credential.ts'
import type { AuthContext, Platform, UnsignedRequest } from './platform.ts'
import { requireCredentialKind } from './require-credential-kind.ts'
import { createTokenCache, type TokenCache } from './token-cache.ts'
import { secretOrigin } from './secret-origin.ts'

/** Both kinds of path that scopes are told by. */
const calledPaths = ['/openai/v1/', '/openai/deployments/'] as const

/**
 * Makes the platform with a token cache of its own.
 * Sources: openai-node `src/azure.ts`; anthropic-sdk-typescript `packages/foundry-sdk`.
 */
export function createAzure({ now }: { readonly now: () => Date }): Platform {
  const cache = createTokenCache<string>({ now })
  return {
    id: 'azure',
    adaptBody: (body) => body,
    authorize: (request, context) => authorize(request, context, cache),
    framing: () => 'sse',
    forgetCredentials(resolved) {
      if (!usesEntra(resolved)) return
      for (const path of calledPaths) {
        cache.delete(entraKey(resolved, entraScope(resolved.endpoint, path)))
      }
    },
    describeCredentials: (resolved) => describe(resolved, cache, now()),
  }
}

async function authorize(
  request: UnsignedRequest,
  context: AuthContext,
  cache: TokenCache<string>,
): Promise<UnsignedRequest> {
  const { resolved, dialect } = context
  if (hasOwnCredential(request)) return request
  switch (requireCredentialKind(resolved).id) {
    case 'entra-client': {
      const token = await getEntraToken(context, request.url.pathname, cache)
      return withHeaders(request, { authorization: `Bearer ${token}` })
    }
    case 'bearer-token': {
      const token = resolved.secrets.bearerToken?.trim() ?? ''
      if (token === '') throw missingSecret(resolved, ['access token'])
      return withHeaders(request, { authorization: `Bearer ${token}` })
    }
    default: {
      const key = resolved.secrets.apiKey?.trim() ?? ''
      if (key === '') throw missingSecret(resolved, ['API key'])
      const name = dialect === 'anthropic-messages' ? 'x-api-key' : 'api-key'
      return withHeaders(request, { [name]: key })
    }
  }
}

function usesEntra(resolved: ResolvedEndpoint): boolean {
  return (
    requireCredentialKind(resolved).id === 'entra-client' &&
    checkEntraFields(resolved.endpoint).length === 0 &&
    resolved.secrets.clientSecret !== undefined
  )
}

function describe(
  resolved: ResolvedEndpoint,
  cache: TokenCache<string>,
  now: Date,
): CredentialInfo | undefined {
  if (!usesEntra(resolved)) return undefined
  const { endpoint } = resolved
  const url = entraTokenUrl(endpoint)
  const kept = calledPaths
    .map((path) => cache.peek(entraKey(resolved, entraScope(endpoint, path))))
    .find((found) => found !== undefined)
  const { source, words: origin } = secretOrigin(endpoint, ['clientSecret'])
  const words = `Entra application, its secret ${origin}, token from ${url.host}`
  return {
    source,
    kind: 'entra-client',
    tokenHost: url.host,
    ...describeExpiry(words, 'token', kept?.expiresAt, now),
  }
}
