/** @file The neutral request for vectors of texts, and its result. */
import { z } from 'zod'
import { usageSchema, warningSchema } from './chat-event.ts'

export const embeddingRequestSchema = z.object({
  texts: z.array(z.string().min(1)).min(1),
  /** Length of each vector; left out means the model's own. */
  dimensions: z.number().int().positive().optional(),
  /**
   * What the vectors are for, in the vendor's words: Google's task types (`RETRIEVAL_QUERY`), Cohere's
   * input types (`search_query`).
   */
  taskType: z.string().min(1).optional(),
  /** Id of the end user, for the vendor's abuse checks. */
  userId: z.string().optional(),
})
export type EmbeddingRequest = z.infer<typeof embeddingRequestSchema>

export const embeddingResultSchema = z.object({
  /** One for each text, in the order of the request. */
  vectors: z.array(z.array(z.number())),
  /** The model as the upstream names it. */
  model: z.string().optional(),
  /** Added up where several requests were needed. */
  usage: usageSchema.optional(),
  warnings: z.array(warningSchema),
})
export type EmbeddingResult = z.infer<typeof embeddingResultSchema>
