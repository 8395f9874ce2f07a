/** @file `thinking` and `output_config` ↔ our reasoning settings and response format. */
import type { ChatRequest, ReasoningSettings, ResponseFormat } from '../../model/chat-request.ts'
import { encodeEffort } from '../claude-thinking.ts'
import type { JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import type { Warn } from '../warning-list.ts'
import { isObject, pickUnknown, readCount, readObject, readText } from '../read-json.ts'
import { keepRaw, readRaw } from './wire.ts'

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
