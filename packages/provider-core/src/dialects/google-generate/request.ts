/** @file Our request → the body of `:generateContent` and `:streamGenerateContent`. */
import type { ChatMessage, ChatRequest } from '../../model/chat.ts'
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
  const { system, turns, warnings } = splitSystem(messages)
  const generationConfig = {
    ...readObject(request.raw?.['generationConfig']),
    ...dropEmpty({
      temperature: request.temperature,
      topP: request.topP,
      maxOutputTokens: request.maxOutputTokens,
      stopSequences: request.stop,
    }),
  }
  const body: GenerateContentBody = { contents: turns.flatMap(encodeTurn) }
  if (system.length > 0) body.systemInstruction = { parts: system.map((text) => ({ text })) }
  if (Object.keys(generationConfig).length > 0) body.generationConfig = generationConfig
  return { body: { ...request.raw, ...body }, warnings }
}

/** A turn without parts is refused by the API and left out. */
function encodeTurn(message: ChatMessage): ContentBody[] {
  const parts = message.content.flatMap((part): PartBody[] => {
    if (part.type === 'text') return part.text === '' ? [] : [{ text: part.text }]
    const signature = part.signature === undefined ? {} : { thoughtSignature: part.signature }
    if (part.text === '') return part.signature === undefined ? [] : [{ text: '', ...signature }]
    return [{ text: part.text, thought: true, ...signature }]
  })
  if (parts.length === 0) return []
  return [{ role: message.role === 'assistant' ? 'model' : 'user', parts }]
}
