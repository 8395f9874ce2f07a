/** @file The only caller of the network: one HTTP request over pooled sockets, redirects never followed. */
import type { Readable } from 'node:stream'
import type { SecureContext } from 'node:tls'
import type { Agent, Dispatcher } from 'undici'
import { ProviderError } from '../errors/provider-error.ts'
import { timeoutsSchema, type Timeouts } from '../model/endpoint.ts'
import { decompressBody } from './content-encoding.ts'
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

  async function dispatch(
    request: SendRequest,
    timeouts: Timeouts,
  ): Promise<Dispatcher.ResponseData> {
    const { origin } = request.url
    const secureContext = needsSystemTrust.has(origin) ? systemTrust() : undefined
    const agent = await openAgent(origin, { connectMs: timeouts.connectMs, secureContext })
    try {
      return await agent.request({
        origin,
        path: request.url.pathname + request.url.search,
        method: request.method,
        headers: { ...request.headers },
        body: request.body ?? null,
        signal: request.signal,
        headersTimeout: timeouts.firstByteMs,
        bodyTimeout: timeouts.idleMs,
      })
    } catch (error) {
      const retry = secureContext === undefined && isUnknownIssuer(error)
      if (!retry || systemTrust() === undefined) throw error
      needsSystemTrust.add(origin)
      return dispatch(request, timeouts)
    }
  }

  const send: Send = async (request) => {
    refusePlainHttp(request)
    if (request.signal.aborted) {
      throw new ProviderError({ code: 'aborted', message: 'The request was stopped.' })
    }
    const timeouts = timeoutsSchema.parse(request.timeouts)
    let response: Dispatcher.ResponseData
    try {
      response = await dispatch(request, timeouts)
    } catch (error) {
      throw toNetworkError(error, { phase: 'headers', request, timeouts })
    }
    const headers = joinHeaders(response.headers)
    const target = redirectTarget(request.url, response.statusCode, headers['location'])
    if (target !== undefined) {
      response.body.on('error', ignoreLateError).destroy()
      throw new ProviderError({
        code: 'redirected',
        status: response.statusCode,
        url: target,
        message:
          `${request.url.host} sends this request on to ${target}. ` +
          'Redirects are not followed, so that no key reaches another address. Use that address as the base URL.',
      })
    }
    return {
      status: response.statusCode,
      headers,
      body: readBody(response.body, headers['content-encoding'], (error) =>
        toNetworkError(error, { phase: 'body', request, timeouts }),
      ),
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

async function* readBody(
  body: Readable,
  contentEncoding: string | undefined,
  toError: (error: unknown) => ProviderError,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of decompressBody(body, contentEncoding)) yield chunk as Uint8Array
  } catch (error) {
    throw toError(error)
  }
}

function joinHeaders(raw: Dispatcher.ResponseData['headers']): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(raw)) {
    if (value !== undefined) {
      headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
    }
  }
  return headers
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

/** A body that is thrown away may still report that its socket closed. */
function ignoreLateError(): void {}
