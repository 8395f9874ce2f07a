/** @file Shapes of Anthropic's Messages API (version 2023-06-01), as `@anthropic-ai/sdk` 1.11.0 declares them. */
import type { FinishReason, Usage } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { pickUnknown, readCount, readObject } from '../read-json.ts'

export type ContentBlock =
  | { type: 'text'; text: string }
  | { type: 'thinking'; thinking: string; signature: string }

export interface MessageBody {
  role: 'user' | 'assistant'
  content: string | ContentBlock[]
}

/** What `encodeRequest` writes. */
export interface MessagesBody {
  model: string
  messages: MessageBody[]
  /** Required by the format. */
  max_tokens: number
  system?: string
  temperature?: number
  top_p?: number
  stop_sequences?: string[]
  stream?: true
}

/** Sent unless the endpoint's settings name another: what nearly every compatible server speaks. */
export const usualVersion = '2023-06-01'

/** `max_tokens` where the request names none: every Claude model and nearly every other takes it. */
export const defaultMaxTokens = 4096

/** Fields of a `message` that are read, or that say nothing about the reply. */
export const knownMessageFields: ReadonlySet<string> = new Set([
  'id',
  'type',
  'role',
  'model',
  'content',
  'stop_reason',
  'usage',
])

const finishReasons: ReadonlyMap<string, FinishReason> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool-calls'],
  ['refusal', 'content-filter'],
])

/** Maps `stop_reason`; `pause_turn`, `compaction` and words of other servers become `other`. */
export function mapFinishReason(reason: string): FinishReason {
  return finishReasons.get(reason) ?? 'other'
}

const countFields = [
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
] as const

const knownUsageFields: ReadonlySet<string> = new Set(countFields)

/**
 * Adds what a later `usage` says: counts are cumulative, so a later one replaces an earlier one. A 0 replaces
 * nothing: servers send it in `message_delta` for what only `message_start` counted.
 */
export function mergeUsage(earlier: JsonObject, later: JsonObject): JsonObject {
  const merged = { ...earlier }
  for (const [name, value] of Object.entries(later)) {
    if (value === null || (value === 0 && readCount(earlier[name]) !== undefined)) continue
    merged[name] = value
  }
  return merged
}

/** Reads a merged `usage`. Anthropic counts cache reads and writes beside `input_tokens`; ours includes both. */
export function readUsage(usage: JsonObject): Usage {
  const [input, output, cacheRead, cacheWrite] = countFields.map((name) => readCount(usage[name]))
  const thinking = readCount(readObject(usage['output_tokens_details'])['thinking_tokens'])
  const result: Usage = {}
  if (input !== undefined) result.inputTokens = input + (cacheRead ?? 0) + (cacheWrite ?? 0)
  if (output !== undefined) result.outputTokens = output
  if (cacheRead !== undefined) result.cachedInputTokens = cacheRead
  if (thinking !== undefined) result.reasoningTokens = thinking
  return result
}

/** True when the upstream counted more than `readUsage` reads. */
export function hasMoreUsage(usage: JsonObject): boolean {
  return pickUnknown(usage, knownUsageFields) !== undefined
}
