/** @file OpenAI's embeddings, whatever the endpoint speaks (source: openai-node 7.55 `resources/embeddings`). */
import { embed, type JsonObject } from '@patchbay/provider-core'
import type {
  EmbeddingRequest,
  ResolvedEndpoint,
  Route,
  Usage,
} from '@patchbay/provider-core/model'
import { carryToClient } from '../chat/carried-headers.ts'
import type { Exchange } from '../exchange.ts'
import type { Destination } from '../server/paths.ts'
import { requireCapable } from './capable.ts'
import { decodeVector, encodeVector, type VectorFormat } from './embed-vectors.ts'
import { findCandidates } from './find-candidates.ts'
import {
  isObject,
  readJsonBody,
  readOptionalCount,
  readOptionalText,
  refuseField,
  warnUnread,
} from './read-json-body.ts'
import { callOptions, readWholeReply, relay, speaksOpenai } from './relay.ts'
import { tryCandidates } from './try-candidates.ts'
import { orUnable } from './unable.ts'
import { writeAnswer, type WholeAnswer } from './write-answer.ts'

/** `POST /v1/embeddings`. */
export async function serveEmbed(exchange: Exchange, { id }: Destination): Promise<void> {
  const body = readJsonBody(exchange)
  const asked = readAsked(body)
  const candidates = findCandidates(exchange, id ?? body['model'])
  const answer = await tryCandidates(exchange, candidates, (route, resolved) => {
    requireCapable(route, resolved, { kind: 'embedding' })
    return speaksOpenai(resolved)
      ? relayEmbed(exchange, { route, resolved, body, asked })
      : translateEmbed(exchange, { route, resolved, body, asked })
  })
  writeAnswer(exchange, answer)
}

interface Asked {
  /** `undefined` when the input is token ids. */
  readonly texts: readonly string[] | undefined
  readonly format: VectorFormat
}

interface Call {
  readonly route: Route
  readonly resolved: ResolvedEndpoint
  readonly body: JsonObject
  readonly asked: Asked
}

async function relayEmbed(
  exchange: Exchange,
  { route, resolved, body, asked }: Call,
): Promise<WholeAnswer> {
  const modelId = route.upstreamModelId
  const reply = await relay(exchange, route, {
    resolved,
    operation: { kind: 'embed', modelId },
    body: Buffer.from(JSON.stringify({ ...body, model: modelId })),
  })
  const { bytes, json } = await readWholeReply(reply, 'embeddings')
  const unified = unifyVectors(json, asked.format)
  // The request went through as it came; the answer is not the upstream's any more.
  if (unified !== undefined) exchange.trace.mode = 'translated'
  return {
    body: unified ?? bytes,
    headers: carryToClient(reply.headers),
    usage: readUsage(json['usage']),
  }
}

/** Servers that know one form only answer with it; clients rely on the one that they asked for. */
function unifyVectors(json: JsonObject, format: VectorFormat): JsonObject | undefined {
  const { data } = json
  if (!Array.isArray(data)) return undefined
  let changed = false
  const unified = data.map((item: unknown) => {
    if (!isObject(item)) return item
    const { embedding } = item
    if (format === 'base64' && Array.isArray(embedding)) {
      changed = true
      return { ...item, embedding: encodeVector(embedding as number[], format) }
    }
    if (format === 'float' && typeof embedding === 'string') {
      changed = true
      return { ...item, embedding: decodeVector(embedding) }
    }
    return item
  })
  return changed ? { ...json, data: unified } : undefined
}

async function translateEmbed(
  exchange: Exchange,
  { route, resolved, body, asked }: Call,
): Promise<WholeAnswer> {
  const { host, trace } = exchange
  if (asked.texts === undefined) {
    const { name } = resolved.endpoint
    throw refuseField('input', `token ids are not taken by ${name}; send the text itself.`)
  }
  trace.mode = 'translated'
  const dimensions = readOptionalCount(body, 'dimensions')
  const userId = readOptionalText(body, 'user')
  const request: EmbeddingRequest = {
    texts: [...asked.texts],
    ...(dimensions === undefined ? {} : { dimensions }),
    ...(userId === undefined ? {} : { userId }),
  }
  const result = await orUnable(
    embed({ route, resolved, request }, host.engine, callOptions(exchange)),
  )
  const tokens = result.usage?.inputTokens ?? 0
  const unread = warnUnread(
    body,
    ['model', 'input', 'encoding_format', 'dimensions', 'user'],
    resolved.endpoint.name,
  )
  return {
    body: {
      object: 'list',
      data: result.vectors.map((vector, index) => ({
        object: 'embedding',
        index,
        embedding: encodeVector(vector, asked.format),
      })),
      model: trace.model ?? route.modelId,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    },
    usage: result.usage,
    warnings: [...result.warnings, ...unread],
  }
}

function readAsked(body: JsonObject): Asked {
  const format = readOptionalText(body, 'encoding_format') ?? 'float'
  if (format !== 'float' && format !== 'base64') {
    throw refuseField('encoding_format', 'float or base64 is expected.')
  }
  const { input } = body
  const items: readonly unknown[] = Array.isArray(input) ? input : [input]
  if (items.length === 0) throw refuseField('input', 'it is empty.')
  if (items.every(isText)) {
    const at = items.indexOf('')
    if (at >= 0) throw refuseField(`input.${at}`, 'the text is empty.')
    return { texts: items, format }
  }
  const isTokens =
    Array.isArray(input) && (items.every(isToken) || items.every((item) => isTokenList(item)))
  if (isTokens) return { texts: undefined, format }
  throw refuseField('input', 'a text, a list of texts, or token ids are expected.')
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isToken(value: unknown): boolean {
  return Number.isSafeInteger(value)
}

function isTokenList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isToken)
}

function readUsage(value: unknown): Usage | undefined {
  const tokens = isObject(value) ? value['prompt_tokens'] : undefined
  return typeof tokens === 'number' ? { inputTokens: tokens } : undefined
}
