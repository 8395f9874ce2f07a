/** @file Our request → the body of `POST /chat/completions`. */
import type { ChatRequest } from '../../model/chat-request.ts'
import type { Compat } from '../../model/compat.ts'
import type { EncodeContext, EncodedRequest, JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { mergeSystem } from '../merge-system.ts'
import { readRawFields, warnRawLeftOut } from '../raw-fields.ts'
import { readObject } from '../read-json.ts'
import { createWarningList, type Warn } from '../warning-list.ts'
import { toEffort } from './reasoning.ts'
import { encodeMessages } from './request-messages.ts'
import { moveResultMedia } from './result-media.ts'
import { encodeResponseFormat, encodeTools } from './tools.ts'

/**
 * Encodes a request. What servers differ in is data (`context.compat`): system text goes in the role
 * `system` and the limit in `max_tokens` unless it says otherwise. `top_k` is no field of OpenAI's: it is
 * sent when the client of the same format sent it, else it is a warning.
 */
export function encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest {
  const list = createWarningList()
  const compat = context.compat ?? {}
  const messages = context.supportsSystemMessage ? request.messages : mergeSystem(request.messages)
  const own = readRawFields(request.raw, 'openai-chat')
  const { stream_options: streamOptions, ...rest } = own
  list.add(warnRawLeftOut(request.raw, 'openai-chat'))
  if (request.topK !== undefined && own['top_k'] === undefined) {
    list.warn('top-k-left-out', '"top k" was left out: Chat Completions have no such setting.')
  }
  const body = {
    ...rest,
    model: context.modelId,
    messages: encodeMessages(moveResultMedia(messages, list.warn), compat, list.warn),
    ...dropEmpty(encodeSettings(request, own, compat)),
    ...encodeReasoning(request, list.warn),
    ...encodeTools(request, list.warn),
    ...(context.stream && { stream: true, ...encodeStreamOptions(streamOptions, compat) }),
  }
  return { body, warnings: list.warnings }
}

function encodeSettings(request: ChatRequest, own: JsonObject, compat: Compat): JsonObject {
  const { logprobs, responseFormat, userId, outputModalities } = request
  return {
    temperature: request.temperature,
    top_p: request.topP,
    [compat.maxTokensField ?? 'max_tokens']: request.maxOutputTokens,
    stop: request.stop,
    seed: request.seed,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
    n: request.choices,
    logprobs: logprobs && true,
    top_logprobs: logprobs?.top,
    response_format: responseFormat && encodeResponseFormat(responseFormat),
    service_tier: request.serviceTier,
    user: own['safety_identifier'] === userId ? undefined : userId,
    metadata: request.metadata,
    // Text alone is what every model does, and some servers refuse the field.
    modalities: outputModalities?.some((kind) => kind !== 'text') ? outputModalities : undefined,
  }
}

function encodeReasoning({ reasoning }: ChatRequest, warn: Warn): JsonObject {
  if (reasoning === undefined) return {}
  const own = readRawFields(reasoning.raw, 'openai-chat')
  if (Object.keys(own).length > 0) return own
  if (reasoning.summary !== undefined && reasoning.summary !== false) {
    warn('reasoning-summary-left-out', 'This format cannot ask for a summary of the reasoning.')
  }
  return dropEmpty({ reasoning_effort: toEffort(reasoning) })
}

function encodeStreamOptions(own: unknown, compat: Compat): JsonObject {
  if (compat.streamOptions === false) return {}
  return { stream_options: { ...readObject(own), include_usage: true } }
}
