/** @file Our request → the body of `POST /v1/messages`. */
import type { ChatRequest } from '../../model/chat-request.ts'
import {
  defaultMaxTokens,
  encodeThinking,
  fitSampling,
  leaveOutSampling,
} from '../claude-thinking.ts'
import type { EncodeContext, EncodedRequest, JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { mergeSystem } from '../merge-system.ts'
import { readRawFields, warnRawLeftOut } from '../raw-fields.ts'
import { clampTemperature, warnSettingsLeftOut } from '../request-warnings.ts'
import { splitTurns, type Turn } from '../split-turns.ts'
import { createPartEncoder, isPlainText } from './encode-part.ts'
import { fitReasoning } from './fit-reasoning.ts'
import { encodeOutputConfig } from './thinking.ts'
import { encodeTools } from './tools.ts'
import { createWarningList, type Warn } from '../warning-list.ts'
import { readRaw, takesSampling } from './wire.ts'

/**
 * Encodes a request. System text goes into `system`, neighbouring turns of one role become one, tool results
 * stand first in theirs; `max_tokens` is 4096 (and the thinking budget on top) where the request names none.
 */
export function encodeRequest(given: ChatRequest, context: EncodeContext): EncodedRequest {
  const { warn, add, warnings } = createWarningList()
  const reasoning = fitReasoning(given.reasoning, context.modelId, warn)
  const request = reasoning === undefined ? given : { ...given, reasoning }
  const messages = context.supportsSystemMessage ? request.messages : mergeSystem(request.messages)
  const { system, turns } = splitTurns(messages, createPartEncoder(warn), warn)
  const { thinking, maxTokens } = encodeThinking(request, readRaw(request.reasoning?.raw), warn)
  const isThinking = thinking !== undefined && thinking['type'] !== 'disabled'
  const body: JsonObject = {
    ...readRawFields(request.raw, 'anthropic-messages'),
    model: context.modelId,
    max_tokens: maxTokens ?? defaultMaxTokens,
    messages: turns.map(encodeTurn),
    ...dropEmpty({
      system: encodeSystem(system),
      ...encodeSampling(request, { isThinking, version: context.anthropicVersion }, warn),
      stop_sequences: encodeStop(request.stop, warn),
      ...encodeTools(request, warn),
      thinking,
      output_config: encodeOutputConfig(request, warn),
      service_tier: encodeServiceTier(request.serviceTier, warn),
      metadata: request.userId === undefined ? undefined : { user_id: request.userId },
    }),
    ...(context.stream && { stream: true }),
  }
  add(
    ...warnSettingsLeftOut(request, unknownSettings, 'the Messages API'),
    ...[request, request.reasoning, ...request.messages].map((part) =>
      warnRawLeftOut(part?.raw, 'anthropic-messages'),
    ),
  )
  return { body, warnings }
}

const unknownSettings = [
  'seed',
  'frequencyPenalty',
  'presencePenalty',
  'logprobs',
  'metadata',
  'choices',
  'outputModalities',
] as const

function encodeSystem(blocks: readonly JsonObject[]): unknown {
  const [first] = blocks
  return blocks.length === 1 && first !== undefined && isPlainText(first) ? first['text'] : blocks
}

function encodeTurn({ role, content }: Turn<JsonObject>): JsonObject {
  const [first] = content
  if (content.length === 1 && first !== undefined && isPlainText(first)) {
    return { role, content: first['text'] }
  }
  const isResult = (block: JsonObject) => block['type'] === 'tool_result'
  const results = content.filter(isResult)
  if (results.length === 0) return { role, content }
  return { role, content: [...results, ...content.filter((block) => !isResult(block))] }
}

/** Temperature up to 1; with thinking only a high top-p, and in the API's newer version none of them. */
function encodeSampling(
  request: ChatRequest,
  { isThinking, version }: { isThinking: boolean; version: string | undefined },
  warn: Warn,
): JsonObject {
  const { temperature, topP, topK } = request
  if (!takesSampling(version)) {
    leaveOutSampling(request, `version ${version} of this format does not take it`, warn)
    return {}
  }
  if (isThinking) return { top_p: fitSampling(request, warn).topP }
  const { temperature: clamped, warning } = clampTemperature(temperature)
  if (warning !== undefined) warn(warning.code, warning.message)
  return { temperature: clamped, top_p: topP, top_k: topK }
}

/** The API refuses stop sequences of white space only. */
function encodeStop(stop: readonly string[] | undefined, warn: Warn): string[] | undefined {
  const kept = stop?.filter((sequence) => sequence.trim() !== '')
  if (kept?.length !== stop?.length) {
    warn(
      'stop-left-out',
      'Stop sequences of white space only were left out: this format refuses them.',
    )
  }
  return kept
}

const serviceTiers: ReadonlyMap<string, string> = new Map([
  ['auto', 'auto'],
  ['standard_only', 'standard_only'],
  ['default', 'standard_only'],
])

function encodeServiceTier(tier: string | undefined, warn: Warn): string | undefined {
  if (tier === undefined) return undefined
  const known = serviceTiers.get(tier)
  if (known === undefined) {
    warn(
      'service-tier-left-out',
      `The service tier ${tier} was left out: this format has none such.`,
    )
  }
  return known
}
