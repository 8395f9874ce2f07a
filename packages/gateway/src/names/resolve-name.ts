/** @file From the model name that a client sends to the routes that are tried for it. */
import { findProvider, nearestModelIds, ProviderError, resolveRoute } from '@patchbay/provider-core'
import type {
  GatewayAlias,
  ModelAddress,
  Route,
  RouteRefusal,
  RouteResult,
} from '@patchbay/provider-core/model'
import type { GatewayConfig } from '../host.ts'
import { listNames, routeBelieved } from './list-names.ts'
import { indexNames } from './name-index.ts'
import { pickTarget } from './pick-target.ts'

/** Where a request may go: the first route, then those that are tried when it fails before its first byte. */
export interface Candidates {
  readonly routes: readonly [Route, ...Route[]]
  /** A prompt that is too long also goes on to the next. */
  readonly onContextOverflow: boolean
  readonly alias: GatewayAlias | undefined
}

export interface NameOptions {
  /** Ids that nothing knows are routed, unverified. */
  readonly assumeModelExists: boolean
  /** From 0 up to 1; picks among weighted targets. */
  readonly random: () => number
}

/** Throws `ProviderError` that names the nearest known names. */
export type ResolveName = (name: string, config: GatewayConfig, options: NameOptions) => Candidates

/** Names looked up per configuration; clients that make names up do not fill the memory. */
const maxKept = 2_000
const longestName = 512

/** Makes the lookup; it keeps what it found for as long as the configuration stays the same. */
export function createNameResolver(): ResolveName {
  const kept = new WeakMap<GatewayConfig, Map<string, Candidates | ProviderError>>()

  return (name, config, options) => {
    const alias = config.aliases.get(name)
    if (alias !== undefined) return resolveAlias(alias, config, options)
    let known = kept.get(config)
    if (known === undefined) {
      known = new Map()
      kept.set(config, known)
    }
    const key = `${options.assumeModelExists ? '!' : '.'}${name}`
    let found = known.get(key)
    if (found === undefined) {
      found = lookUp(name, config, options.assumeModelExists)
      if (known.size >= maxKept) known.clear()
      if (name.length <= longestName) known.set(key, found)
    }
    if (found instanceof ProviderError) throw found
    return found
  }
}

/** Refusals are kept, too: finding the nearest names takes longer than all the rest. */
function lookUp(
  name: string,
  config: GatewayConfig,
  assumeModelExists: boolean,
): Candidates | ProviderError {
  try {
    const route = resolveOne(name, config, assumeModelExists)
    return { routes: [route], onContextOverflow: false, alias: undefined }
  } catch (error) {
    if (error instanceof ProviderError) return error
    throw error
  }
}

/** What was picked, then the fallbacks; those that lead nowhere any more are passed over. */
function resolveAlias(
  alias: GatewayAlias,
  config: GatewayConfig,
  { random }: NameOptions,
): Candidates {
  const leads: { readonly weight: number; readonly route: Route }[] = []
  let refusal: RouteRefusal | undefined
  for (const { address, weight } of alias.targets) {
    const result = routeBelieved(address, config)
    if (result.ok) leads.push({ weight, route: result.route })
    else refusal ??= result.refusal
  }
  const picked = pickTarget(leads, random)
  const fallbacks = alias.fallbacks.flatMap((address) => {
    const result = routeBelieved(address, config)
    return result.ok ? [result.route] : []
  })
  const [first, ...rest] = picked === undefined ? fallbacks : [picked.route, ...fallbacks]
  if (first === undefined) {
    const why = refusal?.message ?? 'It has no target.'
    const message = `The alias "${alias.name}" leads nowhere. ${why} Aliases are changed on the Gateway screen of Patchbay.`
    throw toError(refusal?.code ?? 'settings', message)
  }
  return { routes: [first, ...rest], onContextOverflow: alias.onContextOverflow, alias }
}

function resolveOne(name: string, config: GatewayConfig, assumeModelExists: boolean): Route {
  if (name === '' || name.length > longestName || /\p{Cc}/u.test(name)) {
    throw toError('invalid-request', `model: a name of 1 to ${longestName} characters is needed.`)
  }
  const found = findRoute(name, config, false)
  if (found?.ok === true) return found.route
  // What is known goes first: only then is a name taken at its word.
  const assumed = assumeModelExists && isUnknown(found) ? findRoute(name, config, true) : found
  if (assumed?.ok === true) return assumed.route
  if (assumed !== undefined && !isUnknown(assumed)) {
    throw toError(assumed.refusal.code, assumed.refusal.message)
  }
  throw unknownName(name, config)
}

/** The first step that leads somewhere; else the first refusal that says more than "unknown". */
function findRoute(
  name: string,
  config: GatewayConfig,
  assumeModelExists: boolean,
): RouteResult | undefined {
  let refused: RouteResult | undefined
  for (const address of findAddresses(name, config)) {
    const open = 'endpointId' in address && indexNames(config).openEndpoints.has(address.endpointId)
    const options = { assumeModelExists: assumeModelExists || open }
    const result = resolveRoute(address, config.routing, options)
    if (result.ok) return result
    if (refused === undefined || isUnknown(refused)) refused = result
  }
  return refused
}

/** Everything that a name may mean, in order: provider/model, slug/model, a bare id. */
function findAddresses(name: string, config: GatewayConfig): readonly ModelAddress[] {
  const { slugs, bare } = indexNames(config)
  const byId = bare.get(name) ?? []
  const slash = name.indexOf('/')
  if (slash < 1 || slash === name.length - 1) return byId
  const group = name.slice(0, slash)
  const modelId = name.slice(slash + 1)
  if (modelId.trim() === '') return byId
  const provider = findProvider(group)
  if (provider !== undefined) return [{ providerId: provider.id, modelId }, ...byId]
  const endpointId = slugs.get(group)
  return endpointId === undefined ? byId : [{ endpointId, modelId }, ...byId]
}

function isUnknown(result: RouteResult | undefined): boolean {
  return result === undefined || (!result.ok && result.refusal.code === 'unknown-model')
}

function unknownName(name: string, config: GatewayConfig): ProviderError {
  const shown = name.length > 100 ? `${name.slice(0, 100)}…` : name
  const usable = listNames(config).flatMap((known) => (known.result.ok ? [known.name] : []))
  const within = [...new Set([...usable, ...indexNames(config).bare.keys()])]
  const nearest = nearestModelIds(name, { limit: 3, within })
  const hint = nearest.length === 0 ? '' : ` Nearest: ${nearest.join(', ')}.`
  const message = `No model here is called "${shown}".${hint} GET /v1/models lists every name.`
  return toError('unknown-model', message)
}

function toError(code: RouteRefusal['code'] | 'invalid-request', message: string): ProviderError {
  return new ProviderError({ code, message })
}
