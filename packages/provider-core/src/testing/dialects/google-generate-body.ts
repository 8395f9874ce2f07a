import { z } from 'zod'
import { checkBody, refuseBody, type ExtraBody } from './body-check.ts'
import type { GenerateCall } from './dialect.ts'

const partKinds = [
  'text',
  'inlineData',
  'fileData',
  'functionCall',
  'functionResponse',
  'executableCode',
  'codeExecutionResult',
] as const

const part = z
  .strictObject({
    text: z.string().optional(),
    thought: z.boolean().optional(),
    thoughtSignature: z.string().optional(),
    inlineData: z.looseObject({ mimeType: z.string(), data: z.string() }).optional(),
    fileData: z.looseObject({ fileUri: z.string() }).optional(),
    functionCall: z.looseObject({ name: z.string().min(1) }).optional(),
    functionResponse: z
      .looseObject({ name: z.string().min(1), response: z.record(z.string(), z.unknown()) })
      .optional(),
    executableCode: z.unknown().optional(),
    codeExecutionResult: z.unknown().optional(),
    videoMetadata: z.unknown().optional(),
    mediaResolution: z.unknown().optional(),
    partMetadata: z.unknown().optional(),
  })
  .refine((value) => partKinds.filter((kind) => value[kind] !== undefined).length === 1, {
    message: `a part needs exactly one of: ${partKinds.join(', ')}`,
  })

const content = z.strictObject({
  role: z.enum(['user', 'model', 'function']),
  parts: z.array(part).min(1, 'contents must not be empty'),
})

const generationConfig = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().min(0).max(1).optional(),
  topK: z.number().optional(),
  candidateCount: z.int().optional(),
  maxOutputTokens: z.int().min(1).optional(),
  stopSequences: z.array(z.string()).max(5).optional(),
  presencePenalty: z.number().optional(),
  frequencyPenalty: z.number().optional(),
  seed: z.int().optional(),
  responseMimeType: z.string().optional(),
  responseSchema: z.looseObject({}).optional(),
  responseJsonSchema: z.unknown().optional(),
  responseModalities: z.array(z.string()).optional(),
  responseLogprobs: z.boolean().optional(),
  logprobs: z.int().optional(),
  mediaResolution: z.string().optional(),
  speechConfig: z.looseObject({}).optional(),
  imageConfig: z.looseObject({}).optional(),
  audioTimestamp: z.boolean().optional(),
  enableEnhancedCivicAnswers: z.boolean().optional(),
  thinkingConfig: z
    .strictObject({
      includeThoughts: z.boolean().optional(),
      thinkingBudget: z.int().optional(),
      thinkingLevel: z.string().optional(),
    })
    .optional(),
})

const generateBody = z.strictObject({
  contents: z.array(content).min(1),
  systemInstruction: z
    .strictObject({ role: z.string().optional(), parts: z.array(part).min(1) })
    .optional(),
  generationConfig: generationConfig.optional(),
  tools: z.array(z.looseObject({})).optional(),
  toolConfig: z.looseObject({}).optional(),
  safetySettings: z.array(z.looseObject({ category: z.string() })).optional(),
  cachedContent: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  serviceTier: z.string().optional(),
  store: z.boolean().optional(),
})

/** Checks a generateContent body; model and streaming stand in the path, not here. */
export function parseGenerateBody(
  body: Record<string, unknown>,
  extraBody: ExtraBody,
): Omit<GenerateCall, 'model' | 'stream'> {
  const parsed = checkBody(generateBody, body, extraBody)
  if (parsed.contents[0]?.role !== 'user') {
    throw refuseBody('body.contents.0: the first role must be user')
  }
  for (const [index, { parts }] of parsed.contents.entries()) {
    const before = parsed.contents[index - 1]
    const answers = parts.filter((entry) => entry.functionResponse !== undefined).length
    const calls = before?.parts.filter((entry) => entry.functionCall !== undefined).length ?? 0
    if (answers !== calls) {
      throw refuseBody(
        `body.contents.${index}: ${answers} functionResponse parts for ${calls} functionCall parts of the turn before`,
      )
    }
  }
  const last = parsed.contents.findLast(({ role }) => role === 'user')
  return {
    userText: (last?.parts ?? []).flatMap((entry) => entry.text ?? []).join('\n'),
    hasSystem: parsed.systemInstruction !== undefined,
  }
}
