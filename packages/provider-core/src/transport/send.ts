/** @file The only caller of the network: one HTTP request over pooled sockets, redirects never followed. */
import type { SecureContext } from 'node:tls'
import type { Agent } from 'undici'
import { ProviderError } from '../errors/provider-error.ts'
import { defaultTimeouts, type Timeouts } from '../model/endpoint.ts'
import { decompressBody } from './content-encoding.ts'
import { dispatchRequest, type DispatchedResponse } from './dispatch.ts'
import { maxHeaderBytes } from './limits.ts'
import { toNetworkError } from './network-error.ts'
import { refusePlainHttp } from './plain-http.ts'
import { createSystemTrust, isUnknownIssuer } from './system-trust.ts'

export interface SendRequest {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
  readonly signal: AbortSignal
  readonly timeouts: Partial<Timeouts>
  /** The user agreed to send credentials over plain http to this host. Default false. */
  readonly allowPlainHttp?: boolean
  /** True when the URL, a header or the body holds a secret that its name does not show. */
  readonly carriesSecret?: boolean
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

interface AgentOptions {
  readonly connectMs: number
  readonly secureContext: SecureContext | undefined
}

/**
 * Creates a sender with its own socket pool. Nothing is loaded or opened before the first request.
 *
 * A certificate that Node's own list cannot verify is tried once more with the operating system's
 * certificates added (companies install their proxy's there); reading those takes some 60 ms, so it
 * is left to the hosts that need it.
 */
export function createSend(): SocketSend {
  const agents = new Map<string, Agent>()
  const systemTrust = createSystemTrust()
  const needsSystemTrust = new Set<string>()

  async function openAgent(origin: string, options: AgentOptions): Promise<Agent> {
    const undici = await import('undici')
    const key = `${options.connectMs}|${options.secureContext === undefined ? '' : 'system'}|${origin}`
    const known = agents.get(key)
    if (known !== undefined) return known
    const agent = new undici.Agent({
      maxHeaderSize: maxHeaderBytes,
      connect: {
        timeout: options.connectMs,
        ...(options.secureContext === undefined ? {} : { secureContext: options.secureContext }),
      },
    })
    agents.set(key, agent)
    return agent
  }

  async function attempt(request: SendRequest, timeouts: Timeouts): Promise<DispatchedResponse> {
    const { origin } = request.url
    const secureContext = needsSystemTrust.has(origin) ? systemTrust() : undefined
    const agent = await openAgent(origin, { connectMs: timeouts.connectMs, secureContext })
    try {
      return await dispatchRequest(agent, {
        options: {
          origin,
          path: request.url.pathname + request.url.search,
          method: request.method,
          headers: { ...request.headers },
          body: request.body ?? null,
          headersTimeout: timeouts.firstByteMs,
          bodyTimeout: timeouts.idleMs,
        },
        signal: request.signal,
        toError: (error, phase) => toNetworkError(error, { phase, request, timeouts }),
      })
    } catch (error) {
      const retry = secureContext === undefined && isUnknownIssuer(error)
      if (!retry || systemTrust() === undefined) throw error
      needsSystemTrust.add(origin)
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

  return Object.assign(send, {
    close: async () => {
      const open = [...agents.values()]
      agents.clear()
      await Promise.all(open.map((agent) => agent.destroy()))
    },
  })
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
