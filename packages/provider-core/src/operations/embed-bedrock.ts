/**
 * @file Embeddings on Bedrock, each family with a body of its own behind `invoke`: Amazon Titan (one text a
 * call) and Cohere. Sources: Bedrock user guide "Amazon Titan Embeddings Text", "Cohere Embed models".
 */
import { ProviderError } from '../errors/provider-error.ts'
import { readCount, readObject } from '../dialects/read-json.ts'
import type { EmbeddingRequest } from '../model/embedding.ts'
import {
  groupTexts,
  readVectors,
  warnLeftOut,
  type EmbedCodec,
  type EncodedEmbedding,
} from './embed-codec.ts'

/** Cohere takes at most this many texts a call. */
const maxCohereTexts = 96

export const embedBedrock: EmbedCodec = {
  encode(request, modelId) {
    if (/cohere\.embed/.test(modelId)) return encodeCohere(request, modelId)
    if (/titan-embed/.test(modelId)) return encodeTitan(request, modelId)
    throw new ProviderError({
      code: 'invalid-request',
      message: `Embeddings on Bedrock are known for Amazon Titan (amazon.titan-embed-…) and Cohere (cohere.embed-…), not for ${modelId}.`,
    })
  },
  decode(body) {
    const inputTokens = readCount(body['inputTextTokenCount'])
    const usage = inputTokens === undefined ? undefined : { inputTokens }
    const { embedding, embeddings } = body
    if (embedding !== undefined) {
      const vectors = readVectors([embedding])
      return vectors === undefined ? undefined : { vectors, usage }
    }
    // Embed v4 groups the vectors by their type.
    const list = Array.isArray(embeddings) ? embeddings : readObject(embeddings)['float']
    const vectors = Array.isArray(list) ? readVectors(list) : undefined
    return vectors === undefined ? undefined : { vectors, usage }
  },
}

/** Dimensions are a setting since the second version. */
function encodeTitan(request: EmbeddingRequest, modelId: string): EncodedEmbedding {
  const { dimensions } = request
  const requests = request.texts.map((inputText) => ({
    operation: { kind: 'embed', modelId } as const,
    body: { inputText, ...(dimensions === undefined ? {} : { dimensions }) },
    texts: 1,
  }))
  return { requests, warnings: warnLeftOut(request, ['taskType', 'userId'], 'Titan') }
}

/** `input_type` must be given; a text to be found is what is usually embedded. Dimensions came with v4. */
function encodeCohere(request: EmbeddingRequest, modelId: string): EncodedEmbedding {
  const { dimensions, taskType } = request
  const hasDimensions = !/embed-(?:english|multilingual)/.test(modelId)
  const requests = groupTexts(request.texts, maxCohereTexts).map((texts) => ({
    operation: { kind: 'embed', modelId } as const,
    body: {
      texts,
      input_type: taskType?.toLowerCase() ?? 'search_document',
      embedding_types: ['float'],
      ...(dimensions === undefined || !hasDimensions ? {} : { output_dimension: dimensions }),
    },
    texts: texts.length,
  }))
  const left = hasDimensions ? (['userId'] as const) : (['userId', 'dimensions'] as const)
  return { requests, warnings: warnLeftOut(request, left, 'This Cohere model') }
}
