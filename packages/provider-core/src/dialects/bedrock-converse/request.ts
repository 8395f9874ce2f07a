/** @file Our request → the body of `/converse` and `/converse-stream`. */
import type { ChatRequest } from '../../model/chat-request.ts'
import type { ChatMessage, ContentPart } from '../../model/content.ts'
import type { EncodeContext, EncodedRequest } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { mergeSystem, splitSystem } from '../merge-system.ts'
import { readObject } from '../read-json.ts'
import { clampTemperature, collectWarnings, warnReasoningLeftOut } from '../request-warnings.ts'
import type { ContentBlock, ConverseBody, MessageBody } from './wire.ts'

/**
 * Encodes a request. System text goes into `system` blocks, options into `inferenceConfig`, neighbouring turns of
 * one role become one. Signed reasoning is replayed; what has no signature is left out with a warning.
 */
export function encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest {
  const messages = context.supportsSystemMessage ? request.messages : mergeSystem(request.messages)
  const { system, turns, warnings } = splitSystem(messages, isSayable)
  const { temperature, warning } = clampTemperature(request.temperature)
  const inferenceConfig = {
    ...readObject(request.raw?.['inferenceConfig']),
    ...dropEmpty({
      maxTokens: request.maxOutputTokens,
      temperature,
      topP: request.topP,
      stopSequences: request.stop,
    }),
  }
  const body: ConverseBody = { messages: turns.map(encodeTurn) }
  if (system.length > 0) body.system = system.map((text) => ({ text }))
  if (Object.keys(inferenceConfig).length > 0) body.inferenceConfig = inferenceConfig
  return {
    body: { ...request.raw, ...body },
    warnings: collectWarnings(...warnings, warnReasoningLeftOut(messages, true), warning),
  }
}

/** Blank text blocks and unsigned reasoning are refused by the API. */
function isSayable(part: ContentPart): boolean {
  return part.type === 'text' ? part.text.trim() !== '' : part.signature !== undefined
}

function encodeTurn(message: ChatMessage): MessageBody {
  const content = message.content.map((part): ContentBlock => {
    if (part.type === 'text') return { text: part.text }
    const { text, signature = '' } = part
    return { reasoningContent: { reasoningText: { text, signature } } }
  })
  return { role: message.role === 'assistant' ? 'assistant' : 'user', content }
}
