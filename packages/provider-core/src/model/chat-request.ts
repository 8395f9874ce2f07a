/** @file The neutral chat request that every dialect encodes and decodes. */
import { z } from 'zod'
import { cacheControlSchema, chatMessageSchema, rawFieldsSchema } from './content.ts'

export const toolSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('function'),
    name: z.string(),
    description: z.string().optional(),
    /** JSON Schema of the arguments. */
    parameters: z.record(z.string(), z.unknown()).optional(),
    strict: z.boolean().optional(),
    cacheControl: cacheControlSchema.optional(),
    raw: rawFieldsSchema.optional(),
  }),
  /** A tool that the vendor runs or defines (web search, code execution, computer use): known to its dialect only. */
  z.object({ type: z.literal('provider'), raw: rawFieldsSchema }),
])
export type Tool = z.infer<typeof toolSchema>

export const toolChoiceSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('auto') }),
  z.object({ type: z.literal('none') }),
  z.object({ type: z.literal('required') }),
  z.object({ type: z.literal('tool'), name: z.string() }),
  z.object({ type: z.literal('raw'), raw: rawFieldsSchema }),
])
export type ToolChoice = z.infer<typeof toolChoiceSchema>

export const responseFormatSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json') }),
  z.object({
    type: z.literal('json-schema'),
    name: z.string().optional(),
    description: z.string().optional(),
    schema: z.record(z.string(), z.unknown()),
    strict: z.boolean().optional(),
  }),
])
export type ResponseFormat = z.infer<typeof responseFormatSchema>

/** How much the model may think. Dialects say it as an effort, as a budget, or both. */
export const reasoningSettingsSchema = z.object({
  /** False: thinking is switched off. */
  enabled: z.boolean().optional(),
  /** Words of the vendors: none, minimal, low, medium, high, xhigh, max. */
  effort: z.string().optional(),
  budgetTokens: z.number().int().optional(),
  /** Show the thoughts (Gemini), or a summary of them (Responses: auto, concise, detailed). */
  summary: z.union([z.boolean(), z.string()]).optional(),
  raw: rawFieldsSchema.optional(),
})
export type ReasoningSettings = z.infer<typeof reasoningSettingsSchema>

export const chatRequestSchema = z.object({
  messages: z.array(chatMessageSchema).min(1),
  temperature: z.number().optional(),
  topP: z.number().optional(),
  topK: z.number().int().optional(),
  maxOutputTokens: z.number().int().positive().optional(),
  stop: z.array(z.string()).optional(),
  seed: z.number().int().optional(),
  frequencyPenalty: z.number().optional(),
  presencePenalty: z.number().optional(),
  /** How many choices; left out means 1. */
  choices: z.number().int().positive().optional(),
  /** Log probabilities of the tokens; `top` alternatives of each. */
  logprobs: z.object({ top: z.number().int().optional() }).optional(),
  tools: z.array(toolSchema).optional(),
  toolChoice: toolChoiceSchema.optional(),
  parallelToolCalls: z.boolean().optional(),
  responseFormat: responseFormatSchema.optional(),
  reasoning: reasoningSettingsSchema.optional(),
  /** What may come out, where a model can do more than text. */
  outputModalities: z.array(z.enum(['text', 'image', 'audio'])).optional(),
  serviceTier: z.string().optional(),
  /** Id of the end user, for the vendor's abuse checks. */
  userId: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  /** A usage report at the end of the stream was asked for (OpenAI chat's `stream_options`). */
  includeUsage: z.boolean().optional(),
  /** Fields of the client's own dialect that have no word above; sent where the dialects agree, else warned about. */
  raw: rawFieldsSchema.optional(),
})
export type ChatRequest = z.infer<typeof chatRequestSchema>
