/** @file Which proxy one URL goes through. */
import { ProviderError } from '../errors/provider-error.ts'
import type { ConnectionProxy, Machine } from './connection.ts'
import { skipsProxy } from './no-proxy.ts'

export interface Proxy {
  readonly kind: 'http' | 'socks5'
  /** TLS to the proxy itself. */
  readonly secure: boolean
  readonly host: string
  readonly port: number
  /** SOCKS: the proxy looks host names up. */
  readonly resolvesNames: boolean
  readonly username: string | undefined
  readonly password: string | undefined
}

const kinds: Readonly<Record<string, { kind: Proxy['kind']; port: number }>> = {
  'http:': { kind: 'http', port: 80 },
  'https:': { kind: 'http', port: 443 },
  'socks5:': { kind: 'socks5', port: 1080 },
  'socks5h:': { kind: 'socks5', port: 1080 },
  // As curl has it: the variants without a number are of version 5 for everyone today.
  'socks:': { kind: 'socks5', port: 1080 },
}

/**
 * The proxy for `url`, or `undefined` when it is reached directly. Throws `ProviderError` with
 * `settings` for a proxy URL that cannot be used.
 */
export function findProxy(
  url: URL,
  settings: ConnectionProxy | undefined,
  environment: Machine['environment'],
): Proxy | undefined {
  if (settings === undefined || skipsProxy(url, settings.noProxy)) return undefined
  if (settings.url !== undefined) return parseProxy(settings.url, settings)
  if (!settings.fromEnvironment) return undefined
  const variables = environment()
  const named = (name: string): string | undefined =>
    variables[name.toLowerCase()] || variables[name] || undefined
  if (skipsProxy(url, (named('NO_PROXY') ?? '').split(/[\s,]+/))) return undefined
  const found =
    named(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? named('ALL_PROXY')
  if (found === undefined) return undefined
  return parseProxy(found.includes('://') ? found : `http://${found}`, {})
}

function parseProxy(
  text: string,
  {
    username,
    password,
  }:
    | Pick<ConnectionProxy, 'username' | 'password'>
    | { username?: undefined; password?: undefined },
): Proxy {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const known = url === undefined ? undefined : kinds[url.protocol]
  if (url === undefined || known === undefined || url.hostname === '') {
    throw new ProviderError({
      code: 'settings',
      message:
        'The proxy URL cannot be used. It starts with http://, https://, socks5:// or socks5h:// and names a host.',
    })
  }
  return {
    kind: known.kind,
    secure: url.protocol === 'https:',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? known.port : Number(url.port),
    resolvesNames: url.protocol !== 'socks5:',
    username: username ?? (decode(url.username) || undefined),
    password: password ?? (decode(url.password) || undefined),
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Host and port, for words. */
export function proxyAddress({ host, port }: Proxy): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Value of `proxy-authorization` (RFC 7617), or `undefined` without a user name. */
export function proxyAuthorization({ username, password }: Proxy): string | undefined {
  if (username === undefined) return undefined
  return `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`
}
