/** @file Tries the routes of a name in order, as long as nothing was answered yet. */
import { ProviderError, toErrorInfo } from '@patchbay/provider-core'
import type { ErrorCode, ResolvedEndpoint, Route } from '@patchbay/provider-core/model'
import type { Exchange } from '../exchange.ts'
import type { Candidates } from '../names/resolve-name.ts'

/**
 * The first attempt that succeeds. What failed before it is noted in the trace, and so is the route.
 *
 * @param attempt Rejects only while nothing has been written to the client.
 * @throws Whatever the last attempt failed with.
 */
export async function tryCandidates<Result>(
  exchange: Exchange,
  { routes, onContextOverflow }: Candidates,
  attempt: (route: Route, resolved: ResolvedEndpoint) => Promise<Result>,
): Promise<Result> {
  const { config, host, response, signal, trace } = exchange
  const last = routes.length - 1
  for (const [index, route] of routes.entries()) {
    trace.route = route
    try {
      const resolving = host.resolve(route, config)
      const resolved = resolving instanceof Promise ? await resolving : resolving
      trace.sentMs = host.engine.clock() - trace.startedAt
      return await attempt(route, resolved)
    } catch (error) {
      const isOver = signal.aborted || response.headersSent
      if (index === last || isOver || !isPassing(error, onContextOverflow)) throw error
      trace.failedAttempts.push({ route, error: toErrorInfo(error) })
    }
  }
  throw new ProviderError({ code: 'internal', message: 'There was nothing to try.' })
}

const passingStatuses: ReadonlySet<number> = new Set([408, 409, 429])

/** No answer at all, or one that says "not now". */
const passingCodes: ReadonlySet<ErrorCode> = new Set([
  'rate-limit',
  'overloaded',
  'upstream',
  'timeout',
  'stream-broken',
  'host-not-found',
  'connection-refused',
  'connection',
  'tls',
])

/** True for failures that another endpoint may not have. */
export function isPassing(error: unknown, onContextOverflow: boolean): boolean {
  if (!(error instanceof ProviderError)) return false
  const { code, status } = error
  if (code === 'context-length') return onContextOverflow
  if (status !== undefined && (status >= 500 || passingStatuses.has(status))) return true
  return passingCodes.has(code)
}
