/** @file OpenAI's embeddings and images, on Azure too: strict bodies in, declared shapes out. */
import type { CreateEmbeddingResponse } from 'openai/resources/embeddings.js'
import type { ImagesResponse } from 'openai/resources/images.js'
import { z } from 'zod'
import { checkBody, refuseBody, type ExtraBody } from '../dialects/body-check.ts'
import { fakeCreatedAt } from '../dialects/dialect.ts'
import { fakePng, fakeTokens, fakeVector } from './fake-results.ts'
import type { Operation } from './profile.ts'

const embeddingBody = z.strictObject({
  model: z.string().min(1),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(2048)]),
  encoding_format: z.enum(['float', 'base64']).optional(),
  dimensions: z.int().min(1).optional(),
  user: z.string().optional(),
})

const imageBody = z.strictObject({
  model: z.string().min(1),
  prompt: z.string().min(1),
  n: z.int().min(1).max(10).optional(),
  size: z
    .string()
    .regex(/^(?:auto|\d+x\d+)$/)
    .optional(),
  quality: z.enum(['low', 'medium', 'high', 'auto', 'standard', 'hd']).optional(),
  background: z.enum(['transparent', 'opaque', 'auto']).optional(),
  output_format: z.enum(['png', 'jpeg', 'webp']).optional(),
  response_format: z.enum(['url', 'b64_json']).optional(),
  user: z.string().optional(),
})

/** Answers `/embeddings`. The vectors come in reverse order: only their index says whose they are. */
export function answerEmbeddings(body: Record<string, unknown>, extraBody: ExtraBody): Operation {
  const call = checkBody(embeddingBody, body, extraBody)
  const texts = typeof call.input === 'string' ? [call.input] : call.input
  const tokens = texts.reduce((sum, text) => sum + fakeTokens(text), 0)
  const data = texts.map((text, index) => ({
    object: 'embedding' as const,
    index,
    embedding: encodeVector(fakeVector(text, call.dimensions), call.encoding_format),
  }))
  const answer: Omit<CreateEmbeddingResponse, 'data'> & { data: object[] } = {
    object: 'list',
    data: data.toReversed(),
    model: call.model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }
  return { kind: 'answer', name: 'embeddings', model: call.model, body: answer }
}

/** Answers `/images/generations`. Newer models refuse `response_format`, as OpenAI's do. */
export function answerImages(body: Record<string, unknown>, extraBody: ExtraBody): Operation {
  const call = checkBody(imageBody, body, extraBody)
  const isDalle = call.model.includes('dall-e')
  if (!isDalle && call.response_format !== undefined) {
    throw refuseBody('body.response_format: unknown parameter')
  }
  const asUrl = isDalle && call.response_format !== 'b64_json'
  const image = asUrl ? { url: 'https://images.invalid/1.png' } : { b64_json: fakePng }
  const answer: ImagesResponse = {
    created: fakeCreatedAt,
    data: Array.from({ length: call.n ?? 1 }, () => image),
    usage: {
      input_tokens: 7,
      output_tokens: 11,
      total_tokens: 18,
      input_tokens_details: { text_tokens: 7, image_tokens: 0 },
    },
  }
  return { kind: 'answer', name: 'images', model: call.model, body: answer }
}

function encodeVector(vector: number[], format: 'float' | 'base64' = 'float'): number[] | string {
  if (format === 'float') return vector
  return Buffer.from(new Float32Array(vector).buffer).toString('base64')
}
