/** @file Our request → the body of `:generateContent` and `:streamGenerateContent`. */
import type { ChatRequest } from '../../model/chat-request.ts'
import type { ChatMessage, ContentPart } from '../../model/content.ts'
import type { EncodeContext, EncodedRequest } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { mergeSystem, splitSystem } from '../merge-system.ts'
import { readObject } from '../read-json.ts'
import type { ContentBody, GenerateContentBody, PartBody } from './wire.ts'

/**
 * Encodes a request. System text goes into `systemInstruction`, options into `generationConfig`. Reasoning goes
 * back as thought parts; a signature that came without a thought goes back on an empty part, as it came.
 */
export function encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest {
  const messages = context.supportsSystemMessage ? request.messages : mergeSystem(request.messages)
  const { system, turns, warnings } = splitSystem(messages, isSayable)
  const generationConfig = {
    ...readObject(request.raw?.['generationConfig']),
    ...dropEmpty({
      temperature: request.temperature,
      topP: request.topP,
      maxOutputTokens: request.maxOutputTokens,
      stopSequences: request.stop,
    }),
  }
  const body: GenerateContentBody = { contents: turns.map(encodeTurn) }
  if (system.length > 0) body.systemInstruction = { parts: system.map((text) => ({ text })) }
  if (Object.keys(generationConfig).length > 0) body.generationConfig = generationConfig
  return { body: { ...request.raw, ...body }, warnings }
}

/** Empty parts say nothing, and a turn without parts is refused by the API. */
function isSayable(part: ContentPart): boolean {
  return part.text !== '' || (part.type === 'reasoning' && part.signature !== undefined)
}

function encodeTurn(message: ChatMessage): ContentBody {
  const parts = message.content.map((part): PartBody => {
    if (part.type === 'text') return { text: part.text }
    const { text, signature } = part
    return {
      text,
      ...(text !== '' && { thought: true }),
      ...(signature !== undefined && { thoughtSignature: signature }),
    }
  })
  return { role: message.role === 'assistant' ? 'model' : 'user', parts }
}
