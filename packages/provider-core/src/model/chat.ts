/**
 * @file The neutral chat request and events that every dialect encodes to and decodes from. Unknown
 * fields ride along in `raw`; what a target cannot express becomes a warning.
 */
import { z } from 'zod'
import { errorInfoSchema } from './error.ts'

export const textPartSchema = z.object({ type: z.literal('text'), text: z.string() })
/** Reasoning ("thinking") of an earlier reply; `signature` is the vendor's proof, replayed unchanged. */
export const reasoningPartSchema = z.object({
  type: z.literal('reasoning'),
  text: z.string(),
  signature: z.string().optional(),
})
export const contentPartSchema = z.discriminatedUnion('type', [textPartSchema, reasoningPartSchema])
export type ContentPart = z.infer<typeof contentPartSchema>

export const chatMessageSchema = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.array(contentPartSchema),
})
export type ChatMessage = z.infer<typeof chatMessageSchema>

export const chatRequestSchema = z.object({
  messages: z.array(chatMessageSchema).min(1),
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().min(0).max(1).optional(),
  maxOutputTokens: z.number().int().positive().optional(),
  stop: z.array(z.string()).optional(),
  /** Fields of the client's own dialect that we do not know, passed along where dialects agree. */
  raw: z.record(z.string(), z.unknown()).optional(),
})
export type ChatRequest = z.infer<typeof chatRequestSchema>

export const finishReasonSchema = z.enum([
  'stop',
  'length',
  'tool-calls',
  'content-filter',
  'other',
])
export type FinishReason = z.infer<typeof finishReasonSchema>

/** Token counts as the upstream reported them; what it did not report is left out. */
export const usageSchema = z.object({
  /** All input, cache reads and writes included, also where the upstream counts those apart. */
  inputTokens: z.number().optional(),
  /** All output, reasoning included, also where the upstream counts it apart. */
  outputTokens: z.number().optional(),
  /** Part of `inputTokens` that came from a cache. */
  cachedInputTokens: z.number().optional(),
  /** Part of `outputTokens` that was reasoning. */
  reasoningTokens: z.number().optional(),
})
export type Usage = z.infer<typeof usageSchema>

/** Milliseconds from the moment the request was handed to the transport. */
export const timingSchema = z.object({
  /** To the first text or reasoning delta; left out when there was none. */
  firstTokenMs: z.number().optional(),
  totalMs: z.number(),
})
export type Timing = z.infer<typeof timingSchema>

export const warningSchema = z.object({ code: z.string(), message: z.string() })
export type Warning = z.infer<typeof warningSchema>

/**
 * Events of one reply, streamed or whole. Exactly one `finish` or one `error` comes last.
 * `choice` is the index among several choices and is left out when it is 0.
 */
export const chatEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    id: z.string().optional(),
    model: z.string().optional(),
    warnings: z.array(warningSchema).optional(),
  }),
  z.object({ type: z.literal('text-delta'), text: z.string(), choice: z.number().optional() }),
  z.object({ type: z.literal('reasoning-delta'), text: z.string(), choice: z.number().optional() }),
  /** A signature for the reasoning so far; appended when several come. */
  z.object({
    type: z.literal('reasoning-signature'),
    signature: z.string(),
    choice: z.number().optional(),
  }),
  z.object({
    type: z.literal('finish'),
    reason: finishReasonSchema,
    /** The upstream's own word for it. */
    rawReason: z.string().optional(),
    usage: usageSchema.optional(),
    timing: timingSchema.optional(),
  }),
  z.object({ type: z.literal('error'), error: errorInfoSchema }),
  /** What the decoder does not know, kept as it came. */
  z.object({ type: z.literal('raw'), value: z.unknown() }),
])
export type ChatEvent = z.infer<typeof chatEventSchema>
