/** @file Our request → the body of `/converse` and `/converse-stream`. */
import type { ChatRequest, ResponseFormat } from '../../model/chat-request.ts'
import { encodeEffort, encodeThinking, fitSampling } from '../claude-thinking.ts'
import type { EncodeContext, EncodedRequest, JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { mergeSystem } from '../merge-system.ts'
import { readRawFields, warnRawLeftOut } from '../raw-fields.ts'
import { readObject } from '../read-json.ts'
import { clampTemperature, warnSettingsLeftOut } from '../request-warnings.ts'
import { splitTurns, type Turn } from '../split-turns.ts'
import { createWarningList, type Warn } from '../warning-list.ts'
import { createPartEncoder } from './encode-part.ts'
import { encodeTools } from './tools.ts'
import { readRaw } from './wire.ts'

/**
 * Encodes a request. System text goes into `system` blocks, options into `inferenceConfig`, neighbouring turns of
 * one role become one, tool results stand first in theirs. What Converse has no word for but the model takes
 * (thinking, top-k) goes into `additionalModelRequestFields`.
 */
export function encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest {
  const { warn, add, warnings } = createWarningList()
  const messages = context.supportsSystemMessage ? request.messages : mergeSystem(request.messages)
  const { system, turns } = splitTurns(messages, createPartEncoder(warn), warn)
  const own = readRawFields(request.raw, 'bedrock-converse')
  const { thinking, maxTokens } = encodeThinking(
    request,
    readRaw(request.reasoning?.raw) ?? {},
    warn,
  )
  const isThinking = thinking !== undefined && thinking['type'] !== 'disabled'
  const sampling = isThinking ? fitSampling(request, warn) : clamp(request, warn)
  const sections = {
    inferenceConfig: {
      maxTokens,
      temperature: sampling.temperature,
      topP: sampling.topP,
      stopSequences: encodeStop(request.stop, warn),
    },
    additionalModelRequestFields: { thinking, top_k: sampling.topK },
    outputConfig: {
      effort: encodeEffort(request.reasoning?.effort, warn),
      textFormat: encodeFormat(request.responseFormat, warn),
    },
  }
  add(
    ...warnSettingsLeftOut(request, unknownSettings, 'Converse'),
    ...[request, request.reasoning, ...request.messages].map((part) =>
      warnRawLeftOut(part?.raw, 'bedrock-converse'),
    ),
  )
  const body = {
    ...own,
    messages: turns.map(encodeTurn),
    ...dropEmpty({
      system,
      ...mergeSections(sections, own),
      toolConfig: encodeTools(request, warn),
      serviceTier: encodeServiceTier(request.serviceTier, warn),
      requestMetadata: request.metadata,
    }),
  }
  return { body, warnings }
}

const unknownSettings = [
  'seed',
  'frequencyPenalty',
  'presencePenalty',
  'logprobs',
  'userId',
  'choices',
  'outputModalities',
] as const

function clamp(request: ChatRequest, warn: Warn) {
  const { temperature, warning } = clampTemperature(request.temperature)
  if (warning !== undefined) warn(warning.code, warning.message)
  return { temperature, topP: request.topP, topK: request.topK }
}

/** Each section on top of the client's own; `undefined` where it says nothing. */
function mergeSections(sections: Record<string, JsonObject>, own: JsonObject): JsonObject {
  const merged: JsonObject = {}
  for (const [name, fields] of Object.entries(sections)) {
    const section = { ...readObject(own[name]), ...dropEmpty(fields) }
    if (Object.keys(section).length > 0) merged[name] = section
  }
  return merged
}

function encodeTurn({ role, content }: Turn<JsonObject>): JsonObject {
  const results = content.filter((block) => block['toolResult'] !== undefined)
  if (results.length === 0) return { role, content }
  return { role, content: [...results, ...content.filter((block) => !results.includes(block))] }
}

/** The service refuses blank stop sequences. */
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

function encodeFormat(format: ResponseFormat | undefined, warn: Warn): JsonObject | undefined {
  if (format?.type === 'json') {
    warn(
      'json-mode-left-out',
      'JSON without a schema cannot be asked for in this format: say so in the prompt.',
    )
  }
  if (format?.type !== 'json-schema') return undefined
  const { schema, name, description } = format
  const jsonSchema = { schema: JSON.stringify(schema), ...dropEmpty({ name, description }) }
  return { type: 'json_schema', structure: { jsonSchema } }
}

const serviceTiers: ReadonlySet<string> = new Set(['default', 'flex', 'priority', 'reserved'])

/** `auto` is what the service does anyway. */
function encodeServiceTier(tier: string | undefined, warn: Warn): JsonObject | undefined {
  if (tier === undefined || tier === 'auto') return undefined
  if (serviceTiers.has(tier)) return { type: tier }
  warn('service-tier-left-out', `The service tier ${tier} was left out: this format has none such.`)
  return undefined
}
