/** @file How undici opens sockets for an endpoint with a proxy or TLS settings of its own. */
import type { Socket } from 'node:net'
import { TLSSocket, type ConnectionOptions } from 'node:tls'
import type { buildConnector } from 'undici'
import type { Proxy } from './find-proxy.ts'
import { errorCodeOf } from './network-error.ts'
import { openTunnel } from './open-tunnel.ts'
import { toProxyError } from './proxy-error.ts'
import { isUnknownIssuer } from './system-trust.ts'

export interface ConnectorOptions {
  readonly connectMs: number
  /** TLS to the endpoint's host. */
  readonly tls: ConnectionOptions
  /** TLS to an https proxy. */
  readonly proxyTls: ConnectionOptions
  readonly proxy: Proxy | undefined
  /** The sockets end at the proxy, which gets whole URLs (plain http targets, RFC 9112, 3.2.2). */
  readonly forward: boolean
}

/** Makes the function that opens them. */
export function createConnector(
  build: typeof buildConnector,
  options: ConnectorOptions,
): buildConnector.connector {
  const { connectMs, tls, proxyTls, proxy, forward } = options
  if (proxy !== undefined && forward) {
    const open = build({ ...proxyTls, timeout: connectMs, allowH2: false })
    return (target, callback) =>
      open(target, (error, socket) => {
        // At run time a failure comes without a second argument.
        if (error === null) callback(null, socket)
        else callback(asError(toProxyError(error, proxy, connectMs)), null)
      })
  }
  const { servername, ...tlsOptions } = tls
  const open = build({ ...tlsOptions, timeout: connectMs })
  const connect: buildConnector.connector = (target, callback) =>
    open(servername === undefined ? target : { ...target, servername }, (error, socket) => {
      if (error !== null) return callback(error, null)
      const refusal = tls.rejectUnauthorized === false ? judgeCertificate(socket) : undefined
      if (refusal === undefined) return callback(null, socket)
      socket.destroy()
      callback(refusal, null)
    })
  if (proxy === undefined) return connect
  const connectThrough = async (
    target: buildConnector.Options,
    callback: buildConnector.Callback,
  ): Promise<void> => {
    const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80)
    const host = target.hostname.replace(/^\[|\]$/g, '')
    let socket: Socket
    try {
      socket = await openTunnel(proxy, { host, port }, { timeoutMs: connectMs, proxyTls })
    } catch (error) {
      callback(asError(error), null)
      return
    }
    if (target.protocol === 'https:') connect({ ...target, httpSocket: socket }, callback)
    else callback(null, socket)
  }
  return (target, callback) => void connectThrough(target, callback)
}

/** Why a certificate is refused although self-signed ones are taken; `undefined` when it is not. */
export function judgeCertificate(socket: unknown): Error | undefined {
  if (!(socket instanceof TLSSocket) || socket.authorized) return undefined
  const error = toCertificateError(socket)
  return isUnknownIssuer(error) ? undefined : error
}

/** Node's own reason as an Error with a code. Typed as an Error, at run time it may be the code alone. */
export function toCertificateError({ authorizationError: reason }: TLSSocket): Error {
  if (reason instanceof Error && errorCodeOf(reason) !== undefined) return reason
  const code = String(reason)
  return Object.assign(new Error(code), { code })
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
