/** @file What all requests of one operation have in common: address and the endpoint's own headers. Made once for an endpoint. */
import { AddressError, type Operation } from '../addressing/address.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { ProviderError } from '../errors/provider-error.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { Platform } from '../platforms/platform.ts'
import { getSpec } from '../specs/registry.ts'
import { isReservedHeader } from '../specs/reserved-headers.ts'

export interface RequestBase {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
}

interface BasePlan {
  readonly resolved: ResolvedEndpoint
  readonly dialect: Dialect
  readonly operation: Operation
  /** `undefined` for a request without one. */
  readonly body: unknown
}

/** Model ids come from clients, so only so many are kept for an endpoint. */
const maxKept = 64

const kept = new WeakMap<ResolvedEndpoint, Map<string, RequestBase>>()

/**
 * Composes address and headers, without credentials of the type. A chat's is kept beside its
 * `ResolvedEndpoint`, which therefore must never be changed. Throws `ProviderError` with `settings` when
 * the fields do not make an address.
 */
export function composeBase(plan: BasePlan, platform: Platform): RequestBase {
  const { operation, resolved, body } = plan
  if (operation.kind !== 'chat' || body === undefined) return compose(plan, platform)
  const { dialect, stream, modelId } = operation
  const key = `${plan.dialect.id} ${dialect} ${stream} ${modelId}`
  let bases = kept.get(resolved)
  const known = bases?.get(key)
  if (known !== undefined) return known
  const base = compose(plan, platform)
  if (bases === undefined || bases.size >= maxKept) {
    bases = new Map()
    kept.set(resolved, bases)
  }
  bases.set(key, base)
  return base
}

function compose(plan: BasePlan, platform: Platform): RequestBase {
  const { dialect, operation, resolved } = plan
  const { endpoint, secrets } = resolved
  const { anthropicVersion } = endpoint
  const stream = 'stream' in operation && operation.stream
  const address = findAddress(plan)
  let url = address.url
  const headers: Record<string, string> = {
    accept: stream ? streamType(platform.framing(dialect.id, endpoint)) : 'application/json',
    'user-agent': 'patchbay',
    ...dialect.headers({ anthropicVersion }),
  }
  if (plan.body !== undefined) headers['content-type'] = 'application/json'
  for (const [name, value] of Object.entries(endpoint.headers)) {
    if (!isReservedHeader(name)) headers[name.toLowerCase()] = value
  }
  for (const [name, value] of Object.entries(secrets)) {
    if (value === undefined) continue
    if (name.startsWith('header:')) headers[name.slice('header:'.length).toLowerCase()] = value
    if (name.startsWith('query:')) url = setQueryParameter(url, name.slice('query:'.length), value)
  }
  return { method: address.method, url: new URL(url), headers }
}

function findAddress({ resolved, operation }: BasePlan) {
  const { endpoint } = resolved
  try {
    const address = getSpec(endpoint.spec).address(endpoint, operation)
    if (address !== undefined) return address
  } catch (error) {
    if (!(error instanceof AddressError)) throw error
    throw new ProviderError({ code: 'settings', message: error.message, cause: error })
  }
  throw new ProviderError({
    code: 'settings',
    message: `${endpoint.name} is of the type ${getSpec(endpoint.spec).label}, which ${cannot[operation.kind]}.`,
  })
}

/** What a provider type cannot do that has no address for it. */
const cannot: Readonly<Record<Operation['kind'], string>> = {
  chat: 'does not speak this wire format',
  'list-models': 'has no list of models',
  embed: 'cannot make embeddings',
  image: 'cannot make images',
  complete: 'has no text completion',
  'count-tokens': 'cannot count tokens',
}

/** Sets one parameter and leaves the rest of the URL as it was written. */
function setQueryParameter(url: string, name: string, value: string): string {
  const [withoutHash = url] = url.split('#')
  const [base = withoutHash, query = ''] = withoutHash.split(/\?(.*)/s)
  const others = query
    .split('&')
    .filter((pair) => pair !== '' && new URLSearchParams(pair).keys().next().value !== name)
  return `${base}?${[...others, `${encodeURIComponent(name)}=${encodeURIComponent(value)}`].join('&')}`
}

function streamType(framing: ReturnType<Platform['framing']>): string {
  return framing === 'sse' ? 'text/event-stream' : 'application/vnd.amazon.eventstream'
}
