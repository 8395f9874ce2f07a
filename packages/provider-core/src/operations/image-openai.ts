/** @file Images of OpenAI, Azure and servers that speak like them (source: openai-node 7.55 `resources/images`). */
import type { JsonObject } from '../dialects/dialect.ts'
import { readCount, readObject, readObjects, readText } from '../dialects/read-json.ts'
import type { Usage } from '../model/chat-event.ts'
import type { GeneratedImage } from '../model/image.ts'
import { readImageType, warnImageSettings, type ImageCodec } from './image-codec.ts'

export const imageOpenai: ImageCodec = {
  encode(request, modelId) {
    const { prompt, count, size, quality, background, outputFormat, userId } = request
    // DALL·E answers with URLs unless told; newer models have no such setting.
    const isDalle = /dall-e/.test(modelId)
    return {
      body: {
        model: modelId,
        prompt,
        ...(count === undefined ? {} : { n: count }),
        ...(size === undefined ? {} : { size }),
        ...(quality === undefined ? {} : { quality }),
        ...(background === undefined ? {} : { background }),
        ...(outputFormat === undefined ? {} : { output_format: outputFormat }),
        ...(userId === undefined ? {} : { user: userId }),
        ...(isDalle ? { response_format: 'b64_json' } : {}),
      },
      warnings: warnImageSettings(request, ['seed'], 'This format'),
    }
  },
  decode(body) {
    if (!Array.isArray(body['data'])) return undefined
    const format = readText(body['output_format'])
    const images = readObjects(body['data'])
      .map((item) => readImage(item, format))
      .filter((image) => image !== undefined)
    return { images, usage: readImageUsage(body['usage']) }
  },
}

function readImage(item: JsonObject, format: string | undefined): GeneratedImage | undefined {
  const revised = readText(item['revised_prompt'])
  const words = revised === undefined ? {} : { revisedPrompt: revised }
  const data = readText(item['b64_json'])
  if (data !== undefined) {
    const mediaType = format === undefined ? readImageType(data) : `image/${format}`
    return { kind: 'base64', mediaType, data, ...words }
  }
  const url = readText(item['url'])
  return url === undefined ? undefined : { kind: 'url', url, ...words }
}

function readImageUsage(value: unknown): Usage | undefined {
  const usage = readObject(value)
  const inputTokens = readCount(usage['input_tokens'])
  const outputTokens = readCount(usage['output_tokens'])
  if (inputTokens === undefined && outputTokens === undefined) return undefined
  return {
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
  }
}
