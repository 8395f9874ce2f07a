/** @file Embeddings of OpenAI, Azure and servers that speak like them (source: openai-node 7.55 `resources/embeddings`). */
import { readCount, readObject, readObjects, readText } from '../dialects/read-json.ts'
import type { JsonObject } from '../dialects/dialect.ts'
import { readVector, warnLeftOut, groupTexts, type EmbedCodec } from './embed-codec.ts'

/** OpenAI takes at most this many texts a request. */
const maxTexts = 2048

export const embedOpenai: EmbedCodec = {
  encode(request, modelId) {
    const { dimensions, userId } = request
    const requests = groupTexts(request.texts, maxTexts).map((texts) => ({
      operation: { kind: 'embed', modelId } as const,
      body: {
        model: modelId,
        input: texts,
        // A fifth of the bytes of decimal text. Servers that know only floats answer with floats.
        encoding_format: 'base64',
        ...(dimensions === undefined ? {} : { dimensions }),
        ...(userId === undefined ? {} : { user: userId }),
      },
      texts: texts.length,
    }))
    return { requests, warnings: warnLeftOut(request, ['taskType'], 'This format') }
  },
  decode(body) {
    if (!Array.isArray(body['data'])) return undefined
    const items = readObjects(body['data'])
    const ordered = items
      .map((item, position) => ({ item, index: readCount(item['index']) ?? position }))
      .toSorted((a, b) => a.index - b.index)
    const vectors = ordered.map(({ item }) => readEmbedding(item))
    const usage = readObject(body['usage'])
    const inputTokens = readCount(usage['prompt_tokens']) ?? readCount(usage['total_tokens'])
    return {
      vectors: vectors.filter((vector) => vector !== undefined),
      model: readText(body['model']),
      usage: inputTokens === undefined ? undefined : { inputTokens },
    }
  },
}

/** Floats, or little-endian 32-bit floats in base64. */
function readEmbedding({ embedding }: JsonObject): number[] | undefined {
  if (typeof embedding !== 'string') return readVector(embedding)
  const bytes = Buffer.from(embedding, 'base64')
  if (bytes.byteLength % 4 !== 0) return undefined
  return Array.from({ length: bytes.byteLength / 4 }, (_, index) => bytes.readFloatLE(index * 4))
}
