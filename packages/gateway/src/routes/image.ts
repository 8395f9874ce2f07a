/** @file OpenAI's images, whatever the endpoint speaks (source: openai-node 7.55 `resources/images`). */
import { fetchImage, generateImage, type JsonObject } from '@patchbay/provider-core'
import type {
  GeneratedImage,
  ImageRequest,
  ResolvedEndpoint,
  Route,
  Usage,
  Warning,
} from '@patchbay/provider-core/model'
import { carryToClient } from '../chat/carried-headers.ts'
import type { Exchange } from '../exchange.ts'
import type { Destination } from '../server/paths.ts'
import { requireCapable } from './capable.ts'
import { findCandidates } from './find-candidates.ts'
import { encodeImageUsage, readImageRequest, readImageUsage } from './image-fields.ts'
import { isObject, readJsonBody, refuseField } from './read-json-body.ts'
import { callOptions, readWholeReply, relay, speaksOpenai } from './relay.ts'
import { beginStream, isEventStream, passStream, type BegunStream } from './relay-stream.ts'
import { tryCandidates } from './try-candidates.ts'
import { orUnable } from './unable.ts'
import { writeAnswer, type WholeAnswer } from './write-answer.ts'

/** How the client wants its pictures; `undefined` leaves it to the endpoint. */
type ImageForm = 'url' | 'b64_json' | undefined

interface Call {
  readonly route: Route
  readonly resolved: ResolvedEndpoint
  readonly body: JsonObject
  readonly request: ImageRequest
  readonly unread: readonly Warning[]
  readonly form: ImageForm
}

/** `POST /v1/images/generations`. */
export async function serveImage(exchange: Exchange, { id }: Destination): Promise<void> {
  const body = readJsonBody(exchange)
  const { request, warnUnread } = readImageRequest(body)
  const form = readForm(body)
  exchange.trace.stream = body['stream'] === true
  const candidates = findCandidates(exchange, id ?? body['model'])
  const answer = await tryCandidates(exchange, candidates, (route, resolved) => {
    requireCapable(route, resolved, { kind: 'image' })
    const unread = warnUnread(resolved.endpoint.name)
    const call = { route, resolved, body, request, unread, form }
    return speaksOpenai(resolved) ? relayImage(exchange, call) : translateImage(exchange, call)
  })
  // Its last event is the picture itself; nothing marks the end.
  const readEnd = () => ({ usage: undefined, complete: true })
  if ('reply' in answer) await passStream(exchange, answer, readEnd)
  else writeAnswer(exchange, answer)
}

/** Newer models of OpenAI answer with base64 only and refuse the setting. */
const hasOneForm = /^(?:chatgpt|gpt)-image/

async function relayImage(
  exchange: Exchange,
  { route, resolved, body, form }: Call,
): Promise<BegunStream | WholeAnswer> {
  const modelId = route.upstreamModelId
  const { response_format: asked, ...others } = body
  const isLeftOut = asked === undefined || hasOneForm.test(modelId)
  const sent = { ...(isLeftOut ? others : body), model: modelId }
  const reply = await relay(exchange, route, {
    resolved,
    operation: { kind: 'image', modelId },
    body: Buffer.from(JSON.stringify(sent)),
  })
  if (isEventStream(reply)) return beginStream(reply, { route, resolved })
  const { bytes, json } = await readWholeReply(reply, 'images')
  const unified = await unifyImages(exchange, json, { form, resolved })
  // The request went through as it came; the answer is not the upstream's any more.
  if (unified !== undefined) exchange.trace.mode = 'translated'
  return {
    body: unified ?? bytes,
    headers: carryToClient(reply.headers),
    usage: readImageUsage(json['usage']),
  }
}

async function translateImage(
  exchange: Exchange,
  { route, resolved, body, request, unread, form }: Call,
): Promise<WholeAnswer> {
  const { host, trace } = exchange
  if (body['stream'] === true) {
    throw refuseField('stream', `${resolved.endpoint.name} gives its pictures whole only.`)
  }
  trace.mode = 'translated'
  trace.stream = false
  const call = { route, resolved, request }
  const result = await orUnable(generateImage(call, host.engine, callOptions(exchange)))
  const data = await Promise.all(
    result.images.map((image) =>
      encodeImage(exchange, image, { form: form ?? 'b64_json', resolved }),
    ),
  )
  const usage: Usage | undefined = result.usage
  return {
    body: {
      created: Math.floor(host.engine.now().getTime() / 1000),
      data,
      ...(usage === undefined ? {} : { usage: encodeImageUsage(usage) }),
    },
    usage,
    warnings: [...result.warnings, ...unread],
  }
}

/** Pictures in the form that was asked for; `undefined` where they are in it already. */
async function unifyImages(
  exchange: Exchange,
  json: JsonObject,
  { form, resolved }: Pick<Call, 'form' | 'resolved'>,
): Promise<JsonObject | undefined> {
  const { data } = json
  if (form === undefined || !Array.isArray(data)) return undefined
  const items = data.filter(isObject)
  if (items.every((item) => typeof item[form] === 'string')) return undefined
  const format = typeof json['output_format'] === 'string' ? json['output_format'] : 'png'
  const unified = await Promise.all(
    items.map(async (item) => {
      const image = readImage(item, format)
      if (image === undefined || typeof item[form] === 'string') return item
      return {
        ...item,
        b64_json: undefined,
        url: undefined,
        ...(await convert(exchange, image, { form, resolved })),
      }
    }),
  )
  return { ...json, data: unified }
}

function readImage(item: JsonObject, format: string): GeneratedImage | undefined {
  const { b64_json: data, url } = item
  if (typeof data === 'string') return { kind: 'base64', mediaType: `image/${format}`, data }
  return typeof url === 'string' ? { kind: 'url', url } : undefined
}

interface Wanted {
  readonly form: 'url' | 'b64_json'
  /** The endpoint that named the picture: its way out is the picture's. */
  readonly resolved: ResolvedEndpoint
}

async function encodeImage(
  exchange: Exchange,
  image: GeneratedImage,
  wanted: Wanted,
): Promise<JsonObject> {
  const { revisedPrompt } = image
  return {
    ...(await convert(exchange, image, wanted)),
    ...(revisedPrompt === undefined ? {} : { revised_prompt: revisedPrompt }),
  }
}

async function convert(
  { host, signal }: Exchange,
  image: GeneratedImage,
  { form, resolved }: Wanted,
): Promise<JsonObject> {
  if (form === 'url') {
    const isUrl = image.kind === 'url'
    return { url: isUrl ? image.url : `data:${image.mediaType};base64,${image.data}` }
  }
  if (image.kind === 'base64') return { b64_json: image.data }
  const { bytes } = await fetchImage(image, host.engine, { signal, resolved })
  return { b64_json: Buffer.from(bytes).toString('base64') }
}

function readForm(body: JsonObject): ImageForm {
  const form = body['response_format']
  if (form === undefined || form === null) return undefined
  if (form === 'url' || form === 'b64_json') return form
  throw refuseField('response_format', 'url or b64_json is expected.')
}
