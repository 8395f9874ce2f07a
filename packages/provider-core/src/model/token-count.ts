/** @file How many tokens a chat request has before it is sent. */
import { z } from 'zod'
import { warningSchema } from './chat-event.ts'

export const tokenCountSchema = z.object({
  inputTokens: z.number().int().nonnegative(),
  /** Part of `inputTokens` that is in a cache, where the upstream says so. */
  cachedInputTokens: z.number().int().nonnegative().optional(),
  warnings: z.array(warningSchema),
})
export type TokenCount = z.infer<typeof tokenCountSchema>
