/** @file Pictures from a prompt: OpenAI's images API, Imagen's `predict`, or a Gemini model that answers with pictures. */
import { getDialect } from '../dialects/registry.ts'
import { ProviderError } from '../errors/provider-error.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { ImageRequest, ImageResult } from '../model/image.ts'
import type { Route } from '../model/route.ts'
import type { DialectId, SpecId } from '../model/spec.ts'
import type { CallOptions, Engine } from './engine.ts'
import { exchangeJson, invalidAnswer } from './exchange-json.ts'
import type { ImageCodec } from './image-codec.ts'
import { chatForImage } from './image-chat.ts'
import { imageImagen } from './image-imagen.ts'
import { imageOpenai } from './image-openai.ts'

export interface ImageCall {
  readonly route: Pick<Route, 'upstreamModelId'>
  readonly resolved: ResolvedEndpoint
  readonly request: ImageRequest
}

const wanted = 'images'

/** Codec, and the wire format that credentials and errors follow; a spec that is not here makes no images. */
const codecs: Readonly<Partial<Record<SpecId, readonly [ImageCodec, DialectId]>>> = {
  'openai-chat-completions': [imageOpenai, 'openai-chat'],
  'openai-responses': [imageOpenai, 'openai-responses'],
  azure: [imageOpenai, 'openai-chat'],
  'custom-handler': [imageOpenai, 'openai-chat'],
  google: [imageImagen, 'google-generate'],
  'google-vertex': [imageImagen, 'google-generate'],
}

/**
 * Asks for pictures. `onWire` of the options sees the request.
 *
 * @returns At least one picture; what the provider type cannot express is a warning.
 * @throws ProviderError: `settings` when the provider type has no images, `content-policy` when the vendor
 * held all of them back.
 */
export async function generateImage(
  call: ImageCall,
  engine: Engine,
  options: CallOptions,
): Promise<ImageResult> {
  const { resolved, request, route } = call
  const modelId = route.upstreamModelId
  const found = codecs[resolved.endpoint.spec]
  const [codec, dialectId] = found ?? [imageOpenai, 'anthropic-messages']
  // Of Google's models only Imagen has `predict`; the others draw in a chat.
  if (codec === imageImagen && !/imagen|imagegeneration/.test(modelId)) {
    return chatForImage(call, engine, options)
  }
  const operation = { kind: 'image', modelId } as const
  const { body, warnings } = codec.encode(request, modelId)
  const plan = { resolved, dialect: getDialect(dialectId), operation, body }
  const answer = await exchangeJson(plan, engine, options, wanted)
  const part = codec.decode(answer)
  if (part === undefined) throw invalidAnswer(wanted, answer)
  if (part.images.length === 0 && part.refused !== undefined) {
    throw new ProviderError({
      code: 'content-policy',
      message: `The vendor held the images back: ${part.refused}`,
    })
  }
  if (part.images.length === 0) throw invalidAnswer(wanted, answer)
  const held =
    part.refused === undefined
      ? []
      : [{ code: 'image-held-back', message: `The vendor held an image back: ${part.refused}` }]
  return {
    images: [...part.images],
    ...(part.usage === undefined ? {} : { usage: part.usage }),
    warnings: [...warnings, ...held],
  }
}
