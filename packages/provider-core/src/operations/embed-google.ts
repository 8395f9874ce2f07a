/** @file Embeddings of the Gemini API: one text by `embedContent`, several by `batchEmbedContents` (source: `@google/genai` 3.1.0). */
import { readCount, readObject, readObjects } from '../dialects/read-json.ts'
import type { JsonObject } from '../dialects/dialect.ts'
import type { EmbeddingRequest } from '../model/embedding.ts'
import { groupTexts, readVectors, warnLeftOut, type EmbedCodec } from './embed-codec.ts'

/** The Gemini API takes at most this many a batch. */
const maxTexts = 100

export const embedGoogle: EmbedCodec = {
  encode(request, modelId) {
    const model = /^(?:models|tunedModels)\//.test(modelId) ? modelId : `models/${modelId}`
    const item = (text: string): JsonObject => ({
      model,
      content: { parts: [{ text }] },
      ...encodeGoogleSettings(request),
    })
    const requests = groupTexts(request.texts, maxTexts).map((texts) => {
      const [first = ''] = texts
      const method = texts.length === 1 ? 'embedContent' : 'batchEmbedContents'
      return {
        operation: { kind: 'embed', modelId, method } as const,
        body: texts.length === 1 ? item(first) : { requests: texts.map(item) },
        texts: texts.length,
      }
    })
    return { requests, warnings: warnLeftOut(request, ['userId'], 'The Gemini API') }
  },
  decode(body) {
    return decodeEmbedContent(body)
  },
}

/** The settings of `embedContent`, as they stand beside the content. */
export function encodeGoogleSettings({ taskType, dimensions }: EmbeddingRequest): JsonObject {
  return {
    ...(taskType === undefined ? {} : { taskType }),
    ...(dimensions === undefined ? {} : { outputDimensionality: dimensions }),
  }
}

/** The answer of `embedContent` or `batchEmbedContents`, on Vertex too. */
export function decodeEmbedContent(body: JsonObject): ReturnType<EmbedCodec['decode']> {
  const one = readObject(body['embedding'])
  const values = Array.isArray(body['embeddings'])
    ? readObjects(body['embeddings']).map((embedding) => embedding['values'])
    : [one['values']]
  const vectors = readVectors(values)
  if (vectors === undefined) return undefined
  const inputTokens = readCount(readObject(body['usageMetadata'])['promptTokenCount'])
  return {
    vectors,
    usage: inputTokens === undefined ? undefined : { inputTokens },
    truncated: body['truncated'] === true,
  }
}
