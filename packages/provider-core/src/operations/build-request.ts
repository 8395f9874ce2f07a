/** @file Makes the HTTP request of an operation. Chat, model list, check and curl all come through here. */
import type { Operation } from '../addressing/address.ts'
import type { Dialect, JsonObject } from '../dialects/dialect.ts'
import { isObject, parseJson } from '../dialects/read-json.ts'
import type { Redactor } from '../errors/redact.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { headersSchema, type ResolvedEndpoint } from '../model/endpoint.ts'
import { wordIssue } from '../model/word-issue.ts'
import { authorizeByOwnAuth, ownAuthOf } from '../platforms/own-auth.ts'
import type { AuthContext, BodyContext, Platform, UnsignedRequest } from '../platforms/platform.ts'
import { getSpec } from '../specs/registry.ts'
import { isReservedHeader } from '../specs/reserved-headers.ts'
import { connectionOf, otherHostConnection } from '../transport/connection.ts'
import type { SendRequest } from '../transport/send.ts'
import { resolveAnthropicBetas, resolveAnthropicVersion } from './anthropic-settings.ts'
import type { Engine } from './engine.ts'
import { mergeBody } from './merge-body.ts'
import { composeBase, type RequestBase } from './request-base.ts'

export interface RequestPlan {
  readonly resolved: ResolvedEndpoint
  readonly dialect: Dialect
  readonly operation: Operation
  /**
   * The dialect's body; `undefined` for a request without one. Bytes (a JSON object) are sent as they are
   * where nothing has to be merged in or changed.
   */
  readonly body: JsonObject | Uint8Array | undefined
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
  const platform = platformOf(plan, engine)
  return compose(plan, platform, composeBase(plan, platform))
}

function platformOf(
  { resolved }: RequestPlan,
  { getPlatform }: Pick<Engine, 'getPlatform'>,
): Platform {
  return getPlatform(getSpec(resolved.endpoint.spec).platform)
}

function compose(plan: RequestPlan, platform: Platform, base: RequestBase): UnsignedRequest {
  const { resolved, body } = plan
  const headers = { ...base.headers }
  for (const [name, value] of Object.entries(plan.headers ?? {})) {
    headers[checkHeader(name, value)] = value
  }
  const context = toBodyContext(plan)
  const { anthropicBeta = [] } = context
  if (anthropicBeta.length > 0) headers['anthropic-beta'] = anthropicBeta.join(',')
  if (body === undefined) return { method: base.method, url: base.url, headers, body }
  const composed = composeBody(body, resolved.endpoint.extraBody, platform, context)
  // Where the body says it, the header is not for the cloud.
  if (composed.saysBetas) delete headers['anthropic-beta']
  return { method: base.method, url: base.url, headers, body: composed.bytes }
}

function toBodyContext({ resolved, dialect, operation, headers }: RequestPlan): BodyContext {
  const { endpoint } = resolved
  const isAnthropic = dialect.id === 'anthropic-messages'
  return {
    operation: operation.kind,
    dialect: dialect.id,
    stream: 'stream' in operation && operation.stream,
    anthropicVersion: isAnthropic ? resolveAnthropicVersion(endpoint, headers) : undefined,
    anthropicBeta: isAnthropic ? resolveAnthropicBetas(endpoint, headers) : [],
    bedrockApi: endpoint.bedrockApi,
  }
}

const utf8 = new TextEncoder()

function composeBody(
  body: JsonObject | Uint8Array,
  extraBody: JsonObject,
  platform: Platform,
  context: BodyContext,
): { readonly bytes: Uint8Array; readonly saysBetas: boolean } {
  const isExtended = !isEmpty(extraBody)
  if (
    body instanceof Uint8Array &&
    !isExtended &&
    platform.adaptBody(untouched, context) === untouched
  ) {
    return { bytes: body, saysBetas: false }
  }
  const parsed = body instanceof Uint8Array ? parseObject(body) : body
  const merged = isExtended ? mergeBody(parsed, extraBody) : parsed
  const adapted = platform.adaptBody(merged, context)
  const saysBetas = adapted !== merged && adapted['anthropic_beta'] !== undefined
  return { bytes: utf8.encode(JSON.stringify(adapted)), saysBetas }
}

/** Platforms give back the same object where they change nothing. */
const untouched: JsonObject = Object.freeze({})

function parseObject(bytes: Uint8Array): JsonObject {
  const value = parseJson(new TextDecoder().decode(bytes))
  if (isObject(value)) return value
  throw new ProviderError({
    code: 'invalid-request',
    message: 'The body of the request is not a JSON object.',
  })
}

/**
 * Composes and signs. `redactor` learns every secret that comes up on the way. A promise only where signing has
 * to wait. Throws `ProviderError`, also with `missing-secret` or `credentials`, and also at once.
 */
export function buildRequest(
  plan: RequestPlan,
  engine: Engine,
  options: { readonly signal: AbortSignal; readonly redactor: Redactor },
): SendRequest | Promise<SendRequest> {
  const { resolved, body } = plan
  const platform = platformOf(plan, engine)
  const base = composeBase(plan, platform)
  const isKept = isKeepable(plan, platform)
  const known = isKept && body !== undefined ? signed.get(base) : undefined
  if (known !== undefined && body !== undefined) {
    const { bytes } = composeBody(body, resolved.endpoint.extraBody, platform, known.context)
    return { ...known.request, body: bytes, signal: options.signal }
  }
  const auth = ownAuthOf(resolved)
  const composed = compose(plan, platform, base)
  const context = toAuthContext(plan, engine, options)
  const signing =
    auth === undefined
      ? platform.authorize(composed, context)
      : authorizeByOwnAuth(composed, auth, context, engine.tokenCommands)
  const complete = (done: UnsignedRequest): SendRequest =>
    toSendRequest(plan, platform, {
      ...done,
      signal: options.signal,
      isComposed: done === composed,
    })
  if (signing instanceof Promise) return signing.then(complete)
  const request = complete(signing)
  if (isKept) {
    const { body: _body, signal: _signal, ...kept } = request
    signed.set(base, { request: kept, context: toBodyContext(plan) })
  }
  return request
}

interface Signed {
  readonly request: Omit<SendRequest, 'body' | 'signal'>
  readonly context: BodyContext
}

/** Everything of a chat request but its body, for as long as its address is kept: nothing else in it changes. */
const signed = new WeakMap<RequestBase, Signed>()

function isKeepable({ resolved, operation, headers }: RequestPlan, platform: Platform): boolean {
  if (platform.hasFixedCredentials !== true || operation.kind !== 'chat') return false
  return ownAuthOf(resolved) === undefined && isEmpty(headers ?? untouched)
}

function isEmpty(object: object): boolean {
  for (const name in object) if (Object.hasOwn(object, name)) return false
  return true
}

function toAuthContext(
  { resolved, dialect }: RequestPlan,
  engine: Engine,
  { signal, redactor }: { readonly signal: AbortSignal; readonly redactor: Redactor },
): AuthContext {
  const connection = otherHostConnection(connectionOf(resolved))
  return {
    resolved,
    dialect: dialect.id,
    send: (request) => engine.send({ connection, ...request }),
    now: engine.now,
    signal,
    onSecret: redactor.add,
  }
}

function toSendRequest(
  { resolved }: RequestPlan,
  platform: Platform,
  {
    isComposed,
    ...done
  }: UnsignedRequest & { readonly signal: AbortSignal; readonly isComposed: boolean },
): SendRequest {
  const { endpoint, secrets } = resolved
  return {
    ...done,
    timeouts: endpoint.timeouts,
    allowPlainHttp: endpoint.allowPlainHttp,
    carriesSecret:
      Object.keys(secrets).some((name) => name.includes(':')) ||
      (ownAuthOf(resolved) !== undefined && !isComposed),
    connection: connectionOf(resolved),
    answer: platform.answer?.bind(platform, resolved),
  }
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
