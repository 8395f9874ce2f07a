import { z } from 'zod'
import { checkBody, refuseBody, type ExtraBody } from './body-check.ts'
import type { GenerateCall } from './dialect.ts'

const blockKinds = [
  'text',
  'image',
  'document',
  'video',
  'audio',
  'toolUse',
  'toolResult',
  'reasoningContent',
  'guardContent',
  'cachePoint',
  'citationsContent',
  'searchResult',
] as const

const block = z
  .strictObject({
    text: z.string().min(1, 'text must not be blank').optional(),
    image: z.looseObject({ format: z.string(), source: z.looseObject({}) }).optional(),
    document: z.looseObject({ name: z.string(), source: z.looseObject({}) }).optional(),
    video: z.looseObject({}).optional(),
    audio: z.looseObject({}).optional(),
    toolUse: z
      .looseObject({ toolUseId: z.string().min(1), name: z.string().min(1), input: z.unknown() })
      .optional(),
    toolResult: z
      .looseObject({ toolUseId: z.string().min(1), content: z.array(z.looseObject({})) })
      .optional(),
    reasoningContent: z.looseObject({}).optional(),
    guardContent: z.looseObject({}).optional(),
    cachePoint: z.looseObject({ type: z.string() }).optional(),
    citationsContent: z.looseObject({}).optional(),
    searchResult: z.looseObject({}).optional(),
  })
  .refine((value) => blockKinds.filter((kind) => value[kind] !== undefined).length === 1, {
    message: `a content block needs exactly one of: ${blockKinds.join(', ')}`,
  })

const message = z.strictObject({
  role: z.enum(['user', 'assistant']),
  content: z.array(block).min(1),
})

const converseBody = z.strictObject({
  messages: z.array(message).min(1),
  system: z.array(z.looseObject({ text: z.string().min(1).optional() })).optional(),
  inferenceConfig: z
    .strictObject({
      maxTokens: z.int().min(1).optional(),
      temperature: z.number().min(0).max(1).optional(),
      topP: z.number().min(0).max(1).optional(),
      stopSequences: z.array(z.string().min(1)).optional(),
    })
    .optional(),
  toolConfig: z.looseObject({ tools: z.array(z.looseObject({})).min(1) }).optional(),
  guardrailConfig: z.looseObject({}).optional(),
  additionalModelRequestFields: z.looseObject({}).optional(),
  additionalModelResponseFieldPaths: z.array(z.string()).optional(),
  promptVariables: z.looseObject({}).optional(),
  requestMetadata: z.record(z.string(), z.string()).optional(),
  performanceConfig: z.looseObject({}).optional(),
  serviceTier: z.looseObject({}).optional(),
  outputConfig: z.looseObject({}).optional(),
})

type ConverseBody = z.infer<typeof converseBody>

/** Checks a Converse body; the model id and streaming stand in the path. */
export function parseConverseBody(
  body: Record<string, unknown>,
  extraBody: ExtraBody,
): Omit<GenerateCall, 'model' | 'stream'> {
  const parsed = checkBody(converseBody, body, extraBody)
  if (parsed.messages[0]?.role !== 'user') {
    throw refuseBody('body.messages.0: a conversation must start with a user message')
  }
  for (const [index, entry] of parsed.messages.entries()) checkTurn(parsed, index, entry)
  const last = parsed.messages.findLast(({ role }) => role === 'user')
  return {
    userText: (last?.content ?? []).flatMap((entry) => entry.text ?? []).join('\n'),
    hasSystem: (parsed.system ?? []).length > 0,
  }
}

function checkTurn(
  body: ConverseBody,
  index: number,
  { role, content }: ConverseBody['messages'][number],
): void {
  const before = body.messages[index - 1]
  if (role === before?.role) {
    throw refuseBody(`body.messages.${index}: user and assistant messages must alternate`)
  }
  const calls = before?.content.flatMap((entry) => entry.toolUse?.toolUseId ?? []) ?? []
  const results = content.flatMap((entry) => entry.toolResult?.toolUseId ?? [])
  if (calls.toSorted().join() !== results.toSorted().join()) {
    throw refuseBody(
      `body.messages.${index}: toolResult ids [${results.join(', ')}] must match toolUse ids [${calls.join(', ')}] of the turn before`,
    )
  }
  const usesTools = content.some((entry) => entry.toolUse ?? entry.toolResult)
  if (usesTools && body.toolConfig === undefined) {
    throw refuseBody('body.toolConfig must be defined when messages use tools')
  }
}
