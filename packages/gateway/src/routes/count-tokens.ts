/** @file Token counts as Anthropic, Google and OpenAI's Responses ask for them. */
import { countTokens, type JsonObject } from '@patchbay/provider-core'
import type { ResolvedEndpoint, Route, TokenCount } from '@patchbay/provider-core/model'
import { carryToClient, carryToUpstream } from '../chat/carried-headers.ts'
import type { Exchange } from '../exchange.ts'
import type { Destination } from '../server/paths.ts'
import { findCandidates } from './find-candidates.ts'
import { isObject, readJsonBody } from './read-json-body.ts'
import { callOptions, readWholeReply, relay } from './relay.ts'
import { tryCandidates } from './try-candidates.ts'
import { orUnable } from './unable.ts'
import { writeAnswer, type WholeAnswer } from './write-answer.ts'

/** `POST /v1/messages/count_tokens`, `/v1/responses/input_tokens`, `/v1beta/models/{model}:countTokens`. */
export async function serveCountTokens(exchange: Exchange, { id }: Destination): Promise<void> {
  const body = readJsonBody(exchange)
  const candidates = findCandidates(exchange, id ?? body['model'])
  const answer = await tryCandidates(exchange, candidates, (route, resolved) =>
    isRelayed(exchange, route, resolved)
      ? relayCount(exchange, { route, resolved, body })
      : translateCount(exchange, { route, resolved, body }),
  )
  writeAnswer(exchange, answer)
}

interface Call {
  readonly route: Route
  readonly resolved: ResolvedEndpoint
  readonly body: JsonObject
}

/** Where the same words go to the same kind of server; the clouds have shapes of their own. */
function isRelayed({ dialect }: Exchange, route: Route, { endpoint }: ResolvedEndpoint): boolean {
  if (dialect.id !== route.dialect || !endpoint.supportsSystemMessage) return false
  if (dialect.id === 'anthropic-messages') {
    return endpoint.spec === 'anthropic' || endpoint.spec === 'azure'
  }
  return dialect.id === 'openai-responses' && endpoint.spec === 'openai-responses'
}

async function relayCount(
  exchange: Exchange,
  { route, resolved, body }: Call,
): Promise<WholeAnswer> {
  const modelId = route.upstreamModelId
  const reply = await relay(exchange, route, {
    resolved,
    operation: { kind: 'count-tokens', dialect: route.dialect, modelId },
    body: Buffer.from(JSON.stringify({ ...body, model: modelId })),
  })
  const { bytes } = await readWholeReply(reply, 'a token count')
  return { body: bytes, headers: carryToClient(reply.headers) }
}

async function translateCount(
  exchange: Exchange,
  { route, resolved, body }: Call,
): Promise<WholeAnswer> {
  const { dialect, host, request, trace } = exchange
  trace.mode = 'translated'
  const { request: chatRequest } = dialect.decodeRequest(unwrap(exchange, body))
  const carried = carryToUpstream(dialect.id, request.headers, {
    dialect: route.dialect,
    endpoint: resolved.endpoint,
  })
  const options = { ...callOptions(exchange), headers: carried }
  const call = { route, resolved, request: chatRequest }
  const count = await orUnable(countTokens(call, host.engine, options))
  return { body: encodeCount(exchange, count), warnings: count.warnings }
}

/** A count needs no limit for a reply, which Anthropic's messages must have; Google wraps whole requests. */
function unwrap({ dialect }: Exchange, body: JsonObject): JsonObject {
  if (dialect.id === 'anthropic-messages') return { max_tokens: 1, ...body }
  const whole = body['generateContentRequest']
  return dialect.id === 'google-generate' && isObject(whole) ? whole : body
}

function encodeCount({ dialect }: Exchange, count: TokenCount): JsonObject {
  const { inputTokens, cachedInputTokens } = count
  if (dialect.id === 'anthropic-messages') return { input_tokens: inputTokens }
  if (dialect.id === 'openai-responses') {
    return { object: 'response.input_tokens', input_tokens: inputTokens }
  }
  return {
    totalTokens: inputTokens,
    ...(cachedInputTokens === undefined ? {} : { cachedContentTokenCount: cachedInputTokens }),
  }
}
