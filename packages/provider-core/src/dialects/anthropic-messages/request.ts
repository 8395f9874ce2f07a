/** @file Our request → the body of `POST /v1/messages`. */
import type { ChatRequest } from '../../model/chat-request.ts'
import type { ChatMessage, ContentPart } from '../../model/content.ts'
import type { EncodeContext, EncodedRequest } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { textSeparator } from '../join-text.ts'
import { mergeSystem, splitSystem } from '../merge-system.ts'
import { clampTemperature, collectWarnings, warnReasoningLeftOut } from '../request-warnings.ts'
import { defaultMaxTokens, type ContentBlock, type MessageBody, type MessagesBody } from './wire.ts'

/**
 * Encodes a request. System text goes into `system`, neighbouring turns of one role become one,
 * `max_tokens` is 4096 where the request names none. Signed reasoning is replayed as thinking blocks; what
 * has no signature is left out with a warning, since the API refuses it.
 */
export function encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest {
  const messages = context.supportsSystemMessage ? request.messages : mergeSystem(request.messages)
  const { system, turns, warnings } = splitSystem(messages, isSayable)
  const { temperature, warning } = clampTemperature(request.temperature)
  const body: MessagesBody = {
    model: context.modelId,
    max_tokens: request.maxOutputTokens ?? defaultMaxTokens,
    messages: turns.map(encodeTurn),
  }
  const options: Partial<MessagesBody> = {
    system: system.length > 0 ? system.join(textSeparator) : undefined,
    temperature,
    top_p: request.topP,
    stop_sequences: request.stop,
    ...(context.stream && { stream: true }),
  }
  return {
    body: { ...request.raw, ...body, ...dropEmpty({ ...options }) },
    warnings: collectWarnings(...warnings, warnReasoningLeftOut(messages, true), warning),
  }
}

/** Empty text blocks and unsigned thinking are refused by the API. */
function isSayable(part: ContentPart): boolean {
  return part.type === 'text' ? part.text !== '' : part.signature !== undefined
}

function encodeTurn(message: ChatMessage): MessageBody {
  const blocks = message.content.map((part): ContentBlock => {
    if (part.type === 'text') return { type: 'text', text: part.text }
    return { type: 'thinking', thinking: part.text, signature: part.signature ?? '' }
  })
  const [first] = blocks
  const role = message.role === 'assistant' ? 'assistant' : 'user'
  const content = blocks.length === 1 && first?.type === 'text' ? first.text : blocks
  return { role, content }
}
