/** @file Own authentication, proxy and TLS settings: do they say enough, and nothing that cannot be? Browser-safe. */
import type { EndpointFields, FieldIssue } from '../model/endpoint.ts'
import { findPemFault } from './find-pem-fault.ts'
import { isReservedHeader } from './reserved-headers.ts'
import type { SecretPresence } from './resolve-credential-kind.ts'

const proxyProtocols: ReadonlySet<string> = new Set(['http:', 'https:', 'socks5:', 'socks5h:'])

/** Issues with how an endpoint authenticates in its own way; none where its type's way holds. */
export function checkOwnAuth({ auth }: EndpointFields, secrets: SecretPresence): FieldIssue[] {
  if (auth === undefined || auth.scheme === 'default') return []
  const issues: FieldIssue[] = []
  const { scheme, headerName, command } = auth
  if (scheme === 'header' && headerName === undefined) {
    issues.push({ field: 'auth.headerName', message: 'Name the header that carries the key.' })
  }
  if (headerName !== undefined && isTaken(headerName)) {
    const message = `The header ${headerName} is set by the request itself. Choose another one.`
    issues.push({ field: 'auth.headerName', message })
  }
  if (scheme === 'command') {
    if (command === undefined) {
      const message = 'Name the program that prints the token.'
      issues.push({ field: 'auth.command.program', message })
    }
    for (const [index, argument] of (command?.args ?? []).entries()) {
      if (!looksLikeSecret(argument)) continue
      issues.push({
        field: `auth.command.args.${index}`,
        message:
          'This argument looks like a key. Arguments are kept in the settings and other programs can see them: let the program read it from a file or a keychain.',
      })
    }
  } else if (scheme !== 'none' && secrets.apiKey === undefined) {
    issues.push({ field: 'secrets.apiKey', message: 'Type the API key.' })
  }
  return issues
}

/** A key in one of these would replace what the server reads the body by. */
function isTaken(headerName: string): boolean {
  return isReservedHeader(headerName) || /^(content-type|accept)$/i.test(headerName)
}

/** Keys as the vendors make them, and the words that go before one. */
function looksLikeSecret(argument: string): boolean {
  return (
    /\b(sk|pk|rk|gsk|xai|hf|ghp|gho|glpat)[-_][A-Za-z0-9_-]{16,}/.test(argument) ||
    /\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bAIza[A-Za-z0-9_-]{30,}|\beyJ[A-Za-z0-9_-]{10,}\./.test(
      argument,
    ) ||
    /^bearer\s+\S/i.test(argument) ||
    /(password|secret|token|api[-_]?key)=[^\s$]{8,}/i.test(argument)
  )
}

/** Issues with an endpoint's proxy. */
export function checkProxy({ proxy }: EndpointFields, secrets: SecretPresence): FieldIssue[] {
  if (proxy === undefined) return []
  if (proxy.url === undefined) {
    if (proxy.fromEnvironment || secrets.proxyPassword === undefined) return []
    return [{ field: 'proxy.url', message: 'Type the URL of the proxy, or remove its password.' }]
  }
  const wanted = 'such as http://proxy.example:3128 or socks5h://localhost:1080'
  const url = URL.canParse(proxy.url) ? new URL(proxy.url) : undefined
  if (url === undefined || !proxyProtocols.has(url.protocol) || url.hostname === '') {
    return [{ field: 'proxy.url', message: `Type the URL of the proxy, ${wanted}.` }]
  }
  if (url.username !== '' || url.password !== '') {
    const message = 'Take user name and password out of the URL: they have fields of their own.'
    return [{ field: 'proxy.url', message }]
  }
  if (!['', '/'].includes(url.pathname) || url.search !== '') {
    return [{ field: 'proxy.url', message: `A proxy has no path. Type its URL, ${wanted}.` }]
  }
  if (secrets.proxyPassword !== undefined && proxy.username === undefined) {
    return [{ field: 'proxy.username', message: 'Type the user name that goes with the password.' }]
  }
  return []
}

/** Issues with an endpoint's TLS settings. */
export function checkTls({ tls }: EndpointFields, secrets: SecretPresence): FieldIssue[] {
  const key = secrets.clientKey
  if (tls === undefined) {
    if (key === undefined) return []
    return [{ field: 'tls.clientCertPem', message: 'Add the certificate that goes with the key.' }]
  }
  const issues: FieldIssue[] = []
  const add = (field: string, message: string): void => void issues.push({ field, message })
  if (tls.caFile !== undefined && tls.caPem !== undefined)
    add('tls.caFile', 'Choose a file of authorities or paste them, not both.')
  if (tls.clientCertFile !== undefined && tls.clientCertPem !== undefined)
    add('tls.clientCertFile', 'Choose a file with the certificate or paste it, not both.')
  for (const name of ['caFile', 'clientCertFile'] as const) {
    const path = tls[name]
    if (path !== undefined && !/^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path))
      add(`tls.${name}`, 'Type the whole path of the file, from the root on.')
  }
  for (const name of ['caPem', 'clientCertPem'] as const) {
    const pem = tls[name]
    if (pem === undefined) continue
    const fault = pem.includes('-----BEGIN CERTIFICATE-----')
      ? findPemFault(pem)
      : 'Paste it in PEM form, with its BEGIN and END lines.'
    if (fault !== undefined) add(`tls.${name}`, fault)
    if (pem.includes('PRIVATE KEY-----'))
      add(`tls.${name}`, 'Take the private key out: it has a field of its own, which is kept safe.')
  }
  const hasCertificate = (tls.clientCertPem ?? tls.clientCertFile) !== undefined
  // A file may hold the key too.
  if (tls.clientCertPem !== undefined && key === undefined)
    add('secrets.clientKey', 'Paste the private key of the client certificate (PEM).')
  if (key !== undefined && !hasCertificate)
    add('tls.clientCertPem', 'Add the certificate that goes with the key.')
  if (typeof key === 'string') {
    const fault = key.includes('PRIVATE KEY-----')
      ? findPemFault(key)
      : 'Paste the private key in PEM form, with its BEGIN and END lines.'
    if (fault !== undefined) add('secrets.clientKey', fault)
  }
  if (
    tls.serverName !== undefined &&
    !/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(tls.serverName)
  )
    add('tls.serverName', 'Type a host name, such as api.example.com.')
  return issues
}
