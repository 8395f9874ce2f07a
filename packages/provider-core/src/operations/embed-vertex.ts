/**
 * @file Embeddings of Vertex: `predict` for the text models, `embedContent` for newer Gemini ones
 * (sources: `@google/genai` 3.1.0 Models; Google "Text embeddings API").
 */
import { readCount, readObject, readObjects } from '../dialects/read-json.ts'
import type { JsonObject } from '../dialects/dialect.ts'
import type { EmbeddingRequest } from '../model/embedding.ts'
import {
  groupTexts,
  readVectors,
  warnLeftOut,
  type EmbedCodec,
  type EncodedEmbedRequest,
} from './embed-codec.ts'
import { decodeEmbedContent, encodeGoogleSettings } from './embed-google.ts'

/** Instances that `predict` takes; Gemini models take one. */
const maxInstances = 250

export const embedVertex: EmbedCodec = {
  encode(request, modelId) {
    const isGemini = /gemini/.test(modelId)
    const groups = groupTexts(request.texts, isGemini ? 1 : maxInstances)
    const encode = usesEmbedContent(modelId) ? encodeContent : encodePrediction
    const requests = groups.map((texts) => encode(texts, request, modelId))
    return { requests, warnings: warnLeftOut(request, ['userId'], 'Vertex') }
  },
  decode(body) {
    return Array.isArray(body['predictions']) ? decodePrediction(body) : decodeEmbedContent(body)
  },
}

/** As Google's own SDK tells them apart. */
function usesEmbedContent(modelId: string): boolean {
  return (
    (/gemini/.test(modelId) && !modelId.endsWith('gemini-embedding-001')) || /maas/.test(modelId)
  )
}

function encodeContent(
  texts: readonly string[],
  request: EmbeddingRequest,
  modelId: string,
): EncodedEmbedRequest {
  const settings = encodeGoogleSettings(request)
  return {
    operation: { kind: 'embed', modelId, method: 'embedContent' },
    body: {
      content: { role: 'user', parts: texts.map((text) => ({ text })) },
      ...(Object.keys(settings).length === 0 ? {} : { embedContentConfig: settings }),
    },
    texts: texts.length,
  }
}

function encodePrediction(
  texts: readonly string[],
  { taskType, dimensions }: EmbeddingRequest,
  modelId: string,
): EncodedEmbedRequest {
  return {
    operation: { kind: 'embed', modelId, method: 'predict' },
    body: {
      instances: texts.map((content) => ({
        content,
        ...(taskType === undefined ? {} : { task_type: taskType }),
      })),
      ...(dimensions === undefined ? {} : { parameters: { outputDimensionality: dimensions } }),
    },
    texts: texts.length,
  }
}

function decodePrediction(body: JsonObject): ReturnType<EmbedCodec['decode']> {
  const embeddings = readObjects(body['predictions']).map((item) => readObject(item['embeddings']))
  const vectors = readVectors(embeddings.map((embedding) => embedding['values']))
  if (vectors === undefined) return undefined
  const statistics = embeddings.map((embedding) => readObject(embedding['statistics']))
  const counts = statistics
    .map((item) => readCount(item['token_count']))
    .filter((count): count is number => count !== undefined)
  return {
    vectors,
    usage:
      counts.length === 0
        ? undefined
        : { inputTokens: counts.reduce((sum, count) => sum + count, 0) },
    truncated: statistics.some((item) => item['truncated'] === true),
  }
}
