/**
 * @file One access token of a Microsoft Entra application by its client secret.
 * Source: Microsoft identity platform "OAuth 2.0 client credentials flow", first case: shared secret.
 */
import { ProviderError } from '../errors/provider-error.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import {
  checkEntraFields,
  entraScope,
  entraTokenUrl,
  type EntraFields,
} from '../specs/entra-fields.ts'
import { missingSecret } from './missing-secret.ts'
import type { AuthContext } from './platform.ts'
import { cacheKey, type TokenCache } from './token-cache.ts'
import { requestToken } from './token-endpoint.ts'

/** Cache key of an application's token for one scope. */
export function entraKey({ endpoint, secrets }: ResolvedEndpoint, scope: string): string {
  return cacheKey([
    entraTokenUrl(endpoint).href,
    endpoint.clientId?.trim(),
    secrets.clientSecret?.trim(),
    scope,
  ])
}

/**
 * The application's token, from `cache` while it lasts.
 *
 * @param calledPath Path of the request that it goes with: the scope follows from it.
 * @throws ProviderError with `settings` or `missing-secret` for what is not there, `credentials` when
 *   Entra refuses.
 */
export async function getEntraToken(
  context: AuthContext,
  calledPath: string,
  cache: TokenCache<string>,
): Promise<string> {
  const { resolved, send, now, signal, onSecret } = context
  const { endpoint, secrets } = resolved
  requireFields(endpoint.name, endpoint)
  const clientSecret = secrets.clientSecret?.trim() ?? ''
  if (clientSecret === '') throw missingSecret(resolved, ['client secret'])
  onSecret(clientSecret)
  const scope = entraScope(endpoint, calledPath)
  const token = await cache.get(entraKey(resolved, scope), signal, (shared) =>
    requestToken({
      url: entraTokenUrl(endpoint),
      form: {
        grant_type: 'client_credentials',
        client_id: endpoint.clientId?.trim() ?? '',
        client_secret: clientSecret,
        scope,
      },
      owner: 'this Entra application',
      send,
      now,
      signal: shared,
      timeouts: endpoint.timeouts,
      onSecret,
    }),
  )
  // Also when another request fetched it.
  onSecret(token)
  return token
}

function requireFields(name: string, fields: EntraFields): void {
  const missing = [
    ...((fields.tenantId?.trim() ?? '') === '' ? ['tenant ID'] : []),
    ...((fields.clientId?.trim() ?? '') === '' ? ['client ID'] : []),
  ]
  const issues = missing.length > 0 ? [] : checkEntraFields(fields)
  if (missing.length === 0 && issues.length === 0) return
  throw new ProviderError({
    code: 'settings',
    message:
      missing.length > 0
        ? `${name} has no ${missing.join(' and no ')}. Add it in Settings.`
        : issues.map((issue) => issue.message).join(' '),
  })
}
