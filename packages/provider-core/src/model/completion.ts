/** @file The neutral request of legacy text completion. Its reply is told in chat events. */
import { z } from 'zod'

export const completionRequestSchema = z.object({
  prompt: z.string(),
  /** What comes behind the text to be filled in. */
  suffix: z.string().optional(),
  /** Repeats the prompt before the completion. */
  echo: z.boolean().optional(),
  maxOutputTokens: z.number().int().positive().optional(),
  temperature: z.number().optional(),
  topP: z.number().optional(),
  stop: z.array(z.string()).optional(),
  seed: z.number().int().optional(),
  frequencyPenalty: z.number().optional(),
  presencePenalty: z.number().optional(),
  /** How many choices; left out means 1. */
  choices: z.number().int().positive().optional(),
  /** Log probabilities of this many tokens at each place. */
  logprobs: z.number().int().nonnegative().optional(),
  /** Id of the end user, for the vendor's abuse checks. */
  userId: z.string().optional(),
})
export type CompletionRequest = z.infer<typeof completionRequestSchema>
