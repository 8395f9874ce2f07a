/** @file Pictures from models that draw in a chat (Gemini): one whole reply, its pictures and words collected. */
import { ProviderError } from '../errors/provider-error.ts'
import type { ChatEvent, Warning } from '../model/chat-event.ts'
import type { GeneratedImage, ImageRequest, ImageResult } from '../model/image.ts'
import { getSpec } from '../specs/registry.ts'
import { chat } from './chat.ts'
import type { CallOptions, Engine } from './engine.ts'
import type { ImageCall } from './generate-image.ts'
import { warnImageSettings } from './image-codec.ts'

/** Sends the prompt as a chat that may answer with text and images. Throws `ProviderError`. */
export async function chatForImage(
  { resolved, request, route }: ImageCall,
  engine: Engine,
  options: CallOptions,
): Promise<ImageResult> {
  const { endpoint } = resolved
  const dialect = getSpec(endpoint.spec).resolveDialect(endpoint, route.upstreamModelId)
  const call = {
    route: { dialect, upstreamModelId: route.upstreamModelId },
    resolved,
    request: {
      messages: [
        { role: 'user' as const, content: [{ type: 'text' as const, text: request.prompt }] },
      ],
      outputModalities: ['text' as const, 'image' as const],
      ...(request.seed === undefined ? {} : { seed: request.seed }),
      ...(dialect === 'google-generate' ? encodeImageConfig(request) : {}),
    },
    stream: false,
  }
  const images: GeneratedImage[] = []
  const warnings: Warning[] = warnImageSettings(
    request,
    ['count', 'quality', 'background', 'outputFormat', 'userId'],
    'A model that draws in a chat',
  )
  let text = ''
  let finish: Extract<ChatEvent, { type: 'finish' }> | undefined
  for await (const event of chat(call, engine, options)) {
    if (event.type === 'start') warnings.push(...(event.warnings ?? []))
    if (event.type === 'text-delta') text += event.text
    if (event.type === 'image') images.push(...readSource(event.source))
    if (event.type === 'error') throw new ProviderError(event.error)
    if (event.type === 'finish') finish = event
  }
  if (images.length === 0) throw noImage(text, finish)
  return {
    images,
    ...(text === '' ? {} : { text }),
    ...(finish?.usage === undefined ? {} : { usage: finish.usage }),
    warnings,
  }
}

/** `imageConfig` stands beside the other generation settings (source: `@google/genai` 3.1.0 ImageConfig). */
function encodeImageConfig({ size }: ImageRequest) {
  if (size === undefined) return {}
  const imageConfig = /^\d+:\d+$/.test(size) ? { aspectRatio: size } : { imageSize: size }
  const value = { generationConfig: { imageConfig } }
  return { raw: { dialect: 'google-generate' as const, value } }
}

function readSource(source: Extract<ChatEvent, { type: 'image' }>['source']): GeneratedImage[] {
  if (source.kind === 'base64') {
    return [{ kind: 'base64', mediaType: source.mediaType, data: source.data }]
  }
  if (source.kind !== 'url') return []
  const { url, mediaType } = source
  return [{ kind: 'url', url, ...(mediaType === undefined ? {} : { mediaType }) }]
}

function noImage(
  text: string,
  finish: Extract<ChatEvent, { type: 'finish' }> | undefined,
): ProviderError {
  const held = finish?.reason === 'content-filter'
  const words = text === '' ? '' : ` It said: ${text.slice(0, 300)}`
  return new ProviderError({
    code: held ? 'content-policy' : 'invalid-answer',
    message: held
      ? `The vendor held the image back (${finish.rawReason ?? 'no reason given'}).${words}`
      : `The model answered without an image.${words}`,
  })
}
