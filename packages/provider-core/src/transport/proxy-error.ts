/** @file What goes wrong at a proxy itself, in words that blame the proxy and not the endpoint. */
import { ProviderError } from '../errors/provider-error.ts'
import type { ErrorCode } from '../model/error.ts'
import { proxyAddress, type Proxy } from './find-proxy.ts'
import { errorCodeOf } from './network-error.ts'
import { describeTlsFailure } from './tls-failure.ts'

/** The proxy does not take the user name and password, or wants some. */
export function refusedSignIn(proxy: Proxy): ProviderError {
  const words =
    proxy.username === undefined
      ? 'wants a user name and a password. Add them to the proxy settings of this endpoint.'
      : 'does not take this user name and password. Check them in the proxy settings of this endpoint.'
  return new ProviderError({
    code: 'connection',
    retryable: false,
    message: `The proxy ${proxyAddress(proxy)} ${words}`,
  })
}

/** The proxy speaks something else. */
export function strangeProxy(proxy: Proxy, protocol: string): ProviderError {
  return new ProviderError({
    code: 'connection',
    retryable: false,
    message: `What ${proxyAddress(proxy)} answered is not ${protocol}. Check the kind and the port of the proxy.`,
  })
}

/** A failure on the way to the proxy; `ProviderError`s pass as they are. */
export function toProxyError(error: unknown, proxy: Proxy, timeoutMs: number): unknown {
  if (error instanceof ProviderError) return error
  const at = proxyAddress(proxy)
  const make = (code: ErrorCode, message: string): ProviderError =>
    new ProviderError({ code, message, cause: error })
  const systemCode = errorCodeOf(error)
  switch (systemCode) {
    case 'ENOTFOUND':
    case 'ENODATA':
    case 'EAI_AGAIN':
      return make(
        'host-not-found',
        `No address was found for the proxy ${proxy.host}. Check the proxy URL, or whether it needs a VPN.`,
      )
    case 'ECONNREFUSED':
      return make(
        'connection-refused',
        `Nothing answers at the proxy ${at}. Check that it is running.`,
      )
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return make('timeout', `The proxy ${at} opened no connection within ${timeoutMs / 1000} s.`)
    default: {
      const tls = describeTlsFailure(systemCode, { host: `the proxy ${at}`, protocol: 'https:' })
      if (tls !== undefined) return make('tls', tls)
      if (systemCode?.startsWith('HPE_') === true) return strangeProxy(proxy, 'an HTTP proxy')
      return make('connection', `The proxy ${at} closed the connection.`)
    }
  }
}
