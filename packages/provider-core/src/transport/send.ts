/** @file The only caller of the network: one HTTP request over pooled sockets, redirects never followed. */
import { ProviderError } from '../errors/provider-error.ts'
import { defaultTimeouts, type Timeouts } from '../model/endpoint.ts'
import { createAgents } from './agents.ts'
import type { Connection, Machine } from './connection.ts'
import { decompressBody } from './content-encoding.ts'
import { dispatchRequest, type DispatchedResponse } from './dispatch.ts'
import { findProxy, proxyAddress, proxyAuthorization, type Proxy } from './find-proxy.ts'
import { toNetworkError } from './network-error.ts'
import { refusePlainHttp } from './plain-http.ts'
import { refusedSignIn } from './proxy-error.ts'
import { hasSystemTrust, isUnknownIssuer } from './system-trust.ts'
import { readTlsMaterial } from './tls-material.ts'

export interface SendRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
  readonly signal: AbortSignal
  readonly timeouts: Partial<Timeouts>
  /** The user agreed to send credentials over plain http to this host. Default false. */
  readonly allowPlainHttp?: boolean
  /** True when the URL, a header or the body holds a secret that its name does not show. */
  readonly carriesSecret?: boolean
  /** Proxy and TLS settings; the usual ones where left out. */
  readonly connection?: Connection | undefined
  /** Answers in place of the network (platforms that have none). */
  readonly answer?: Send | undefined
}

export interface SendResponse {
  readonly status: number
  /** Lower-case names; repeated headers joined with ", ". */
  readonly headers: Readonly<Record<string, string>>
  /** Chunks as they arrive. Leaving the loop early closes the socket. Throws `ProviderError`. */
  readonly body: AsyncIterable<Uint8Array>
}

/** Sends one request. Redirects are never followed. Network failures are thrown as `ProviderError`. */
export type Send = (request: SendRequest) => Promise<SendResponse>

/** A `Send` that owns sockets. */
export interface SocketSend extends Send {
  /** Closes every socket, busy ones too. */
  close(): Promise<void>
}

/** Where nothing is lent, files cannot be read and the environment is empty. */
export const noMachine: Machine = {
  readFile: () => Promise.reject(new Error('Files cannot be read here.')),
  environment: () => ({}),
}

/**
 * Creates a sender with its own socket pools. Nothing is loaded or opened before the first request.
 *
 * A certificate that Node's own list cannot verify is tried once more with the operating system's
 * certificates added (companies install their proxy's there); reading those takes some 60 ms, so it
 * is left to the hosts that need it.
 *
 * @param machine Reads the files that connection settings name, and the environment when they say so.
 */
export function createSend(machine: Machine = noMachine): SocketSend {
  const agents = createAgents()
  const needsSystemTrust = new Set<string>()

  async function attempt(request: SendRequest, timeouts: Timeouts): Promise<DispatchedResponse> {
    const { url, connection } = request
    const proxy = findProxy(url, connection?.proxy, machine.environment)
    const forward = proxy?.kind === 'http' && url.protocol === 'http:'
    const withSystem = needsSystemTrust.has(url.origin)
    const tls = connection?.tls
    const material = tls === undefined ? undefined : await readTlsMaterial(tls, machine.readFile)
    const path = url.pathname + url.search
    const target =
      proxy !== undefined && forward
        ? {
            origin: `${proxy.secure ? 'https' : 'http'}://${proxyAddress(proxy)}`,
            path: url.origin + path,
            headers: { ...request.headers, ...forwardHeaders(url, proxy) },
          }
        : { origin: url.origin, path, headers: { ...request.headers } }
    const opening = agents.open({
      origin: target.origin,
      connectMs: timeouts.connectMs,
      material,
      withSystem,
      proxy,
      forward,
    })
    const agent = opening instanceof Promise ? await opening : opening
    try {
      const response = await dispatchRequest(agent, {
        options: {
          ...target,
          method: request.method,
          body: request.body ?? null,
          headersTimeout: timeouts.firstByteMs,
          bodyTimeout: timeouts.idleMs,
        },
        signal: request.signal,
        toError: (error, phase) => toNetworkError(error, { phase, request, timeouts }),
      })
      if (proxy === undefined || !forward || response.status !== 407) return response
      await response.body.return?.()
      throw refusedSignIn(proxy)
    } catch (error) {
      const retry = !withSystem && isUnknownIssuer(error)
      if (!retry || !hasSystemTrust()) throw error
      needsSystemTrust.add(url.origin)
      return attempt(request, timeouts)
    }
  }

  const send: Send = async (request) => {
    refusePlainHttp(request)
    if (request.signal.aborted) {
      throw new ProviderError({ code: 'aborted', message: 'The request was stopped.' })
    }
    const timeouts = { ...defaultTimeouts, ...request.timeouts }
    let response: DispatchedResponse
    try {
      response = await attempt(request, timeouts)
    } catch (error) {
      throw toNetworkError(error, { phase: 'headers', request, timeouts })
    }
    const { status, headers } = response
    const target = redirectTarget(request.url, status, headers['location'])
    if (target !== undefined) {
      await response.body.return?.()
      throw new ProviderError({
        code: 'redirected',
        status,
        url: target,
        message:
          `${request.url.host} sends this request on to ${target}. ` +
          'Redirects are not followed, so that no key reaches another address. Use that address as the base URL.',
      })
    }
    const toError = (error: unknown): ProviderError =>
      toNetworkError(error, { phase: 'body', request, timeouts })
    return {
      status,
      headers,
      body: decompressBody(response.body, headers['content-encoding'], toError),
    }
  }

  return Object.assign(send, { close: () => agents.close() })
}

/** What a proxy needs that is handed a whole URL. */
function forwardHeaders(url: URL, proxy: Proxy): Record<string, string> {
  const authorization = proxyAuthorization(proxy)
  return {
    host: url.host,
    ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
  }
}

/** Absolute URL that a 3xx answer points to (RFC 9110, 15.4), without its query: it may echo a credential. */
function redirectTarget(
  from: URL,
  status: number,
  location: string | undefined,
): string | undefined {
  if (status < 300 || status > 399 || status === 304 || location === undefined) return undefined
  if (!URL.canParse(location, from.href)) return undefined
  const target = new URL(location, from.href)
  return target.origin + target.pathname
}
