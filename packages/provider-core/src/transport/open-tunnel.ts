/** @file A socket to a host through a proxy of any kind, within a time limit. Requests and the check share it. */
import type { Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import type { Proxy } from './find-proxy.ts'
import { openHttpTunnel } from './http-tunnel.ts'
import { toProxyError } from './proxy-error.ts'
import { openSocksTunnel } from './socks5.ts'

export interface TunnelOptions {
  /** Milliseconds until the tunnel has to stand. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /** TLS to an https proxy. */
  readonly proxyTls: ConnectionOptions
}

/**
 * Opens it. Throws `ProviderError` that names the proxy.
 *
 * @param target Host without brackets, and port.
 */
export async function openTunnel(
  proxy: Proxy,
  target: { readonly host: string; readonly port: number },
  { timeoutMs, signal: outer, proxyTls }: TunnelOptions,
): Promise<Socket> {
  const deadline = AbortSignal.timeout(timeoutMs)
  const signal = outer === undefined ? deadline : AbortSignal.any([outer, deadline])
  try {
    if (proxy.kind === 'socks5') return await openSocksTunnel(proxy, target, { signal })
    const host = target.host.includes(':') ? `[${target.host}]` : target.host
    return await openHttpTunnel(proxy, `${host}:${target.port}`, { signal, proxyTls })
  } catch (error) {
    const late = deadline.aborted && outer?.aborted !== true
    const cause = late
      ? Object.assign(new Error('timeout', { cause: error }), { code: 'ETIMEDOUT' })
      : error
    throw toProxyError(cause, proxy, timeoutMs)
  }
}
