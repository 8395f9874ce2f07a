/** @file Anthropic's token count, on its own API and on the clouds. */
import type { MessageTokensCount } from '@anthropic-ai/sdk/resources/messages/messages.js'
import { z } from 'zod'
import { checkBody, type ExtraBody } from '../dialects/body-check.ts'
import { fakeCount } from './fake-results.ts'
import type { Operation } from './profile.ts'

const countBody = z.strictObject({
  model: z.string().min(1),
  messages: z
    .array(z.strictObject({ role: z.enum(['user', 'assistant']), content: z.unknown() }))
    .min(1),
  system: z.unknown().optional(),
  tools: z.array(z.looseObject({ name: z.string() })).optional(),
  tool_choice: z.looseObject({}).optional(),
  thinking: z.looseObject({}).optional(),
  output_config: z.looseObject({}).optional(),
  cache_control: z.looseObject({}).optional(),
})

/** @param version `anthropic_version` that must stand in the body; none on Anthropic's own API. */
export function answerClaudeCount(
  body: Record<string, unknown>,
  extraBody: ExtraBody,
  version?: string,
): Operation {
  const schema =
    version === undefined
      ? countBody
      : countBody.extend({
          anthropic_version: z.literal(version),
          anthropic_beta: z.array(z.string()).optional(),
        })
  const { model } = checkBody(schema, body, extraBody)
  const answer: MessageTokensCount = { input_tokens: fakeCount }
  return { kind: 'answer', name: 'count_tokens', model, body: answer }
}
