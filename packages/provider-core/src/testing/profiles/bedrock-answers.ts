/** @file Bedrock's embedding models behind `invoke`, and its token count. */
import type { CountTokensCommandOutput } from '@aws-sdk/client-bedrock-runtime'
import { z } from 'zod'
import { checkBody, type ExtraBody } from '../dialects/body-check.ts'
import { parseConverseBody } from '../dialects/bedrock-converse-body.ts'
import { fakeCount, fakeTokens, fakeVector } from './fake-results.ts'
import type { Operation } from './profile.ts'

const titanBody = z.strictObject({
  inputText: z.string().min(1),
  dimensions: z.union([z.literal(256), z.literal(512), z.literal(1024)]).optional(),
  normalize: z.boolean().optional(),
})
const cohereBody = z.strictObject({
  texts: z.array(z.string().min(1)).min(1).max(96),
  input_type: z.enum(['search_document', 'search_query', 'classification', 'clustering']),
  embedding_types: z.array(z.enum(['float', 'int8', 'uint8', 'binary', 'ubinary'])).optional(),
  output_dimension: z.int().optional(),
  truncate: z.enum(['NONE', 'LEFT', 'RIGHT', 'START', 'END']).optional(),
})
const countBody = z.strictObject({
  input: z.strictObject({ converse: z.looseObject({ messages: z.array(z.unknown()).min(1) }) }),
})

/** True for models whose `invoke` embeds. */
export function isEmbeddingModel(model: string): boolean {
  return model.includes('titan-embed') || model.includes('cohere.embed')
}

export function answerInvokeEmbedding(
  model: string,
  body: Record<string, unknown>,
  extraBody: ExtraBody,
): Operation {
  const answer = (found: object): Operation => ({
    kind: 'answer',
    name: 'invoke embedding',
    model,
    body: found,
  })
  if (model.includes('titan-embed')) {
    const { inputText, dimensions } = checkBody(titanBody, body, extraBody)
    const embedding = fakeVector(inputText, dimensions)
    return answer({ embedding, inputTextTokenCount: fakeTokens(inputText) })
  }
  const call = checkBody(cohereBody, body, extraBody)
  const vectors = call.texts.map((text) => fakeVector(text, call.output_dimension))
  return answer({
    id: 'fake',
    response_type: 'embeddings_by_type',
    embeddings: call.embedding_types === undefined ? vectors : { float: vectors },
    texts: call.texts,
  })
}

export function answerCount(model: string, body: Record<string, unknown>): Operation {
  const { input } = checkBody(countBody, body, undefined)
  parseConverseBody(input.converse, undefined)
  const answer: Omit<CountTokensCommandOutput, '$metadata'> = { inputTokens: fakeCount }
  return { kind: 'answer', name: 'count-tokens', model, body: answer }
}
