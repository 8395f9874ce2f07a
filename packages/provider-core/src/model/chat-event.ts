/** @file The neutral events of one reply, streamed or whole, that every dialect encodes and decodes. */
import { z } from 'zod'
import { citationSchema, mediaSourceSchema, rawFieldsSchema } from './content.ts'
import { errorInfoSchema } from './error.ts'

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
  /** Part of `inputTokens` that was written to a cache. */
  cacheWriteTokens: z.number().optional(),
  /** Part of `outputTokens` that was reasoning. */
  reasoningTokens: z.number().optional(),
  /** The upstream's own report, where it says more. */
  raw: rawFieldsSchema.optional(),
})
export type Usage = z.infer<typeof usageSchema>

/** Milliseconds from the moment the request was handed to the transport. */
export const timingSchema = z.object({
  /** To the first text, reasoning or tool-call delta; left out when there was none. */
  firstTokenMs: z.number().optional(),
  totalMs: z.number(),
})
export type Timing = z.infer<typeof timingSchema>

export const warningSchema = z.object({ code: z.string(), message: z.string() })
export type Warning = z.infer<typeof warningSchema>

/** One token with its log probability. */
export const tokenLogprobSchema = z.object({
  token: z.string(),
  logprob: z.number(),
  bytes: z.array(z.number()).nullable().optional(),
  top: z
    .array(
      z.object({
        token: z.string(),
        logprob: z.number(),
        bytes: z.array(z.number()).nullable().optional(),
      }),
    )
    .optional(),
})
export type TokenLogprob = z.infer<typeof tokenLogprobSchema>

/**
 * `choice`: index among several choices, left out when it is 0. `block`: number of the part within the
 * reply, in order of its first event; deltas of one part share it, and parts may interleave.
 */
const place = { choice: z.number().int().optional(), block: z.number().int().optional() }

/** Exactly one `finish` or one `error` comes last. */
export const chatEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    id: z.string().optional(),
    model: z.string().optional(),
    /** Unix seconds, where the upstream says so. */
    createdAt: z.number().optional(),
    warnings: z.array(warningSchema).optional(),
  }),
  z.object({ type: z.literal('text-delta'), text: z.string(), ...place }),
  z.object({ type: z.literal('reasoning-delta'), text: z.string(), ...place }),
  /** A proof for the part `block` (reasoning, text or tool call); appended when several come. */
  z.object({ type: z.literal('signature'), signature: z.string(), ...place }),
  /** Hidden reasoning as one opaque part. */
  z.object({ type: z.literal('reasoning-redacted'), data: z.string(), ...place }),
  /** Encrypted reasoning of the part `block`, or a part of its own. */
  z.object({
    type: z.literal('reasoning-encrypted'),
    data: z.string(),
    id: z.string().optional(),
    ...place,
  }),
  z.object({
    type: z.literal('tool-call-start'),
    id: z.string(),
    name: z.string(),
    providerRun: z.boolean().optional(),
    raw: rawFieldsSchema.optional(),
    ...place,
  }),
  /** A piece of the arguments of the call `id`. Calls may interleave. */
  z.object({ type: z.literal('tool-call-delta'), id: z.string(), arguments: z.string(), ...place }),
  z.object({ type: z.literal('tool-call-end'), id: z.string(), ...place }),
  /** A result of a tool that the vendor ran. */
  z.object({
    type: z.literal('tool-result'),
    callId: z.string(),
    value: z.unknown(),
    isError: z.boolean().optional(),
    raw: rawFieldsSchema.optional(),
    ...place,
  }),
  z.object({ type: z.literal('image'), source: mediaSourceSchema, ...place }),
  z.object({
    type: z.literal('audio'),
    /** A piece of the sound; without bytes where only the fields below came. */
    source: mediaSourceSchema,
    transcript: z.string().optional(),
    /** Under which the vendor keeps the sound, to be sent back in its place. */
    id: z.string().optional(),
    /** Until when it does, Unix seconds. */
    expiresAt: z.number().optional(),
    ...place,
  }),
  z.object({ type: z.literal('citation'), citation: citationSchema, ...place }),
  z.object({ type: z.literal('logprobs'), tokens: z.array(tokenLogprobSchema), ...place }),
  /** One of several choices ended; only sent when there are several. */
  z.object({
    type: z.literal('choice-finish'),
    choice: z.number().int(),
    reason: finishReasonSchema,
    rawReason: z.string().optional(),
  }),
  z.object({
    type: z.literal('finish'),
    reason: finishReasonSchema,
    /** The upstream's own word for it. */
    rawReason: z.string().optional(),
    /** Which of the stop sequences was met, where the upstream says so. */
    stopSequence: z.string().optional(),
    usage: usageSchema.optional(),
    serviceTier: z.string().optional(),
    timing: timingSchema.optional(),
  }),
  z.object({
    type: z.literal('error'),
    error: errorInfoSchema,
    /** Of a reply that failed after it had cost something, where the upstream says so. */
    usage: usageSchema.optional(),
  }),
  /** What the decoder has no word for, kept as it came; the same dialect writes it out again. */
  z.object({ type: z.literal('raw'), raw: rawFieldsSchema, ...place }),
])
export type ChatEvent = z.infer<typeof chatEventSchema>
