/** @file A client's body of `:generateContent` or `:streamGenerateContent` → our request. */
import type { ChatRequest } from '../../model/chat-request.ts'
import type { DecodedRequest } from '../dialect.ts'
import { keepRaw } from '../raw-fields.ts'
import { isObject } from '../read-json.ts'
import {
  createTaker,
  readCamelFields,
  refuseField,
  takeObjects,
  takeText,
} from './client-fields.ts'
import { decodeContents, decodeSystem } from './client-parts.ts'
import { decodeLabels } from './labels.ts'
import { decodeGenerationConfig, decodeToolConfig, decodeTools } from './client-settings.ts'
import { dialectId } from './wire.ts'

/**
 * Decodes a body. Model and streaming stand in the address, so `modelId` is undefined and `stream` false here.
 * Labels are metadata; safety settings, cached content and everything unknown ride in `raw`. Throws
 * `ProviderError('invalid-request')` that names the field.
 */
export function decodeRequest(body: unknown): DecodedRequest {
  const fields = readCamelFields(body)
  if (!isObject(fields)) throw refuseField('body', 'must be a JSON object')
  const { take, rest } = createTaker(fields)
  const contents = takeObjects(take('contents'), 'contents')
  if (contents.length === 0) throw refuseField('contents', 'must have at least one entry')
  const messages = [...decodeSystem(take('systemInstruction')), ...decodeContents(contents)]
  const config = decodeGenerationConfig(take('generationConfig'))
  const tools = decodeTools(take('tools'))
  const { toolChoice, rest: toolConfig } = decodeToolConfig(take('toolConfig'))
  const metadata = decodeLabels(fields['labels'])
  if (metadata !== undefined) take('labels')
  const serviceTier = takeText(take('serviceTier'), 'serviceTier')
  const raw = {
    ...rest(),
    ...(config.rest && { generationConfig: config.rest }),
    ...(toolConfig && { toolConfig }),
  }
  const request: ChatRequest = {
    messages,
    ...config.settings,
    ...(tools && { tools }),
    ...(toolChoice && { toolChoice }),
    ...(metadata && { metadata }),
    ...(serviceTier && { serviceTier: serviceTier.toLowerCase() }),
    ...keepRaw(dialectId, raw),
  }
  return { request, modelId: undefined, stream: false }
}
