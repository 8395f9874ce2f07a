/** @file Our request → the body of `:generateContent` and `:streamGenerateContent`. */
import type { ChatRequest } from '../../model/chat-request.ts'
import type { EncodeContext, EncodedRequest } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { createWarningList } from '../warning-list.ts'
import { mergeSystem } from '../merge-system.ts'
import { readRawFields, warnRawLeftOut } from '../raw-fields.ts'
import { warnSettingsLeftOut } from '../request-warnings.ts'
import { splitTurns } from '../split-turns.ts'
import { encodeLabels } from './labels.ts'
import { mergeJson } from './merge-json.ts'
import { fillSignatures } from './missing-signature.ts'
import { createPartEncoder } from './request-parts.ts'
import {
  encodeGenerationConfig,
  encodeServiceTier,
  encodeToolConfig,
  encodeTools,
} from './request-settings.ts'
import { dialectId } from './wire.ts'

/**
 * Encodes a request; model and streaming stand in the address. System text goes into `systemInstruction`, options
 * into `generationConfig`. Reasoning goes back as thought parts, every signature on the part that it came with.
 * Ids of calls that were made here are left out. What Google has no word for is a warning.
 */
export function encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest {
  const { warn, add, warnings } = createWarningList()
  const messages = context.supportsSystemMessage ? request.messages : mergeSystem(request.messages)
  const { system, turns } = splitTurns(messages, createPartEncoder(messages, warn), warn)
  const contents = turns.map(({ role, content }) => ({
    role: role === 'assistant' ? ('model' as const) : ('user' as const),
    parts: content,
  }))
  const generationConfig = encodeGenerationConfig(request, context.modelId, warn)
  add(
    ...warnSettingsLeftOut(request, ['userId'], 'generateContent'),
    warnRawLeftOut(request.raw, dialectId),
  )
  const body = dropEmpty({
    contents: fillSignatures(contents, context.modelId),
    systemInstruction: system.length > 0 ? { parts: system } : undefined,
    generationConfig: Object.keys(generationConfig).length > 0 ? generationConfig : undefined,
    tools: encodeTools(request.tools, warn),
    toolConfig: encodeToolConfig(request, warn),
    serviceTier: encodeServiceTier(request.serviceTier, warn),
    labels: encodeLabels(request.metadata, context.takesLabels === true, warn),
  })
  return { body: mergeJson(readRawFields(request.raw, dialectId), body), warnings }
}
