import type { StreamFrame } from '../../dialects/dialect.ts'
import type { DialectId } from '../../model/spec.ts'
import { findAnthropicFlaw } from './anthropic-messages.ts'
import { findGoogleFlaw } from './google-generate.ts'
import { findChatFlaw } from './openai-chat.ts'
import { findResponsesFlaw } from './openai-responses.ts'

/** The formats in which clients talk to us. */
export const clientDialectIds = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'google-generate',
] as const satisfies readonly DialectId[]
export type ClientDialectId = (typeof clientDialectIds)[number]

const checks: Readonly<
  Record<
    ClientDialectId,
    (frames: readonly StreamFrame[], options: { includeUsage: boolean }) => string | undefined
  >
> = {
  'openai-chat': findChatFlaw,
  'openai-responses': findResponsesFlaw,
  'anthropic-messages': findAnthropicFlaw,
  'google-generate': findGoogleFlaw,
}

/** The first rule of the client's format that a stream breaks, in words; `undefined` when it keeps all. */
export function findStreamFlaw(
  id: ClientDialectId,
  frames: readonly StreamFrame[],
  options: { readonly includeUsage: boolean },
): string | undefined {
  return checks[id](frames, options)
}
