/**
 * @file Google's `embedContent` and `batchEmbedContents`, whatever the endpoint speaks (source: `@google/genai`
 * 3.1.0, which sends every text through the batch).
 */
import { embed, type JsonObject } from '@patchbay/provider-core'
import type {
  EmbeddingRequest,
  EmbeddingResult,
  ResolvedEndpoint,
  Route,
} from '@patchbay/provider-core/model'
import { carryToClient } from '../chat/carried-headers.ts'
import type { Exchange } from '../exchange.ts'
import type { Destination } from '../server/paths.ts'
import { requireCapable } from './capable.ts'
import { findCandidates } from './find-candidates.ts'
import {
  isObject,
  readJsonBody,
  readOptionalCount,
  readOptionalText,
  refuseField,
  warnUnread,
} from './read-json-body.ts'
import { callOptions, readWholeReply, relay } from './relay.ts'
import { tryCandidates } from './try-candidates.ts'
import { orUnable } from './unable.ts'
import { writeAnswer, type WholeAnswer } from './write-answer.ts'

type Method = 'embedContent' | 'batchEmbedContents'

/** `POST /v1beta/models/{model}:embedContent`. */
export function serveGoogleEmbed(exchange: Exchange, { id }: Destination): Promise<void> {
  return serve(exchange, id, 'embedContent')
}

/** `POST /v1beta/models/{model}:batchEmbedContents`. */
export function serveGoogleEmbedBatch(exchange: Exchange, { id }: Destination): Promise<void> {
  return serve(exchange, id, 'batchEmbedContents')
}

async function serve(exchange: Exchange, name: string | undefined, method: Method): Promise<void> {
  const body = readJsonBody(exchange)
  const requests = readRequests(body, method)
  const candidates = findCandidates(exchange, name)
  const answer = await tryCandidates(exchange, candidates, (route, resolved) => {
    requireCapable(route, resolved, { kind: 'embedding' })
    const call = { route, resolved, requests, method }
    return resolved.endpoint.spec === 'google'
      ? relayEmbed(exchange, call)
      : translateEmbed(exchange, call)
  })
  writeAnswer(exchange, answer)
}

interface Item {
  readonly text: string
  readonly taskType: string | undefined
  readonly dimensions: number | undefined
  readonly fields: JsonObject
}

interface Call {
  readonly route: Route
  readonly resolved: ResolvedEndpoint
  /** One, or those of a batch. */
  readonly requests: readonly JsonObject[]
  readonly method: Method
}

async function relayEmbed(
  exchange: Exchange,
  { route, resolved, requests, method }: Call,
): Promise<WholeAnswer> {
  const modelId = route.upstreamModelId
  const model = /^(?:models|tunedModels)\//.test(modelId) ? modelId : `models/${modelId}`
  const named = requests.map((request) => ({ ...request, model }))
  const reply = await relay(exchange, route, {
    resolved,
    operation: { kind: 'embed', modelId, method },
    body: Buffer.from(JSON.stringify(method === 'embedContent' ? named[0] : { requests: named })),
  })
  const { bytes } = await readWholeReply(reply, 'embeddings')
  return { body: bytes, headers: carryToClient(reply.headers) }
}

async function translateEmbed(
  exchange: Exchange,
  { route, resolved, requests, method }: Call,
): Promise<WholeAnswer> {
  const { host, trace } = exchange
  const items = readItems(requests, method)
  trace.mode = 'translated'
  const [first] = items
  const request: EmbeddingRequest = {
    texts: items.map(({ text }) => text),
    ...(first?.taskType === undefined ? {} : { taskType: first.taskType }),
    ...(first?.dimensions === undefined ? {} : { dimensions: first.dimensions }),
  }
  const result = await orUnable(
    embed({ route, resolved, request }, host.engine, callOptions(exchange)),
  )
  const { name } = resolved.endpoint
  const known = ['model', 'content', 'taskType', 'outputDimensionality', 'embedContentConfig']
  const warnings = [
    ...result.warnings,
    ...items.flatMap(({ fields }) => warnUnread(fields, known, name)),
  ]
  return { body: encodeResult(result, method), usage: result.usage, warnings }
}

function encodeResult({ vectors, usage }: EmbeddingResult, method: Method): JsonObject {
  const counted =
    usage?.inputTokens === undefined
      ? {}
      : { usageMetadata: { promptTokenCount: usage.inputTokens } }
  const embeddings = vectors.map((values) => ({ values }))
  if (method === 'embedContent') return { embedding: embeddings[0], ...counted }
  return { embeddings, ...counted }
}

function readRequests(body: JsonObject, method: Method): JsonObject[] {
  if (method === 'embedContent') {
    if (!isObject(body['content'])) throw refuseField('content', 'the text to embed is expected.')
    return [body]
  }
  const { requests } = body
  if (!Array.isArray(requests) || requests.length === 0) {
    throw refuseField('requests', 'a list of requests is expected.')
  }
  return requests.map((request: unknown, index) => {
    if (isObject(request) && isObject(request['content'])) return request
    throw refuseField(`requests.${index}.content`, 'the text to embed is expected.')
  })
}

/** What the neutral request can say: texts, and settings that hold for all of them. */
function readItems(requests: readonly JsonObject[], method: Method): Item[] {
  const items = requests.map((request, index) =>
    readItem(request, method === 'embedContent' ? '' : `requests.${index}.`),
  )
  const [first] = items
  const differs = items.some(
    ({ taskType, dimensions }) => taskType !== first?.taskType || dimensions !== first?.dimensions,
  )
  if (differs) throw refuseField('requests', 'all must have the same task type and dimensions.')
  return items
}

function readItem(fields: JsonObject, place: string): Item {
  const { content } = fields
  const parts: unknown = isObject(content) ? content['parts'] : undefined
  if (!Array.isArray(parts) || parts.length === 0) {
    throw refuseField(`${place}content.parts`, 'a list of texts is expected.')
  }
  const texts = parts.map((part: unknown, index) => {
    const text = isObject(part) ? part['text'] : undefined
    if (typeof text === 'string') return text
    throw refuseField(`${place}content.parts.${index}`, 'only text can be embedded here.')
  })
  const text = texts.join('\n')
  if (text === '') throw refuseField(`${place}content`, 'the text is empty.')
  return {
    text,
    taskType: readOptionalText(fields, 'taskType'),
    dimensions: readOptionalCount(fields, 'outputDimensionality'),
    fields,
  }
}
