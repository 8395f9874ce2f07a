/** @file The proxy and TLS settings of an endpoint as curl's options, with variables in place of secrets and pasted texts. */
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import { quoteWord } from './shell-quote.ts'

/**
 * Quoted options, one an entry. `$PROXY_PASSWORD` and `$CLIENT_KEY_PASSPHRASE` stand for secrets; what was
 * pasted in place of a file is `$CA_FILE`, `$CLIENT_CERT_FILE` and `$CLIENT_KEY_FILE`. A proxy of the
 * environment is curl's default anyway.
 *
 * @param url Where the request goes.
 */
export function connectionOptions(
  { endpoint: { proxy, tls }, secrets }: ResolvedEndpoint,
  url: URL,
): string[] {
  const options: string[] = []
  if (proxy?.url !== undefined) {
    options.push(`--proxy ${quoteWord([proxy.url])}`)
    if (proxy.username !== undefined) {
      const password =
        secrets.proxyPassword === undefined ? [] : [{ variable: 'PROXY_PASSWORD' } as const]
      options.push(`--proxy-user ${quoteWord([`${proxy.username}:`, ...password])}`)
    }
  }
  if (proxy !== undefined && proxy.noProxy.length > 0) {
    options.push(`--noproxy ${quoteWord([proxy.noProxy.join(',')])}`)
  }
  if (tls === undefined || url.protocol !== 'https:') return options
  const { caFile, caPem, clientCertFile, clientCertPem, allowSelfSigned, serverName } = tls
  const file = (option: string, path: string | undefined, variable: string): string =>
    `${option} ${quoteWord(path === undefined ? [{ variable }] : [path])}`
  if ((caFile ?? caPem) !== undefined) options.push(file('--cacert', caFile, 'CA_FILE'))
  if ((clientCertFile ?? clientCertPem) !== undefined) {
    options.push(file('--cert', clientCertFile, 'CLIENT_CERT_FILE'))
    if (secrets.clientKey !== undefined) options.push(file('--key', undefined, 'CLIENT_KEY_FILE'))
    if (secrets.clientKeyPassphrase !== undefined)
      options.push(file('--pass', undefined, 'CLIENT_KEY_PASSPHRASE'))
  }
  if (allowSelfSigned) options.push('--insecure')
  // curl takes the name for TLS from the URL, which names it then; the connection still goes to the host.
  if (serverName !== undefined) {
    const port = url.port === '' ? '443' : url.port
    options.push(`--connect-to ${quoteWord([`${serverName}:${port}:${url.hostname}:${port}`])}`)
    options.push(`-H ${quoteWord([`host: ${url.host}`])}`)
  }
  return options
}

/** The URL that names the host which TLS is to ask for. */
export function nameForTls(url: URL, { tls }: Pick<ResolvedEndpoint['endpoint'], 'tls'>): URL {
  if (tls?.serverName === undefined || url.protocol !== 'https:') return url
  const named = new URL(url)
  named.hostname = tls.serverName
  return named
}
