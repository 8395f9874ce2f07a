/** @file Our request → the body of `POST /responses`. */
import type { Warning } from '../../model/chat-event.ts'
import type { ChatRequest } from '../../model/chat-request.ts'
import type { ChatMessage } from '../../model/content.ts'
import type { EncodeContext, EncodedRequest } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { joinText, textSeparator } from '../join-text.ts'
import { mergeSystem } from '../merge-system.ts'
import { collectWarnings, warnReasoningLeftOut } from '../request-warnings.ts'
import type { ResponsesBody } from './wire.ts'

/**
 * Encodes a request. System text before the first turn goes into `instructions`, later system messages
 * stay in their place as items. The format has no stop sequences and no limit under 16 tokens: asking for
 * them is a warning.
 */
export function encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest {
  const messages = context.supportsSystemMessage ? request.messages : mergeSystem(request.messages)
  const limit = request.maxOutputTokens
  const { instructions, items } = takeInstructions(messages)
  const body: ResponsesBody = {
    model: context.modelId,
    input: items.map((message) => ({ role: message.role, content: joinText(message.content) })),
    store: false,
  }
  const options: Partial<ResponsesBody> = {
    instructions,
    temperature: request.temperature,
    top_p: request.topP,
    max_output_tokens: limit && Math.max(limit, minOutputTokens),
    ...(context.stream && { stream: true }),
  }
  return {
    body: { ...request.raw, ...body, ...dropEmpty({ ...options }) },
    warnings: collectWarnings(
      warnReasoningLeftOut(messages, false),
      request.stop?.length ? stopLeftOut : undefined,
      limit !== undefined && limit < minOutputTokens ? limitRaised : undefined,
    ),
  }
}

/** The API refuses smaller limits. */
const minOutputTokens = 16

const limitRaised: Warning = {
  code: 'max-tokens-raised',
  message: `The limit of output tokens was raised to ${minOutputTokens}, the lowest that the Responses API takes.`,
}

const stopLeftOut: Warning = {
  code: 'stop-left-out',
  message: 'Stop sequences were left out: the Responses API has none.',
}

/** A conversation of system text alone stays in `input`, which may not be empty. */
function takeInstructions(messages: readonly ChatMessage[]): {
  readonly instructions: string | undefined
  readonly items: readonly ChatMessage[]
} {
  const first = messages.findIndex((message) => message.role !== 'system')
  if (first <= 0) return { instructions: undefined, items: messages }
  const texts = messages.slice(0, first).map((message) => joinText(message.content))
  return { instructions: texts.join(textSeparator), items: messages.slice(first) }
}
