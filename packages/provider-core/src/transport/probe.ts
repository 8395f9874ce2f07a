/** @file Looks at a host step by step (name, socket, TLS) for the check, without sending a request. */
import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls'
import type { CertificateInfo } from '../model/check.ts'
import type { ProviderError } from '../errors/provider-error.ts'
import { defaultTimeouts } from '../model/endpoint.ts'
import { judgeCertificate, toCertificateError } from './connector.ts'
import type { Proxy } from './find-proxy.ts'
import { errorCodeOf, toNetworkError } from './network-error.ts'
import { openTunnel } from './open-tunnel.ts'
import { toProxyError } from './proxy-error.ts'
import { hasSystemTrust, isUnknownIssuer } from './system-trust.ts'
import { authoritiesOf, toTlsOptions, type TlsMaterial } from './tls-material.ts'

export interface ProbeOptions {
  readonly url: URL
  readonly signal: AbortSignal
  /** Milliseconds for this step. */
  readonly timeoutMs: number
  /** The proxy on the way; `undefined` for none. */
  readonly proxy: Proxy | undefined
  /** TLS settings of the endpoint; `undefined` for the usual ones. */
  readonly material: TlsMaterial | undefined
}

export interface TlsProbeOptions extends ProbeOptions {
  readonly now: () => Date
}

export interface TlsProbe {
  /** Protocol such as "TLSv1.3". */
  readonly protocol: string | undefined
  readonly certificate: CertificateInfo | undefined
  /** Why the certificate is refused; `undefined` when it is trusted. */
  readonly refusal: ProviderError | undefined
  /** The code behind `refusal`, such as `CERT_HAS_EXPIRED`. */
  readonly refusalCode: string | undefined
  /** No known authority signed the certificate, and the endpoint's settings take it all the same. */
  readonly takenUnverified: boolean
}

/**
 * Addresses of the host (of the proxy, when there is one), by the system's own resolver. Throws
 * `ProviderError` with `host-not-found`.
 */
export async function probeAddress(options: ProbeOptions): Promise<string[]> {
  const { url, signal, timeoutMs, proxy } = options
  const host = proxy?.host ?? bareHost(url)
  if (isIP(host) !== 0) return [host]
  try {
    const found = await withDeadline(lookup(host, { all: true }), signal, timeoutMs)
    return found.map((entry) => entry.address)
  } catch (error) {
    const wrong =
      proxy === undefined || signal.aborted ? error : toProxyError(error, proxy, timeoutMs)
    throw toProbeError(wrong, url, signal, timeoutMs)
  }
}

/** Opens and closes a connection, through the proxy when there is one. Throws `ProviderError`. */
export async function probeConnection(options: ProbeOptions): Promise<void> {
  const socket = await openSocket(options)
  socket.destroy()
}

async function openSocket(options: ProbeOptions): Promise<Socket> {
  const { url, signal, timeoutMs, proxy, material } = options
  const target = { host: bareHost(url), port: portOf(url) }
  if (proxy !== undefined && (proxy.kind === 'socks5' || url.protocol === 'https:')) {
    const proxyTls = proxy.secure ? toTlsOptions(authoritiesOf(material), true) : {}
    return openTunnel(proxy, target, { timeoutMs, signal, proxyTls }).catch((error: unknown) => {
      throw toProbeError(error, url, signal, timeoutMs)
    })
  }
  const socket = connectTcp(proxy === undefined ? target : { host: proxy.host, port: proxy.port })
  await settle(socket, 'connect', options)
  return socket
}

/**
 * Shakes hands and reports the certificate, also an untrusted one: then with `refusal`. Throws
 * `ProviderError` when there is no handshake.
 */
export async function probeTls(options: TlsProbeOptions): Promise<TlsProbe> {
  const first = await shakeHands(options, false)
  if (first.refusalCode === undefined || !isUnknownIssuer(first.refusal?.cause)) return first
  return hasSystemTrust() ? shakeHands(options, true) : first
}

async function shakeHands(options: TlsProbeOptions, withSystem: boolean): Promise<TlsProbe> {
  const { url, material } = options
  const host = bareHost(url)
  const socket = connectTls({
    host,
    port: portOf(url),
    ...(options.proxy === undefined ? {} : { socket: await openSocket(options) }),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ALPNProtocols: ['http/1.1'],
    ...toTlsOptions(material, withSystem),
    // Nothing is sent over this socket; an untrusted certificate is wanted for the report.
    rejectUnauthorized: false,
  })
  await settle(socket, 'secureConnect', options)
  try {
    return {
      protocol: socket.getProtocol() ?? undefined,
      certificate: summarize(socket.getPeerCertificate(), options.now()),
      ...judge(socket, options),
    }
  } finally {
    socket.destroy()
  }
}

function judge(
  socket: TLSSocket,
  { url, signal, timeoutMs, material }: TlsProbeOptions,
): Pick<TlsProbe, 'refusal' | 'refusalCode' | 'takenUnverified'> {
  const cause =
    material?.allowSelfSigned === true
      ? judgeCertificate(socket)
      : socket.authorized
        ? undefined
        : toCertificateError(socket)
  if (cause === undefined) {
    return { refusal: undefined, refusalCode: undefined, takenUnverified: !socket.authorized }
  }
  return {
    refusal: toProbeError(cause, url, signal, timeoutMs),
    refusalCode: errorCodeOf(cause),
    takenUnverified: false,
  }
}

async function settle(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  { url, signal, timeoutMs, proxy }: ProbeOptions,
): Promise<void> {
  const opened = new Promise<void>((resolve, reject) => {
    socket.once(event, () => resolve())
    socket.on('error', reject)
    socket.once('close', () => reject(new Error('closed')))
  })
  try {
    await withDeadline(opened, signal, timeoutMs)
  } catch (error) {
    socket.destroy()
    const atProxy = event === 'connect' && proxy !== undefined && !signal.aborted
    throw toProbeError(
      atProxy ? toProxyError(error, proxy, timeoutMs) : error,
      url,
      signal,
      timeoutMs,
    )
  }
}

async function withDeadline<T>(
  work: Promise<T>,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<T> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  const stopped = Promise.withResolvers<never>()
  const stop = (): void => stopped.reject(deadline.reason)
  if (deadline.aborted) stop()
  deadline.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work, stopped.promise])
  } finally {
    deadline.removeEventListener('abort', stop)
    work.catch(() => undefined)
  }
}

function toProbeError(
  error: unknown,
  url: URL,
  signal: AbortSignal,
  timeoutMs: number,
): ProviderError {
  const timedOut = error instanceof DOMException && error.name === 'TimeoutError' && !signal.aborted
  return toNetworkError(
    timedOut ? Object.assign(new Error('timeout', { cause: error }), { code: 'ETIMEDOUT' }) : error,
    {
      phase: 'headers',
      request: { url, signal },
      timeouts: { ...defaultTimeouts, connectMs: timeoutMs },
    },
  )
}

function summarize(peer: PeerCertificate, now: Date): CertificateInfo | undefined {
  if (peer.valid_to === undefined) return undefined
  const validTo = new Date(peer.valid_to)
  return {
    subject: nameOf(peer.subject) ?? peer.subjectaltname ?? '',
    issuer: nameOf(peer.issuer) ?? '',
    validTo: validTo.toISOString(),
    daysLeft: Math.floor((validTo.getTime() - now.getTime()) / 86_400_000),
  }
}

function nameOf(subject: PeerCertificate['subject'] | undefined): string | undefined {
  const name = subject?.CN ?? subject?.O
  return Array.isArray(name) ? name[0] : name
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}
