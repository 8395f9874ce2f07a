/** @file Servers that run on this machine: the part of the contract that finds and adds them. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { endpointSummarySchema } from '@patchbay/provider-core/model'

export const serverKinds = ['ollama', 'lm-studio', 'vllm', 'llama-cpp', 'litellm'] as const
export const serverKindSchema = z.enum(serverKinds)
export type ServerKind = z.infer<typeof serverKindSchema>

export const foundServerSchema = z.object({
  /** By its own answers; `openai-compatible` where they name no product. */
  kind: z.enum([...serverKinds, 'openai-compatible']),
  /** "Ollama", or "OpenAI-compatible server on port 8000". */
  name: z.string(),
  /** Such as `http://127.0.0.1:11434/v1`. */
  baseUrl: z.string(),
  /** Empty where it wants a key before it tells. */
  models: z.array(z.string()),
  wantsKey: z.boolean(),
  /** Milliseconds to its first answer. */
  answeredMs: z.number(),
  /** Id of the custom provider that has this address already. */
  endpointId: z.string().optional(),
  /** The person does not want it offered among the custom providers. */
  dismissed: z.boolean(),
})
export type FoundServer = z.infer<typeof foundServerSchema>

export const discoveryContract = {
  /** Looks at the well-known ports of this machine; takes a second, two at most. `fresh`: does not take an answer of a moment ago. */
  find: oc
    .input(z.object({ fresh: z.boolean().default(false) }))
    .output(z.array(foundServerSchema)),
  /** Saves what answers at this address as a custom provider; gives the one that has the address already, if any. */
  add: oc.input(z.object({ baseUrl: z.string() })).output(endpointSummarySchema),
  /** No longer offers these addresses, or offers all of them again. */
  dismiss: oc.input(z.object({ baseUrls: z.array(z.string()).max(100) })).output(z.void()),
  restore: oc.output(z.void()),
}
