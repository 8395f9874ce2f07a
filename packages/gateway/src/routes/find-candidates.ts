/** @file From the name in a client's request to where it may go: the key's limit, then the lookup. */
import { ProviderError } from '@patchbay/provider-core'
import type { Exchange } from '../exchange.ts'
import { requireAllowed } from '../keys/allowed-models.ts'
import { createNameResolver, type Candidates } from '../names/resolve-name.ts'

const resolveName = createNameResolver()

/** Header by which one request asks to be sent on with an id that nothing knows. */
const assumeHeader = 'x-patchbay-assume-model-exists'

/**
 * Where a request for `name` may go. Notes the name in the trace.
 *
 * @param name As it stands in the body or the path; `undefined` where the client left it out.
 * @throws ProviderError: `invalid-request`, `permission`, `unknown-model` and whatever a route refuses with.
 */
export function findCandidates(exchange: Exchange, name: unknown): Candidates {
  const { config, dialect, request, trace } = exchange
  if (typeof name !== 'string' || name === '') {
    throw new ProviderError({ code: 'invalid-request', message: 'model: name the model to use.' })
  }
  // Google's SDK writes its resource names.
  const asked =
    dialect.id === 'google-generate' && name.startsWith('models/')
      ? name.slice('models/'.length)
      : name
  trace.model = asked.slice(0, 512)
  requireAllowed(exchange, asked)
  return resolveName(asked, config, {
    assumeModelExists: config.assumeModelExists || request.headers[assumeHeader] === 'true',
    random: Math.random,
  })
}
