/** @file Our request → the body of `POST /chat/completions`. */
import type { ChatRequest } from '../../model/chat-request.ts'
import type { EncodeContext, EncodedRequest } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { joinText } from '../join-text.ts'
import { mergeSystem } from '../merge-system.ts'
import { collectWarnings, warnReasoningLeftOut } from '../request-warnings.ts'
import type { ChatCompletionBody } from './wire.ts'

/**
 * Encodes a request. System text goes in the role `system` (`developer` is refused by most servers), the
 * limit in `max_tokens`. Reasoning of earlier replies is left out with a warning.
 */
export function encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest {
  const messages = context.supportsSystemMessage ? request.messages : mergeSystem(request.messages)
  const body: ChatCompletionBody = {
    model: context.modelId,
    messages: messages.map((message) => ({
      role: message.role,
      content: joinText(message.content),
    })),
  }
  const options: Partial<ChatCompletionBody> = {
    temperature: request.temperature,
    top_p: request.topP,
    max_tokens: request.maxOutputTokens,
    stop: request.stop,
    ...(context.stream && { stream: true, stream_options: { include_usage: true } }),
  }
  return {
    body: { ...request.raw, ...body, ...dropEmpty({ ...options }) },
    warnings: collectWarnings(warnReasoningLeftOut(messages, false)),
  }
}
