/** @file `thinking` and `output_config` ↔ our reasoning settings and response format. */
import type { ChatRequest, ReasoningSettings, ResponseFormat } from '../../model/chat-request.ts'
import type { JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import type { Warn } from '../warning-list.ts'
import { isObject, pickUnknown, readCount, readObject, readText } from '../read-json.ts'
import { keepRaw, minThinkingBudget, readRaw } from './wire.ts'

/** `thinking` of a body, and `max_tokens`, which has to be larger than the budget. */
export interface EncodedThinking {
  readonly thinking: JsonObject | undefined
  readonly maxTokens: number
}

/**
 * Encodes the settings: a budget as `enabled`, an effort or no more than "on" as `adaptive`, "off" as
 * `disabled`. A client of this format that names an effort only has not asked for thinking.
 * @param defaultMax `max_tokens` where the request names none; a budget comes on top
 */
export function encodeThinking(
  request: ChatRequest,
  defaultMax: number,
  warn: Warn,
): EncodedThinking {
  const { reasoning, maxOutputTokens } = request
  const maxTokens = maxOutputTokens ?? defaultMax
  if (reasoning === undefined) return { thinking: undefined, maxTokens }
  const own = readRaw(reasoning.raw)
  const display = encodeDisplay(reasoning.summary)
  if (isObject(own?.['thinking'])) return { thinking: own['thinking'], maxTokens }
  if (reasoning.enabled === false || reasoning.effort === 'none') {
    return { thinking: { type: 'disabled' }, maxTokens }
  }
  const { budgetTokens } = reasoning
  if (budgetTokens === undefined) {
    const isAskedFor = reasoning.enabled ?? (own === undefined && reasoning.effort !== undefined)
    return { thinking: isAskedFor ? { type: 'adaptive', ...display } : undefined, maxTokens }
  }
  const budget = Math.max(minThinkingBudget, budgetTokens)
  if (maxOutputTokens === undefined) {
    return {
      thinking: { type: 'enabled', budget_tokens: budget, ...display },
      maxTokens: budget + defaultMax,
    }
  }
  const fitting = Math.min(budget, maxOutputTokens - 1)
  if (fitting < minThinkingBudget) {
    warn(
      'thinking-left-out',
      `Thinking was left out: it takes more than ${minThinkingBudget} output tokens, and ${maxOutputTokens} were asked for.`,
    )
    return { thinking: undefined, maxTokens }
  }
  if (fitting !== budgetTokens) {
    warn(
      'thinking-budget-changed',
      `The thinking budget is ${fitting} tokens, not ${budgetTokens}.`,
    )
  }
  return { thinking: { type: 'enabled', budget_tokens: fitting, ...display }, maxTokens }
}

function encodeDisplay(summary: ReasoningSettings['summary']): JsonObject {
  if (summary === undefined) return {}
  return { display: summary === false ? 'omitted' : 'summarized' }
}

const efforts: ReadonlySet<string> = new Set(['low', 'medium', 'high', 'xhigh', 'max'])

/** Effort and JSON schema as `output_config`; `undefined` where there is nothing to say. */
export function encodeOutputConfig(request: ChatRequest, warn: Warn): JsonObject | undefined {
  const { reasoning, responseFormat } = request
  const own = readObject(readRaw(reasoning?.raw)?.['output_config'])
  const config = {
    ...own,
    ...dropEmpty({
      effort: encodeEffort(reasoning?.effort, warn),
      format: responseFormat && encodeFormat(responseFormat, warn),
    }),
  }
  return Object.keys(config).length > 0 ? config : undefined
}

function encodeEffort(effort: string | undefined, warn: Warn): string | undefined {
  if (effort === undefined || effort === 'none') return undefined
  if (effort === 'minimal') return 'low'
  if (efforts.has(effort)) return effort
  warn('effort-left-out', `The effort ${effort} was left out: this format has none such.`)
  return undefined
}

function encodeFormat(format: ResponseFormat, warn: Warn): JsonObject | undefined {
  if (format.type === 'json') {
    warn(
      'json-mode-left-out',
      'JSON without a schema cannot be asked for in this format: say so in the prompt.',
    )
  }
  if (format.type !== 'json-schema') return undefined
  if (format.description !== undefined) {
    warn('schema-description-left-out', 'The description of the answer’s schema was left out.')
  }
  return { type: 'json_schema', schema: format.schema }
}

/**
 * Decodes `thinking` and `output_config.effort`; `undefined` where the body has neither. The mark in `raw`
 * says that the client's words are this format's: then an effort alone does not switch thinking on.
 */
export function decodeReasoning(body: JsonObject): ReasoningSettings | undefined {
  const thinking = isObject(body['thinking']) ? body['thinking'] : undefined
  const config = readObject(body['output_config'])
  const effort = readText(config['effort'])
  const rest = pickUnknown(config, knownConfigFields)
  if (thinking === undefined && effort === undefined && rest === undefined) return undefined
  const settings = thinking === undefined ? {} : decodeThinking(thinking)
  return {
    ...settings,
    ...(effort !== undefined && { effort }),
    raw: keepRaw({
      ...(thinking && !isKnownThinking(thinking) && { thinking }),
      ...(rest && { output_config: rest }),
    }),
  }
}

const knownConfigFields: ReadonlySet<string> = new Set(['effort', 'format'])
const knownThinkingFields: ReadonlySet<string> = new Set(['type', 'budget_tokens', 'display'])
const thinkingTypes: ReadonlySet<unknown> = new Set(['enabled', 'adaptive', 'disabled'])

/** Other kinds (`between_tools`) and unknown fields go back word for word. */
function isKnownThinking(thinking: JsonObject): boolean {
  return (
    thinkingTypes.has(thinking['type']) && pickUnknown(thinking, knownThinkingFields) === undefined
  )
}

function decodeThinking(thinking: JsonObject): ReasoningSettings {
  const { type, display } = thinking
  if (type === 'disabled') return { enabled: false }
  const budgetTokens = readCount(thinking['budget_tokens'])
  return {
    enabled: true,
    ...(budgetTokens !== undefined && { budgetTokens }),
    ...(display === 'summarized' && { summary: true }),
    ...(display === 'omitted' && { summary: false }),
  }
}

/** Decodes the JSON schema of the answer, from `output_config.format` or the older `output_format`. */
export function decodeFormat(body: JsonObject): ResponseFormat | undefined {
  const config = readObject(body['output_config'])
  const format = isObject(config['format']) ? config['format'] : readObject(body['output_format'])
  if (format['type'] !== 'json_schema' || !isObject(format['schema'])) return undefined
  return { type: 'json-schema', schema: format['schema'] }
}
