/**
 * @file Shapes of OpenAI's Chat Completions as `openai` 7.55.0 declares them, with what compatible
 * servers add: several reasoning fields, usage on any chunk, errors inside a 200.
 */
import type { FinishReason, Usage } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { readRawFields } from '../raw-fields.ts'
import { pickUnknown, readCount, readObject } from '../read-json.ts'

/** Top-level fields that are read, or that say nothing about the reply. */
export const knownChunkFields: ReadonlySet<string> = new Set([
  'id',
  'object',
  'created',
  'model',
  'choices',
  'usage',
  'obfuscation',
  'service_tier',
])

export const knownChoiceFields: ReadonlySet<string> = new Set([
  'index',
  'delta',
  'message',
  'finish_reason',
  'logprobs',
])

export const knownDeltaFields: ReadonlySet<string> = new Set([
  'role',
  'content',
  'refusal',
  'tool_calls',
  'function_call',
  'images',
  'audio',
  'annotations',
  'reasoning_details',
])

const finishReasons: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['end_turn', 'stop'],
  ['eos', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'content-filter'],
])

/** Maps `finish_reason`; a word that is not OpenAI's becomes `other`. */
export function mapFinishReason(reason: string): FinishReason {
  return finishReasons.get(reason) ?? 'other'
}

const wordByReason: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
  other: 'stop',
}

/**
 * The `finish_reason` for a client. A reply with tool calls says so even where the upstream said `stop`
 * (agents go by it), and one without never does.
 */
export function toFinishReason(reason: FinishReason, hasToolCalls: boolean): string {
  if (hasToolCalls && (reason === 'stop' || reason === 'other')) return 'tool_calls'
  if (!hasToolCalls && reason === 'tool-calls') return 'stop'
  return wordByReason[reason]
}

const knownUsageFields: ReadonlySet<string> = new Set([
  'prompt_tokens',
  'completion_tokens',
  'total_tokens',
  'prompt_tokens_details',
  'completion_tokens_details',
])
const knownPromptDetails: ReadonlySet<string> = new Set(['cached_tokens', 'cache_write_tokens'])
const knownCompletionDetails: ReadonlySet<string> = new Set(['reasoning_tokens'])

/**
 * Reads `usage`. `prompt_tokens` includes cached tokens. `completion_tokens` includes reasoning at OpenAI
 * and does not at xAI: where the total shows that reasoning stands beside it, it is added. Older DeepSeek
 * servers count cache hits in `prompt_cache_hit_tokens`. A report that says more stays whole in `raw`.
 */
export function readUsage(usage: JsonObject): Usage {
  const promptDetails = readObject(usage['prompt_tokens_details'])
  const completionDetails = readObject(usage['completion_tokens_details'])
  const prompt = readCount(usage['prompt_tokens'])
  const completion = readCount(usage['completion_tokens'])
  const total = readCount(usage['total_tokens'])
  const cached =
    readCount(promptDetails['cached_tokens']) ?? readCount(usage['prompt_cache_hit_tokens'])
  const written = readCount(promptDetails['cache_write_tokens'])
  const reasoning =
    readCount(completionDetails['reasoning_tokens']) ?? readCount(usage['reasoning_tokens'])
  const isBeside =
    reasoning !== undefined &&
    reasoning > 0 &&
    total === (prompt ?? 0) + (completion ?? 0) + reasoning
  const result: Usage = {}
  if (prompt !== undefined) result.inputTokens = prompt
  if (completion !== undefined) result.outputTokens = isBeside ? completion + reasoning : completion
  if (cached !== undefined) result.cachedInputTokens = cached
  if (written !== undefined) result.cacheWriteTokens = written
  if (reasoning !== undefined) result.reasoningTokens = reasoning
  const hasMore =
    pickUnknown(usage, knownUsageFields) !== undefined ||
    pickUnknown(promptDetails, knownPromptDetails) !== undefined ||
    pickUnknown(completionDetails, knownCompletionDetails) !== undefined
  if (hasMore) result.raw = { dialect: 'openai-chat', value: usage }
  return result
}

/** Writes `usage`, over the upstream's own report where that was of this format. */
export function writeUsage(usage: Usage = {}): JsonObject {
  const own = readRawFields(usage.raw, 'openai-chat')
  const input = usage.inputTokens ?? 0
  const output = usage.outputTokens ?? 0
  const promptDetails = {
    ...readObject(own['prompt_tokens_details']),
    ...dropEmpty({
      cached_tokens: usage.cachedInputTokens,
      cache_write_tokens: usage.cacheWriteTokens,
    }),
  }
  const completionDetails = {
    ...readObject(own['completion_tokens_details']),
    ...dropEmpty({ reasoning_tokens: usage.reasoningTokens }),
  }
  return {
    ...own,
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    ...(Object.keys(promptDetails).length > 0 && { prompt_tokens_details: promptDetails }),
    ...(Object.keys(completionDetails).length > 0 && {
      completion_tokens_details: completionDetails,
    }),
  }
}
