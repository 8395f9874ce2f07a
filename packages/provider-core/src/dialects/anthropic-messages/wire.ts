/** @file Shapes of Anthropic's Messages API (versions 2023-06-01 and 2026-10-21), as `@anthropic-ai/sdk` 1.11.0 declares them. */
import type { FinishReason, Usage } from '../../model/chat-event.ts'
import type { CacheControl, RawFields } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { readRawValue } from '../raw-fields.ts'
import { isObject, pickUnknown, readCount, readObject, readText } from '../read-json.ts'

/** Sent unless the endpoint's settings name another: what nearly every compatible server speaks. */
export const usualVersion = '2023-06-01'

/** From this version on the vendor's host refuses temperature, top-p and top-k (SDK 1.11.0, migration notes). */
const versionWithoutSampling = '2026-10-21'

/** True for a version, also in the words of Bedrock and Vertex, that takes sampling settings. */
export function takesSampling(version: string | undefined): boolean {
  const date = /\d{4}-\d{2}-\d{2}/.exec(version ?? usualVersion)?.[0] ?? usualVersion
  return date < versionWithoutSampling
}

/** Marks a value as one of this format's own. */
export function keepRaw(value: unknown): RawFields {
  return { dialect: 'anthropic-messages', value }
}

/** The own fields in `raw`, if they are this format's. */
export function readRaw(raw: RawFields | undefined): JsonObject | undefined {
  return readRawValue(raw, 'anthropic-messages')
}

/** Fields of a `message` that are read, or that say nothing about the reply. */
export const knownMessageFields: ReadonlySet<string> = new Set([
  'id',
  'type',
  'role',
  'model',
  'content',
  'stop_reason',
  'stop_sequence',
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

/** Reasons that no neutral one stands for, but clients know. */
const otherReasons: ReadonlySet<string> = new Set(['pause_turn', 'compaction'])

/** True for a `stop_reason` that clients know and no neutral one stands for. */
export function isOtherReason(rawReason: string | undefined): boolean {
  return rawReason !== undefined && otherReasons.has(rawReason)
}

/** Maps `stop_reason`; `pause_turn`, `compaction` and words of other servers become `other`. */
export function mapFinishReason(reason: string): FinishReason {
  return finishReasons.get(reason) ?? 'other'
}

const stopReasons: Readonly<Record<FinishReason, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
  other: 'end_turn',
}

/**
 * Maps our reason to `stop_reason`: the upstream's own word where it is one of this format's for the same.
 * A reply with a call of a client's tool that "stopped" says `tool_use`, else clients never run the tool.
 */
export function mapStopReason(
  reason: FinishReason,
  detail: {
    rawReason: string | undefined
    stopSequence: string | undefined
    hasToolUse: boolean
  },
): string {
  const { rawReason = '', stopSequence, hasToolUse } = detail
  if (hasToolUse && (reason === 'stop' || reason === 'other') && !otherReasons.has(rawReason)) {
    return 'tool_use'
  }
  if (finishReasons.get(rawReason) === reason) return rawReason
  if (reason === 'other' && otherReasons.has(rawReason)) return rawReason
  return reason === 'stop' && stopSequence !== undefined ? 'stop_sequence' : stopReasons[reason]
}

/** Encodes a cache mark. */
export function encodeCacheControl(mark: CacheControl | undefined): JsonObject | undefined {
  return mark && { type: 'ephemeral', ...(mark.ttl && { ttl: mark.ttl }) }
}

/** Decodes `cache_control`; `undefined` where there is none. */
export function decodeCacheControl(value: unknown): CacheControl | undefined {
  if (!isObject(value)) return undefined
  const { ttl } = value
  return ttl === '5m' || ttl === '1h' ? { ttl } : {}
}

const countFields = [
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
] as const

const knownUsageFields: ReadonlySet<string> = new Set([...countFields, 'service_tier'])

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

/**
 * Reads a merged `usage`. Anthropic counts cache reads and writes beside `input_tokens`; ours includes both.
 * Counts that have no neutral field (server tools, cache writes by lifetime) stay in `raw`.
 */
export function readUsage(usage: JsonObject): Usage {
  const [input, output, cacheRead, cacheWrite] = countFields.map((name) => readCount(usage[name]))
  const thinking = readCount(readObject(usage['output_tokens_details'])['thinking_tokens'])
  const rest = pickUnknown(usage, knownUsageFields)
  const result: Usage = {}
  if (input !== undefined) result.inputTokens = input + (cacheRead ?? 0) + (cacheWrite ?? 0)
  if (output !== undefined) result.outputTokens = output
  if (cacheRead !== undefined) result.cachedInputTokens = cacheRead
  if (cacheWrite !== undefined) result.cacheWriteTokens = cacheWrite
  if (thinking !== undefined) result.reasoningTokens = thinking
  if (rest !== undefined) result.raw = keepRaw(rest)
  return result
}

/** Writes `usage`: cache reads and writes are taken out of the input again, so that nobody counts them twice. */
export function writeUsage(usage: Usage | undefined, serviceTier: string | undefined): JsonObject {
  const { cachedInputTokens, cacheWriteTokens, reasoningTokens } = usage ?? {}
  const cached = (cachedInputTokens ?? 0) + (cacheWriteTokens ?? 0)
  return {
    ...readRaw(usage?.raw),
    input_tokens: Math.max(0, (usage?.inputTokens ?? 0) - cached),
    output_tokens: usage?.outputTokens ?? 0,
    ...(cachedInputTokens !== undefined && { cache_read_input_tokens: cachedInputTokens }),
    ...(cacheWriteTokens !== undefined && { cache_creation_input_tokens: cacheWriteTokens }),
    ...(reasoningTokens !== undefined && {
      output_tokens_details: { thinking_tokens: reasoningTokens },
    }),
    ...(serviceTier !== undefined && { service_tier: serviceTier }),
  }
}

/** The tier that served the reply. */
export function readServiceTier(usage: JsonObject): string | undefined {
  return readText(usage['service_tier'])
}
