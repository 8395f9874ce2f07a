/** @file Google Vertex: service-account OAuth, application-default credentials or an express key; Claude's bodies for raw predictions. */
import { ProviderError } from '../errors/provider-error.ts'
import type { CredentialInfo } from '../model/credential.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import { parseGoogleCredentials, type GoogleCredentials } from '../specs/google-credentials.ts'
import { adaptClaudeBody, dropVersionHeader } from './claude-body.ts'
import { describeExpiry } from './credential-words.ts'
import { fetchGoogleToken } from './google-token.ts'
import { missingSecret } from './missing-secret.ts'
import { hasOwnCredential, withHeaders } from './own-credential.ts'
import type { AuthContext, Platform, UnsignedRequest } from './platform.ts'
import { requireCredentialKind } from './require-credential-kind.ts'
import { cacheKey, createTokenCache, type TokenCache } from './token-cache.ts'
import { secretOrigin } from './secret-origin.ts'

export interface LoadedGoogleToken {
  readonly token: string
  /** When it ends; `undefined` when its source does not say. */
  readonly expiresAt: Date | undefined
  /** Project that is billed, which a person's own sign-in needs (`x-goog-user-project`). */
  readonly quotaProject?: string | undefined
}

/**
 * Fetches a token with what this machine has. Only called for an endpoint whose credential kind says so.
 * What it throws becomes a `credentials` error with its message.
 */
export type LoadGoogleToken = (source: { readonly kind: 'adc' }) => Promise<LoadedGoogleToken>

export interface VertexOptions {
  readonly now: () => Date
  /** Reads application-default credentials; without it that kind is refused. */
  readonly loadGoogleToken?: LoadGoogleToken | undefined
}

interface GoogleToken {
  readonly token: string
  readonly quotaProject?: string | undefined
}

interface Tokens extends VertexOptions {
  readonly cache: TokenCache<GoogleToken>
}

const adcKey = cacheKey(['adc'])

/**
 * Makes the platform with a token cache of its own.
 * Sources: anthropic-sdk-typescript `packages/vertex-sdk`; Google Identity on service accounts; Google
 * "Vertex AI in express mode REST API reference".
 */
export function createVertex(options: VertexOptions): Platform {
  const tokens: Tokens = { ...options, cache: createTokenCache<GoogleToken>(options) }
  return {
    id: 'vertex',
    // A count of tokens names its model in the body only.
    adaptBody(body, context) {
      const { dialect, operation } = context
      const drop = operation === 'count-tokens' ? [] : ['model']
      return dialect === 'anthropic-messages'
        ? adaptClaudeBody(body, drop, 'vertex-2023-10-16', context)
        : body
    },
    authorize: (request, context) => authorize(request, context, tokens),
    framing: () => 'sse',
    forgetCredentials(resolved) {
      const key = keyOf(resolved)
      if (key !== undefined) tokens.cache.delete(key)
    },
    describeCredentials: (resolved) => describe(resolved, tokens),
  }
}

async function authorize(
  composed: UnsignedRequest,
  context: AuthContext,
  tokens: Tokens,
): Promise<UnsignedRequest> {
  const { resolved } = context
  const request = dropVersionHeader(composed, resolved.endpoint)
  if (request.headers['authorization'] !== undefined) return request
  const kind = requireCredentialKind(resolved).id
  if (kind === 'express-key') {
    if (hasOwnCredential(request)) return request
    const key = resolved.secrets.apiKey?.trim() ?? ''
    if (key === '') throw missingSecret(resolved, ['API key'])
    return withHeaders(request, { 'x-goog-api-key': key })
  }
  if (kind !== 'adc' && (resolved.secrets.googleCredentials?.trim() ?? '') === '') {
    if (hasOwnCredential(request)) return request
    throw missingSecret(resolved, ['Google credentials'])
  }
  const { token, quotaProject } =
    kind === 'adc' ? await loadAdc(context, tokens) : await exchangeKey(context, tokens)
  // Also when another request fetched it.
  context.onSecret(token)
  return withHeaders(request, {
    authorization: `Bearer ${token}`,
    ...(quotaProject === undefined || request.headers['x-goog-user-project'] !== undefined
      ? {}
      : { 'x-goog-user-project': quotaProject }),
  })
}

async function exchangeKey(context: AuthContext, { cache }: Tokens): Promise<GoogleToken> {
  const { resolved, send, now, signal, onSecret } = context
  const text = resolved.secrets.googleCredentials ?? ''
  const credentials = readCredentials(resolved, text)
  onSecret(credentials.privateKey)
  return cache.get(cacheKey([text]), signal, async (shared) => {
    const { timeouts } = resolved.endpoint
    const request = { credentials, send, now, signal: shared, timeouts, onSecret }
    const { value, expiresAt } = await fetchGoogleToken(request)
    return { value: { token: value }, expiresAt }
  })
}

async function loadAdc(context: AuthContext, tokens: Tokens): Promise<GoogleToken> {
  const { cache, loadGoogleToken } = tokens
  if (loadGoogleToken === undefined) {
    throw new ProviderError({
      code: 'credentials',
      message: 'Application default credentials cannot be read here. Use a service account.',
    })
  }
  return cache.get(adcKey, context.signal, async () => {
    const loaded = await loadGoogleToken({ kind: 'adc' }).catch((error: unknown) => {
      const words = error instanceof Error ? error.message.slice(0, 300) : 'they cannot be read.'
      throw new ProviderError({
        code: 'credentials',
        message: `Application default credentials gave no token: ${words}`,
        cause: error,
      })
    })
    const { token, expiresAt, quotaProject } = loaded
    return { value: { token, quotaProject }, expiresAt: expiresAt?.getTime() }
  })
}

function readCredentials({ endpoint }: ResolvedEndpoint, text: string): GoogleCredentials {
  const parsed = parseGoogleCredentials(text)
  if (parsed.ok) return parsed.credentials
  throw new ProviderError({
    code: 'credentials',
    message: `The Google credentials of ${endpoint.name} cannot be used. ${parsed.message}`,
  })
}

/** Where an endpoint's token is kept; `undefined` when it has none. */
function keyOf(resolved: ResolvedEndpoint): string | undefined {
  const kind = requireCredentialKind(resolved).id
  if (kind === 'adc') return adcKey
  const text = resolved.secrets.googleCredentials
  return kind === 'service-account' && text !== undefined ? cacheKey([text]) : undefined
}

function describe(resolved: ResolvedEndpoint, { cache, now }: Tokens): CredentialInfo | undefined {
  const kind = requireCredentialKind(resolved).id
  const key = keyOf(resolved)
  if (key === undefined) return undefined
  const expiresAt = cache.peek(key)?.expiresAt
  if (kind === 'adc') {
    const words = 'Application default credentials of this machine'
    return { source: 'google-adc', kind, ...describeExpiry(words, 'token', expiresAt, now()) }
  }
  const parsed = parseGoogleCredentials(resolved.secrets.googleCredentials ?? '')
  if (!parsed.ok) return undefined
  const tokenHost = new URL(parsed.credentials.tokenUri).host
  const { source, words: origin } = secretOrigin(resolved.endpoint, ['googleCredentials'])
  const words = `Service account ${parsed.credentials.clientEmail}, its key ${origin}, token from ${tokenHost}`
  return { source, kind, tokenHost, ...describeExpiry(words, 'token', expiresAt, now()) }
}
