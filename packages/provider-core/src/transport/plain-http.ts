/** @file Stops a credential from leaving the machine unencrypted. */
import { isLoopback } from '../addressing/is-loopback.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { isCredentialName } from '../model/secret.ts'
import type { SendRequest } from './send.ts'

/**
 * Refuses a request that would carry a credential over plain http to another machine without the
 * user's consent. Throws `ProviderError` with `plain-http`; nothing was sent then.
 */
export function refusePlainHttp(
  request: Pick<SendRequest, 'url' | 'headers' | 'allowPlainHttp' | 'carriesSecret'>,
): void {
  const { url } = request
  if (url.protocol !== 'http:' || request.allowPlainHttp === true) return
  if (isLoopback(url.hostname) || !carriesCredential(request)) return
  throw new ProviderError({
    code: 'plain-http',
    url: url.origin,
    message:
      `The address starts with http:, so the key would travel to ${url.host} readable by anyone on the way. ` +
      'Use https, or allow plain http for this endpoint.',
  })
}

function carriesCredential(
  request: Pick<SendRequest, 'url' | 'headers' | 'carriesSecret'>,
): boolean {
  if (request.carriesSecret === true) return true
  if (request.url.username !== '' || request.url.password !== '') return true
  if (Object.keys(request.headers).some(isCredentialName)) return true
  return [...request.url.searchParams.keys()].some(isCredentialName)
}
