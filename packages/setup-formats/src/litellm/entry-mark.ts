/** @file `model_info.patchbay`: what an exported entry is here. LiteLLM keeps such notes and does nothing with them. */
import { dialectIdSchema } from '@patchbay/provider-core/model'
import { z } from 'zod'

export const entryMarkSchema = z.object({
  /** Name of the endpoint. */
  endpoint: z.string().min(1).max(80).optional(),
  /**
   * `model`: one that the endpoint lists; `mapping`: one that it only maps; `alias`: a target of the alias that
   * `model_name` names; `target`: there for a fallback; `mode`, `official`: how a provider is reached.
   */
  as: z.enum(['model', 'mapping', 'alias', 'target', 'mode', 'official']),
  provider: z.string().optional(),
  /** The id that is asked for here, before mapping. */
  model: z.string().min(1).optional(),
  /** A model that the endpoint lists and maps. */
  mapped: z.boolean().optional(),
  /** Where the endpoint names its wire format. */
  dialect: dialectIdSchema.optional(),
})
export type EntryMark = z.infer<typeof entryMarkSchema>
