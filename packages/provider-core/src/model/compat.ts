/** @file How a server that speaks OpenAI chat differs from OpenAI's own: data of the endpoint, never sniffed. */
import { z } from 'zod'

export const compatSchema = z.object({
  /** True: system text that its client calls "developer" keeps that role. Left out: it is sent as `system`. */
  developerRole: z.boolean().optional(),
  /** Name of the output limit; left out means `max_tokens`, which more servers know. */
  maxTokensField: z.enum(['max_tokens', 'max_completion_tokens']).optional(),
  /** False: the server refuses `stream_options`. */
  streamOptions: z.boolean().optional(),
  /** True: text, too, is sent as a list of parts. Left out: as a string wherever it can be. */
  arrayContent: z.boolean().optional(),
  /** Field in which the server takes reasoning of earlier replies back; left out: in the field it came in, or not at all. */
  reasoningField: z.enum(['reasoning_content', 'reasoning', 'reasoning_details']).optional(),
})
export type Compat = z.infer<typeof compatSchema>
