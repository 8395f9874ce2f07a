/** @file A socket to a host through an HTTP proxy: CONNECT (RFC 9110, 9.3.6). */
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { ProviderError } from '../errors/provider-error.ts'
import { proxyAddress, proxyAuthorization, type Proxy } from './find-proxy.ts'
import { refusedSignIn } from './proxy-error.ts'

/**
 * Asks `proxy` for a tunnel to `target` ("host:port"). Throws `ProviderError` when the proxy says no,
 * else what the socket reports. An abort of `signal` closes the socket.
 *
 * @param proxyTls TLS to the proxy itself, when it is an https one.
 */
export function openHttpTunnel(
  proxy: Proxy,
  target: string,
  options: { readonly signal: AbortSignal; readonly proxyTls: ConnectionOptions },
): Promise<Socket> {
  const authorization = proxyAuthorization(proxy)
  const request = (proxy.secure ? requestHttps : requestHttp)({
    ...(proxy.secure ? { ...options.proxyTls, ALPNProtocols: ['http/1.1'] } : {}),
    host: proxy.host,
    port: proxy.port,
    method: 'CONNECT',
    path: target,
    agent: false,
    signal: options.signal,
    headers: {
      host: target,
      ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
    },
  })
  return new Promise((resolve, reject) => {
    request.once('error', reject)
    request.once('connect', (response, socket: Socket, head: Buffer) => {
      const status = response.statusCode ?? 0
      if (status >= 200 && status <= 299) {
        if (head.byteLength > 0) socket.unshift(head)
        resolve(socket)
        return
      }
      socket.on('error', () => undefined).destroy()
      reject(refusal(proxy, target, status))
    })
    // A server that does not know CONNECT gives an ordinary answer.
    request.once('response', (response) => {
      response.destroy()
      reject(refusal(proxy, target, response.statusCode ?? 0))
    })
    request.end()
  })
}

function refusal(proxy: Proxy, target: string, status: number): ProviderError {
  if (status === 407) return refusedSignIn(proxy)
  return new ProviderError({
    code: 'connection',
    retryable: status >= 500,
    message: `The proxy ${proxyAddress(proxy)} opened no way to ${target}: it answered ${status}. Check its rules, or list the host under "No proxy".`,
  })
}
