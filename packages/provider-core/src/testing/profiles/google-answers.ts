/** @file Google's embeddings, Imagen and token counts, of the Gemini API and of Vertex. */
import { z } from 'zod'
import { checkBody, refuseBody, type ExtraBody } from '../dialects/body-check.ts'
import { fakeCount, fakePng, fakeTokens, fakeVector } from './fake-results.ts'
import type { Operation } from './profile.ts'

const content = z.strictObject({
  role: z.literal('user').optional(),
  parts: z.array(z.strictObject({ text: z.string().min(1) })).length(1),
})
const settings = {
  taskType: z
    .string()
    .regex(/^[A-Z_]+$/)
    .optional(),
  outputDimensionality: z.int().min(1).optional(),
}
const embedBody = z.strictObject({ model: z.string().optional(), content, ...settings })
const batchBody = z.strictObject({
  requests: z
    .array(embedBody.extend({ model: z.string() }))
    .min(1)
    .max(100),
})
const vertexEmbedBody = z.strictObject({
  content: content.extend({ role: z.literal('user') }),
  embedContentConfig: z.strictObject(settings).optional(),
})
const predictBody = z.strictObject({
  instances: z
    .array(z.strictObject({ content: z.string().min(1), task_type: z.string().optional() }))
    .min(1)
    .max(250),
  parameters: z.strictObject({ outputDimensionality: z.int().min(1).optional() }).optional(),
})
const imagenBody = z.strictObject({
  instances: z.array(z.strictObject({ prompt: z.string().min(1) })).length(1),
  parameters: z.strictObject({
    sampleCount: z.int().min(1).max(4),
    aspectRatio: z.enum(['1:1', '3:4', '4:3', '9:16', '16:9']).optional(),
    sampleImageSize: z.enum(['1K', '2K']).optional(),
    seed: z.int().optional(),
    outputOptions: z.strictObject({ mimeType: z.enum(['image/png', 'image/jpeg']) }).optional(),
  }),
})
const contents = z.array(z.looseObject({ parts: z.array(z.looseObject({})).min(1) })).min(1)
const geminiCountBody = z.union([
  z.strictObject({ contents }),
  z.strictObject({ generateContentRequest: z.looseObject({ model: z.string(), contents }) }),
])
const vertexCountBody = z.strictObject({
  contents,
  systemInstruction: z.looseObject({}).optional(),
  tools: z.array(z.looseObject({})).optional(),
  generationConfig: z.looseObject({}).optional(),
})

interface Target {
  readonly platform: 'gemini' | 'vertex'
  readonly model: string
  readonly method: string
  readonly extraBody: ExtraBody
}

/** Methods besides generateContent. */
export const googleAnswerMethods = ['embedContent', 'batchEmbedContents', 'predict', 'countTokens']

/** Answers one of {@link googleAnswerMethods}. */
export function answerGoogle(body: Record<string, unknown>, target: Target): Operation {
  const answer = (found: object): Operation => ({
    kind: 'answer',
    name: target.method,
    model: target.model,
    body: found,
  })
  if (target.method === 'countTokens') return answer(count(body, target))
  if (target.method === 'predict') return answer(predict(body, target))
  return answer(target.platform === 'vertex' ? embedVertex(body, target) : embed(body, target))
}

function count(body: Record<string, unknown>, { platform, extraBody }: Target): object {
  if (platform === 'vertex') {
    checkBody(vertexCountBody, body, extraBody)
    return { totalTokens: fakeCount, totalBillableCharacters: 100 }
  }
  const parsed = geminiCountBody.safeParse(body)
  if (!parsed.success) throw refuseBody(`body: ${parsed.error.message}`)
  return { totalTokens: fakeCount }
}

function predict(body: Record<string, unknown>, { model, platform, extraBody }: Target): object {
  if (model.startsWith('imagen')) {
    const { parameters } = checkBody(imagenBody, body, extraBody)
    const mimeType = parameters.outputOptions?.mimeType ?? 'image/png'
    return {
      predictions: Array.from({ length: parameters.sampleCount }, () => ({
        mimeType,
        bytesBase64Encoded: fakePng,
      })),
    }
  }
  if (platform === 'gemini') throw refuseBody(`model ${model} has no predict here`)
  const { instances, parameters } = checkBody(predictBody, body, extraBody)
  if (model.startsWith('gemini') && instances.length > 1) {
    throw refuseBody('body.instances: this model takes one instance a request')
  }
  return {
    predictions: instances.map(({ content: text }) => ({
      embeddings: {
        values: fakeVector(text, parameters?.outputDimensionality),
        statistics: { token_count: fakeTokens(text), truncated: false },
      },
    })),
  }
}

function embedVertex(body: Record<string, unknown>, { extraBody }: Target): object {
  const call = checkBody(vertexEmbedBody, body, extraBody)
  const text = call.content.parts[0]?.text ?? ''
  return {
    embedding: { values: fakeVector(text, call.embedContentConfig?.outputDimensionality) },
    usageMetadata: { promptTokenCount: fakeTokens(text) },
  }
}

function embed(body: Record<string, unknown>, { model, method, extraBody }: Target): object {
  const encode = (call: z.infer<typeof embedBody>) => {
    if (call.model !== undefined && call.model !== `models/${model}`) {
      throw refuseBody(`body.model: expected models/${model}, got ${call.model}`)
    }
    return { values: fakeVector(call.content.parts[0]?.text ?? '', call.outputDimensionality) }
  }
  if (method === 'embedContent') {
    return { embedding: encode(checkBody(embedBody, body, extraBody)) }
  }
  return { embeddings: checkBody(batchBody, body, extraBody).requests.map(encode) }
}
