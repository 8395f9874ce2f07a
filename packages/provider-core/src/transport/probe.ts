/** @file Looks at a host step by step (name, socket, TLS) for the check, without sending a request. */
import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls'
import type { CertificateInfo } from '../model/check.ts'
import type { ProviderError } from '../errors/provider-error.ts'
import { defaultTimeouts } from '../model/endpoint.ts'
import { errorCodeOf, toNetworkError } from './network-error.ts'
import { createSystemTrust, isUnknownIssuer } from './system-trust.ts'

export interface ProbeOptions {
  readonly url: URL
  readonly signal: AbortSignal
  /** Milliseconds for this step. */
  readonly timeoutMs: number
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
}

/** Addresses of the host, by the system's own resolver. Throws `ProviderError` with `host-not-found`. */
export async function probeAddress({ url, signal, timeoutMs }: ProbeOptions): Promise<string[]> {
  const host = bareHost(url)
  if (isIP(host) !== 0) return [host]
  try {
    const found = await withDeadline(lookup(host, { all: true }), signal, timeoutMs)
    return found.map((entry) => entry.address)
  } catch (error) {
    throw toProbeError(error, url, signal, timeoutMs)
  }
}

/** Opens and closes a TCP connection. Throws `ProviderError`. */
export async function probeConnection({ url, signal, timeoutMs }: ProbeOptions): Promise<void> {
  const socket = connectTcp({ host: bareHost(url), port: portOf(url) })
  await settle(socket, 'connect', url, signal, timeoutMs)
  socket.destroy()
}

/**
 * Shakes hands and reports the certificate, also an untrusted one: then with `refusal`. Throws
 * `ProviderError` when there is no handshake.
 */
export async function probeTls(options: TlsProbeOptions): Promise<TlsProbe> {
  const first = await shakeHands(options)
  if (first.refusalCode === undefined) return first
  if (!isUnknownIssuer(first.refusal?.cause)) return first
  const secureContext = createSystemTrust()()
  return secureContext === undefined ? first : shakeHands({ ...options, secureContext })
}

async function shakeHands(
  options: TlsProbeOptions & {
    readonly secureContext?: ReturnType<ReturnType<typeof createSystemTrust>>
  },
): Promise<TlsProbe> {
  const { url, signal, timeoutMs, secureContext } = options
  const host = bareHost(url)
  const socket = connectTls({
    host,
    port: portOf(url),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ALPNProtocols: ['http/1.1'],
    // Nothing is sent over this socket; an untrusted certificate is wanted for the report.
    rejectUnauthorized: false,
    ...(secureContext === undefined ? {} : { secureContext }),
  })
  await settle(socket, 'secureConnect', url, signal, timeoutMs)
  try {
    return {
      protocol: socket.getProtocol() ?? undefined,
      certificate: summarize(socket.getPeerCertificate(), options.now()),
      ...refusalOf(socket, url, signal, timeoutMs),
    }
  } finally {
    socket.destroy()
  }
}

function refusalOf(
  socket: TLSSocket,
  url: URL,
  signal: AbortSignal,
  timeoutMs: number,
): Pick<TlsProbe, 'refusal' | 'refusalCode'> {
  if (socket.authorized) return { refusal: undefined, refusalCode: undefined }
  // Typed as an Error, and at run time the code alone or an Error with a code.
  const reason: unknown = socket.authorizationError
  const cause =
    reason instanceof Error
      ? reason
      : Object.assign(new Error(String(reason)), { code: String(reason) })
  return { refusal: toProbeError(cause, url, signal, timeoutMs), refusalCode: errorCodeOf(cause) }
}

async function settle(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  url: URL,
  signal: AbortSignal,
  timeoutMs: number,
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
    throw toProbeError(error, url, signal, timeoutMs)
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
