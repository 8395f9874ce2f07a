/** @file Makes the HTTP request of an operation. Chat, model list, check and curl all come through here. */
import type { Operation } from '../addressing/address.ts'
import type { Dialect, JsonObject } from '../dialects/dialect.ts'
import { isObject, parseJson } from '../dialects/read-json.ts'
import type { Redactor } from '../errors/redact.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { headersSchema, type ResolvedEndpoint } from '../model/endpoint.ts'
import { wordIssue } from '../model/word-issue.ts'
import { authorizeByOwnAuth, ownAuthOf } from '../platforms/own-auth.ts'
import type { AuthContext, BodyContext, UnsignedRequest } from '../platforms/platform.ts'
import { getSpec } from '../specs/registry.ts'
import { isReservedHeader } from '../specs/reserved-headers.ts'
import { connectionOf, otherHostConnection } from '../transport/connection.ts'
import type { SendRequest } from '../transport/send.ts'
import { resolveAnthropicBetas, resolveAnthropicVersion } from './anthropic-settings.ts'
import type { Engine } from './engine.ts'
import { mergeBody } from './merge-body.ts'
import { composeBase } from './request-base.ts'

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
  const { resolved, dialect, operation, body } = plan
  const { endpoint } = resolved
  const platform = engine.getPlatform(getSpec(endpoint.spec).platform)
  const base = composeBase(plan, platform)
  const headers = { ...base.headers }
  const isAnthropic = dialect.id === 'anthropic-messages'
  const context: BodyContext = {
    operation: operation.kind,
    dialect: dialect.id,
    stream: 'stream' in operation && operation.stream,
    anthropicVersion: isAnthropic ? resolveAnthropicVersion(endpoint, plan.headers) : undefined,
    anthropicBeta: isAnthropic ? resolveAnthropicBetas(endpoint, plan.headers) : [],
    bedrockApi: endpoint.bedrockApi,
  }
  for (const [name, value] of Object.entries(plan.headers ?? {})) {
    headers[checkHeader(name, value)] = value
  }
  const { anthropicBeta = [] } = context
  if (anthropicBeta.length > 0) headers['anthropic-beta'] = anthropicBeta.join(',')
  if (body === undefined) return { method: base.method, url: base.url, headers, body }
  const composed = composeBody(body, endpoint.extraBody, (own) => platform.adaptBody(own, context))
  // Where the body says it, the header is not for the cloud.
  if (composed.saysBetas) delete headers['anthropic-beta']
  return { method: base.method, url: base.url, headers, body: composed.bytes }
}

const utf8 = new TextEncoder()

function composeBody(
  body: JsonObject | Uint8Array,
  extraBody: JsonObject,
  adapt: (body: JsonObject) => JsonObject,
): { readonly bytes: Uint8Array; readonly saysBetas: boolean } {
  const isExtended = Object.keys(extraBody).length > 0
  if (body instanceof Uint8Array && !isExtended && adapt(untouched) === untouched) {
    return { bytes: body, saysBetas: false }
  }
  const parsed = body instanceof Uint8Array ? parseObject(body) : body
  const merged = isExtended ? mergeBody(parsed, extraBody) : parsed
  const adapted = adapt(merged)
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
    answer: platform.answer?.bind(platform, plan.resolved),
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
