/** @file The neutral request for pictures, and its result. */
import { z } from 'zod'
import { usageSchema, warningSchema } from './chat-event.ts'

export const imageRequestSchema = z.object({
  prompt: z.string().min(1),
  /** How many; left out means 1. */
  count: z.number().int().positive().optional(),
  /** `1024x1024` as OpenAI says it, an aspect ratio (`16:9`) as Google does, or a word such as `auto`. */
  size: z.string().min(1).optional(),
  /** The vendor's word: `low`, `high`, `hd`, … */
  quality: z.string().min(1).optional(),
  background: z.enum(['transparent', 'opaque', 'auto']).optional(),
  outputFormat: z.enum(['png', 'jpeg', 'webp']).optional(),
  seed: z.number().int().optional(),
  /** Id of the end user, for the vendor's abuse checks. */
  userId: z.string().optional(),
})
export type ImageRequest = z.infer<typeof imageRequestSchema>

export const generatedImageSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('base64'),
    mediaType: z.string(),
    data: z.string(),
    /** What the vendor made of the prompt. */
    revisedPrompt: z.string().optional(),
  }),
  /** Left on the vendor's host, often for an hour only. */
  z.object({
    kind: z.literal('url'),
    url: z.string(),
    mediaType: z.string().optional(),
    revisedPrompt: z.string().optional(),
  }),
])
export type GeneratedImage = z.infer<typeof generatedImageSchema>

export const imageResultSchema = z.object({
  images: z.array(generatedImageSchema),
  /** What the model said beside the pictures. */
  text: z.string().optional(),
  usage: usageSchema.optional(),
  warnings: z.array(warningSchema),
})
export type ImageResult = z.infer<typeof imageResultSchema>
