/** @file The only caller of the network: one HTTP request over pooled sockets, redirects never followed. */
import type { Agent } from 'undici'
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
import { readTlsMaterial, type TlsMaterial } from './tls-material.ts'

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
  readonly body: ResponseBody
}

export interface ResponseBody extends AsyncIterable<Uint8Array> {
  /**
   * What was not read yet, where the whole body has arrived already, else `undefined`: whoever wants all of it
   * is spared the waiting for what is there.
   */
  takeRest?(): Uint8Array | undefined
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

  /** Not `async`: each step that waits for nothing costs every request. */
  function attempt(
    request: SendRequest,
    timeouts: Timeouts,
    withSystem: boolean,
  ): Promise<DispatchedResponse> {
    const { url, connection } = request
    const tls = connection?.tls
    const proxy = findProxy(url, connection?.proxy, machine.environment)
    if (tls === undefined) {
      return dispatch(request, timeouts, { proxy, withSystem, material: undefined })
    }
    return readTlsMaterial(tls, machine.readFile).then((material) =>
      dispatch(request, timeouts, { proxy, withSystem, material }),
    )
  }

  function dispatch(
    request: SendRequest,
    timeouts: Timeouts,
    { proxy, withSystem, material }: Way,
  ): Promise<DispatchedResponse> {
    const { url } = request
    const forward = proxy?.kind === 'http' && url.protocol === 'http:'
    const path = url.pathname + url.search
    const target =
      proxy !== undefined && forward
        ? {
            origin: `${proxy.secure ? 'https' : 'http'}://${proxyAddress(proxy)}`,
            path: url.origin + path,
            headers: { ...request.headers, ...forwardHeaders(url, proxy) },
          }
        : { origin: url.origin, path, headers: request.headers }
    const opening = agents.open({
      origin: target.origin,
      connectMs: timeouts.connectMs,
      material,
      withSystem,
      proxy,
      forward,
    })
    const through = (agent: Agent): Promise<DispatchedResponse> =>
      dispatchRequest(agent, {
        options: {
          origin: target.origin,
          path: target.path,
          headers: target.headers,
          method: request.method,
          body: request.body ?? null,
          headersTimeout: timeouts.firstByteMs,
          bodyTimeout: timeouts.idleMs,
        },
        signal: request.signal,
        toError: (error, phase) => toNetworkError(error, { phase, request, timeouts }),
      })
    const answered = opening instanceof Promise ? opening.then(through) : through(opening)
    if (proxy === undefined || !forward) return answered
    return answered.then((response) => requireSignedIn(response, proxy))
  }

  /** Once more with the system's certificates, where they may help. */
  async function retryTrusting(
    error: unknown,
    request: SendRequest,
    timeouts: Timeouts,
    withSystem: boolean,
  ): Promise<DispatchedResponse> {
    const failed = { phase: 'headers', request, timeouts } as const
    const retry = !withSystem && isUnknownIssuer(error)
    if (!retry || !hasSystemTrust()) throw toNetworkError(error, failed)
    needsSystemTrust.add(request.url.origin)
    try {
      return await attempt(request, timeouts, true)
    } catch (again) {
      throw toNetworkError(again, failed)
    }
  }

  const send: Send = (request) => {
    const timeouts = { ...defaultTimeouts, ...request.timeouts }
    try {
      refusePlainHttp(request)
      if (request.signal.aborted) {
        throw new ProviderError({ code: 'aborted', message: 'The request was stopped.' })
      }
      const withSystem = needsSystemTrust.has(request.url.origin)
      const read = (answered: DispatchedResponse): SendResponse | Promise<SendResponse> =>
        toResponse(answered, request, timeouts)
      return attempt(request, timeouts, withSystem).then(read, (error: unknown) =>
        retryTrusting(error, request, timeouts, withSystem).then(read),
      )
    } catch (error) {
      return Promise.reject(toNetworkError(error, { phase: 'headers', request, timeouts }))
    }
  }

  return Object.assign(send, { close: () => agents.close() })
}

interface Way {
  readonly proxy: Proxy | undefined
  readonly withSystem: boolean
  readonly material: TlsMaterial | undefined
}

/** What a proxy itself refuses is no answer of the upstream. */
async function requireSignedIn(
  response: DispatchedResponse,
  proxy: Proxy,
): Promise<DispatchedResponse> {
  if (response.status !== 407) return response
  await response.body.return()
  throw refusedSignIn(proxy)
}

function toResponse(
  { status, headers, body }: DispatchedResponse,
  request: SendRequest,
  timeouts: Timeouts,
): SendResponse | Promise<SendResponse> {
  const target = redirectTarget(request.url, status, headers['location'])
  if (target !== undefined) {
    return body.return().then(() => {
      throw redirected(request.url, status, target)
    })
  }
  const encoding = headers['content-encoding']
  if (encoding === undefined) return { status, headers, body }
  const toError = (error: unknown): ProviderError =>
    toNetworkError(error, { phase: 'body', request, timeouts })
  return { status, headers, body: decompressBody(body, encoding, toError) }
}

function redirected(from: URL, status: number, target: string): ProviderError {
  return new ProviderError({
    code: 'redirected',
    status,
    url: target,
    message:
      `${from.host} sends this request on to ${target}. ` +
      'Redirects are not followed, so that no key reaches another address. Use that address as the base URL.',
  })
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
