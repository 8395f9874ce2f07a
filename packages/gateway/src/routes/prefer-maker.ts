/** @file A conversation that an endpoint keeps goes on where it was begun, also behind a name that is shared out. */
import type { Exchange } from '../exchange.ts'
import { routeBelieved } from '../names/list-names.ts'
import type { Candidates } from '../names/resolve-name.ts'
import { findMaker } from './stored-responses.ts'

/**
 * Puts the endpoint that made the response `previousId` first, where the same alias leads to it.
 *
 * @param readPreviousId What the body names as `previous_response_id`; asked only where it matters.
 */
export function preferMaker(
  { config, dialect, host, trace }: Pick<Exchange, 'config' | 'dialect' | 'host' | 'trace'>,
  candidates: Candidates,
  readPreviousId: () => unknown,
): Candidates {
  const { alias, routes } = candidates
  if (dialect.id !== 'openai-responses' || alias === undefined) return candidates
  const addresses = [...alias.targets.map(({ address }) => address), ...alias.fallbacks]
  if (addresses.length < 2) return candidates
  const previousId = readPreviousId()
  const maker = typeof previousId === 'string' ? findMaker(host, previousId) : undefined
  if (maker === undefined || maker.name !== trace.model) return candidates
  const { endpointId, upstreamModelId } = maker.route
  for (const address of addresses) {
    const result = routeBelieved(address, config)
    if (!result.ok) continue
    const { route } = result
    if (route.endpointId !== endpointId || route.upstreamModelId !== upstreamModelId) continue
    return { ...candidates, routes: [route, ...routes.slice(1)] }
  }
  return candidates
}
