/** @file Turns what sockets, DNS, TLS and the HTTP parser throw into `ProviderError` in plain words. */
import { ProviderError } from '../errors/provider-error.ts'
import type { Timeouts } from '../model/endpoint.ts'
import type { SendRequest } from './send.ts'
import { describeTlsFailure } from './tls-failure.ts'

export interface NetworkErrorContext {
  /** `headers`: nothing of the answer had arrived. `body`: it broke off inside. */
  readonly phase: 'headers' | 'body'
  readonly request: Pick<SendRequest, 'url' | 'signal'>
  readonly timeouts: Timeouts
}

/** The system or library code (`ECONNREFUSED`, `UND_ERR_SOCKET`) of an error or of what caused it. */
export function errorCodeOf(error: unknown): string | undefined {
  let current: unknown = error
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    const isOurs = current instanceof ProviderError
    if (!isOurs && 'code' in current && typeof current.code === 'string') return current.code
    current = current instanceof AggregateError ? current.errors[0] : current.cause
  }
  return undefined
}

/** Maps a failure of one request. `cause` keeps the original. */
export function toNetworkError(error: unknown, context: NetworkErrorContext): ProviderError {
  if (error instanceof ProviderError) return error
  const { url, signal } = context.request
  if (signal.aborted) {
    return new ProviderError({ code: 'aborted', message: 'The request was stopped.', cause: error })
  }
  const known = describe(errorCodeOf(error), error, context)
  return new ProviderError({ ...known, url: url.origin, cause: error })
}

type Described = Pick<ConstructorParameters<typeof ProviderError>[0], 'code' | 'message'>

function describe(
  code: string | undefined,
  error: unknown,
  context: NetworkErrorContext,
): Described {
  const { url } = context.request
  const { host, hostname } = url
  switch (code) {
    case 'ENOTFOUND':
    case 'ENODATA':
      return {
        code: 'host-not-found',
        message: `No address was found for the host name ${hostname}. Check its spelling, or whether it needs a VPN.`,
      }
    case 'EAI_AGAIN':
      return {
        code: 'host-not-found',
        message: `The host name ${hostname} could not be looked up: the name server did not answer. Check the network connection.`,
      }
    case 'ECONNREFUSED':
      return {
        code: 'connection-refused',
        message: `Nothing answers at ${hostname}, port ${portOf(url)}. Check that the server is running and that the port is right.`,
      }
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return {
        code: 'connection',
        message: `There is no way to ${host} from this network. Check the network connection or the VPN.`,
      }
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return {
        code: 'timeout',
        message: `${host} did not take the connection within ${seconds(context.timeouts.connectMs)}.`,
      }
    case 'UND_ERR_HEADERS_TIMEOUT':
      return {
        code: 'timeout',
        message: `${host} took the request but sent no answer within ${seconds(context.timeouts.firstByteMs)}.`,
      }
    case 'UND_ERR_BODY_TIMEOUT':
      return {
        code: 'timeout',
        message: `${host} fell silent in the middle of its answer for ${seconds(context.timeouts.idleMs)}.`,
      }
    case 'UND_ERR_HEADERS_OVERFLOW':
      return {
        code: 'invalid-answer',
        message: `The headers of the answer from ${host} are too large.`,
      }
    case 'UND_ERR_INVALID_ARG':
    case 'ERR_INVALID_CHAR':
      return {
        code: 'invalid-request',
        message: `The request cannot be sent: ${error instanceof Error ? error.message : 'a header is not valid'}.`,
      }
    default:
      return describeByFamily(isParserError(error) ? 'HPE_' : code, context)
  }
}

function describeByFamily(code: string | undefined, context: NetworkErrorContext): Described {
  const { host } = context.request.url
  const tls = describeTlsFailure(code, context.request.url)
  if (tls !== undefined) return { code: 'tls', message: tls }
  if (code?.startsWith('HPE_') === true) {
    return context.phase === 'headers'
      ? {
          code: 'invalid-answer',
          message: `What ${host} sent is not HTTP. Check the port and whether it wants https.`,
        }
      : { code: 'stream-broken', message: `The answer from ${host} is damaged.` }
  }
  if (code?.startsWith('Z_') === true || code?.startsWith('ERR__ERROR_') === true) {
    return { code: 'invalid-answer', message: `The compressed answer from ${host} is damaged.` }
  }
  return context.phase === 'headers'
    ? { code: 'connection', message: `${host} closed the connection before it answered.` }
    : {
        code: 'stream-broken',
        message: `The connection to ${host} broke off in the middle of the answer.`,
      }
}

/** The parser in WebAssembly does not always say what is wrong; its error has no code then. */
function isParserError(error: unknown): boolean {
  return error instanceof Error && error.name === 'HTTPParserError'
}

function portOf(url: URL): string {
  if (url.port !== '') return url.port
  return url.protocol === 'https:' ? '443' : '80'
}

function seconds(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`
}
