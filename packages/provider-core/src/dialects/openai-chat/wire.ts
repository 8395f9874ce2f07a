/**
 * @file Shapes of OpenAI's Chat Completions as `openai` 7.55.0 declares them, with what compatible
 * servers add: several reasoning fields, usage on any chunk, errors inside a 200.
 */
import type { FinishReason, Usage } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { pickUnknown, readCount, readObject } from '../read-json.ts'

export interface ChatMessageBody {
  role: 'system' | 'user' | 'assistant'
  /** A plain string for text: not every compatible server takes a list of parts. */
  content: string
}

/** What `encodeRequest` writes. */
export interface ChatCompletionBody {
  model: string
  messages: ChatMessageBody[]
  temperature?: number
  top_p?: number
  /** Not `max_completion_tokens`: compatible servers know the older name, and only the newest OpenAI models refuse it. */
  max_tokens?: number
  stop?: string[]
  stream?: true
  /** Asks for the usage chunk before `[DONE]`. */
  stream_options?: { include_usage: true }
}

/** Top-level fields that are read, or that say nothing about the reply. */
export const knownChunkFields: ReadonlySet<string> = new Set([
  'id',
  'object',
  'created',
  'model',
  'choices',
  'usage',
  'obfuscation',
])

export const knownChoiceFields: ReadonlySet<string> = new Set([
  'index',
  'delta',
  'message',
  'finish_reason',
])

export const knownDeltaFields: ReadonlySet<string> = new Set(['role', 'content', 'refusal'])

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

const knownUsageFields: ReadonlySet<string> = new Set([
  'prompt_tokens',
  'completion_tokens',
  'total_tokens',
])

/**
 * Reads `usage`. `prompt_tokens` includes cached tokens. `completion_tokens` includes reasoning at OpenAI
 * and does not at xAI: where the total shows that reasoning stands beside it, it is added. Older DeepSeek
 * servers count cache hits in `prompt_cache_hit_tokens`.
 */
export function readUsage(usage: JsonObject): Usage {
  const prompt = readCount(usage['prompt_tokens'])
  const completion = readCount(usage['completion_tokens'])
  const total = readCount(usage['total_tokens'])
  const cached =
    readCount(readObject(usage['prompt_tokens_details'])['cached_tokens']) ??
    readCount(usage['prompt_cache_hit_tokens'])
  const reasoning =
    readCount(readObject(usage['completion_tokens_details'])['reasoning_tokens']) ??
    readCount(usage['reasoning_tokens'])
  const isBeside =
    reasoning !== undefined &&
    reasoning > 0 &&
    total === (prompt ?? 0) + (completion ?? 0) + reasoning
  const result: Usage = {}
  if (prompt !== undefined) result.inputTokens = prompt
  if (completion !== undefined) result.outputTokens = isBeside ? completion + reasoning : completion
  if (cached !== undefined) result.cachedInputTokens = cached
  if (reasoning !== undefined) result.reasoningTokens = reasoning
  return result
}

/** True when the upstream counted more than `readUsage` reads; the whole then goes into a `raw` event. */
export function hasMoreUsage(usage: JsonObject): boolean {
  return pickUnknown(usage, knownUsageFields) !== undefined
}
