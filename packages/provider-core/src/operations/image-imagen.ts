/** @file Imagen's `predict`, the same on the Gemini API and on Vertex (source: `@google/genai` 3.1.0 Models). */
import { readObjects, readText } from '../dialects/read-json.ts'
import type { GeneratedImage } from '../model/image.ts'
import { readImageType, warnImageSettings, type ImageCodec } from './image-codec.ts'

export const imageImagen: ImageCodec = {
  encode(request) {
    const { prompt, count, size, seed, outputFormat } = request
    const isRatio = size !== undefined && /^\d+:\d+$/.test(size)
    const isNamed = size !== undefined && /^\d+K$/i.test(size)
    const parameters = {
      sampleCount: count ?? 1,
      ...(isRatio ? { aspectRatio: size } : {}),
      ...(isNamed ? { sampleImageSize: size.toUpperCase() } : {}),
      ...(seed === undefined ? {} : { seed }),
      ...(outputFormat === undefined
        ? {}
        : { outputOptions: { mimeType: `image/${outputFormat}` } }),
    }
    const warnings = warnImageSettings(request, ['quality', 'background', 'userId'], 'Imagen')
    if (size !== undefined && !isRatio && !isNamed) {
      warnings.push({
        code: 'setting-left-out',
        message: `Imagen takes an aspect ratio such as 16:9, or 1K or 2K; the size ${size} was left out.`,
      })
    }
    return { body: { instances: [{ prompt }], parameters }, warnings }
  },
  decode(body) {
    // Google leaves the list out when it held every picture back.
    if (body['predictions'] === undefined) return { images: [], refused: 'it does not say why.' }
    if (!Array.isArray(body['predictions'])) return undefined
    const items = readObjects(body['predictions'])
    const images = items.flatMap((item): GeneratedImage[] => {
      const data = readText(item['bytesBase64Encoded'])
      if (data === undefined) return []
      const mediaType = readText(item['mimeType']) ?? readImageType(data)
      const revisedPrompt = readText(item['prompt'])
      const words = revisedPrompt === undefined ? {} : { revisedPrompt }
      return [{ kind: 'base64', mediaType, data, ...words }]
    })
    const reasons = items.map((item) => readText(item['raiFilteredReason']))
    return { images, refused: reasons.find((reason) => reason !== undefined) }
  },
}
