/** @file Makes the HTTP request of an operation. Chat, model list, check and curl all come through here. */
import { AddressError, type Operation } from '../addressing/address.ts'
import type { Dialect, JsonObject } from '../dialects/dialect.ts'
import type { Redactor } from '../errors/redact.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { headersSchema, type ResolvedEndpoint } from '../model/endpoint.ts'
import { wordIssue } from '../model/word-issue.ts'
import { authorizeByOwnAuth, ownAuthOf } from '../platforms/own-auth.ts'
import type { AuthContext, UnsignedRequest } from '../platforms/platform.ts'
import { getSpec } from '../specs/registry.ts'
import { isReservedHeader } from '../specs/reserved-headers.ts'
import { connectionOf, otherHostConnection } from '../transport/connection.ts'
import type { SendRequest } from '../transport/send.ts'
import { resolveAnthropicBetas, resolveAnthropicVersion } from './anthropic-settings.ts'
import type { Engine } from './engine.ts'
import { mergeBody } from './merge-body.ts'

export interface RequestPlan {
  readonly resolved: ResolvedEndpoint
  readonly dialect: Dialect
  readonly operation: Operation
  /** The dialect's body; `undefined` for a request without one. */
  readonly body: JsonObject | undefined
  /** Headers of this call only; they win over the endpoint's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/**
 * Composes everything but the credentials: address, the endpoint's own headers and query, and the
 * body with the extra body merged in. Throws `ProviderError` with `settings` when the fields do not
 * make an address.
 */
export function composeRequest(
  plan: RequestPlan,
  engine: Pick<Engine, 'getPlatform'>,
): UnsignedRequest {
  const { resolved, dialect, operation } = plan
  const { endpoint, secrets } = resolved
  const spec = getSpec(endpoint.spec)
  const platform = engine.getPlatform(spec.platform)
  const stream = 'stream' in operation && operation.stream
  const anthropicVersion = resolveAnthropicVersion(endpoint, plan.headers)
  const anthropicBeta = resolveAnthropicBetas(endpoint, plan.headers)

  const address = findAddress(plan)
  let url = address.url
  const headers: Record<string, string> = {
    accept: stream ? streamType(platform.framing(dialect.id, endpoint)) : 'application/json',
    'user-agent': 'patchbay',
    ...dialect.headers({ anthropicVersion }),
    ...(plan.body !== undefined && { 'content-type': 'application/json' }),
  }
  for (const [name, value] of Object.entries(endpoint.headers)) {
    if (!isReservedHeader(name)) headers[name.toLowerCase()] = value
  }
  for (const [name, value] of Object.entries(secrets)) {
    if (value === undefined) continue
    if (name.startsWith('header:')) headers[name.slice('header:'.length).toLowerCase()] = value
    if (name.startsWith('query:')) url = setQueryParameter(url, name.slice('query:'.length), value)
  }
  for (const [name, value] of Object.entries(plan.headers ?? {})) {
    headers[checkHeader(name, value)] = value
  }
  if (anthropicBeta.length > 0) headers['anthropic-beta'] = anthropicBeta.join(',')
  let body: Uint8Array | undefined
  if (plan.body !== undefined) {
    const merged = mergeBody(plan.body, endpoint.extraBody)
    const { bedrockApi } = endpoint
    const adapted = platform.adaptBody(merged, {
      operation: operation.kind,
      dialect: dialect.id,
      stream,
      anthropicVersion,
      anthropicBeta,
      bedrockApi,
    })
    // Where the body says it, the header is not for the cloud.
    if (adapted !== merged && adapted['anthropic_beta'] !== undefined) {
      delete headers['anthropic-beta']
    }
    body = new TextEncoder().encode(JSON.stringify(adapted))
  }
  return { method: address.method, url: new URL(url), headers, body }
}

/**
 * Composes and signs. `redactor` learns every secret that comes up on the way.
 * Throws `ProviderError`, also with `missing-secret` or `credentials`.
 */
export async function buildRequest(
  plan: RequestPlan,
  engine: Engine,
  options: { readonly signal: AbortSignal; readonly redactor: Redactor },
): Promise<SendRequest> {
  const { endpoint, secrets } = plan.resolved
  const platform = engine.getPlatform(getSpec(endpoint.spec).platform)
  const connection = connectionOf(plan.resolved)
  const forTokens = otherHostConnection(connection)
  const context: AuthContext = {
    resolved: plan.resolved,
    dialect: plan.dialect.id,
    send: (request) => engine.send({ connection: forTokens, ...request }),
    now: engine.now,
    signal: options.signal,
    onSecret: options.redactor.add,
  }
  const auth = ownAuthOf(plan.resolved)
  const composed = composeRequest(plan, engine)
  const signed =
    auth === undefined
      ? await platform.authorize(composed, context)
      : await authorizeByOwnAuth(composed, auth, context, engine.tokenCommands)
  return {
    ...signed,
    signal: options.signal,
    timeouts: endpoint.timeouts,
    allowPlainHttp: endpoint.allowPlainHttp,
    carriesSecret:
      Object.keys(secrets).some((name) => name.includes(':')) ||
      (auth !== undefined && signed !== composed),
    connection,
  }
}

function findAddress({ resolved, operation }: RequestPlan) {
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

/** The name of a header of one call, in lower case. Throws `ProviderError` with `invalid-request`. */
function checkHeader(name: string, value: string): string {
  const parsed = headersSchema.safeParse({ [name]: value })
  const words = parsed.success
    ? `The header ${name.trim()} is set by the connection itself.`
    : wordIssue(parsed.error.issues[0])
  if (parsed.success && !isReservedHeader(name)) return name.trim().toLowerCase()
  throw new ProviderError({ code: 'invalid-request', message: words ?? 'A header is not valid.' })
}

/** Sets one parameter and leaves the rest of the URL as it was written. */
function setQueryParameter(url: string, name: string, value: string): string {
  const [withoutHash = url] = url.split('#')
  const [base = withoutHash, query = ''] = withoutHash.split(/\?(.*)/s)
  const kept = query
    .split('&')
    .filter((pair) => pair !== '' && new URLSearchParams(pair).keys().next().value !== name)
  return `${base}?${[...kept, `${encodeURIComponent(name)}=${encodeURIComponent(value)}`].join('&')}`
}

function streamType(framing: 'sse' | 'aws-event-stream' | 'aws-invoke'): string {
  return framing === 'sse' ? 'text/event-stream' : 'application/vnd.amazon.eventstream'
}
