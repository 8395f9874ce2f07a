/** @file Shapes of Amazon Bedrock's Converse, as `@aws-sdk/client-bedrock-runtime` 3.1162.0 declares them. */
import type { FinishReason, Usage } from '../../model/chat-event.ts'
import type { RawFields } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { readRawValue } from '../raw-fields.ts'
import { isObject, pickUnknown, readCount, readText } from '../read-json.ts'

/** Marks a value as one of this format's own. */
export function keepRaw(value: unknown): RawFields {
  return { dialect: 'bedrock-converse', value }
}

/** The own fields in `raw`, if they are this format's. */
export function readRaw(raw: RawFields | undefined): JsonObject | undefined {
  return readRawValue(raw, 'bedrock-converse')
}

/** Padding against guessing a reply from the length of its frames; says nothing. */
export const paddingField = 'p'

const streamEvents: ReadonlySet<string> = new Set([
  'messageStart',
  'contentBlockStart',
  'contentBlockDelta',
  'contentBlockStop',
  'messageStop',
  'metadata',
])

/**
 * Name and payload of a stream event. On the wire the name is the frame's `:event-type`; where it is
 * missing, the payload is wrapped in an object with the name as its key, as SDKs and logs show it.
 */
export function readStreamEvent(
  value: JsonObject,
  event: string | undefined,
): { readonly name: string; readonly payload: JsonObject } {
  if (event !== undefined && event !== 'message') return { name: event, payload: value }
  for (const name of streamEvents) {
    const payload = value[name]
    if (isObject(payload)) return { name, payload }
  }
  return { name: '', payload: value }
}

const finishReasons: ReadonlyMap<string, FinishReason> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool-calls'],
  ['guardrail_intervened', 'content-filter'],
  ['content_filtered', 'content-filter'],
  ['refusal', 'content-filter'],
])

/** Maps `stopReason`; malformed output and tool use become `other`. */
export function mapFinishReason(reason: string): FinishReason {
  return finishReasons.get(reason) ?? 'other'
}

const knownUsageFields: ReadonlySet<string> = new Set([
  'inputTokens',
  'outputTokens',
  'totalTokens',
  'cacheReadInputTokens',
  'cacheWriteInputTokens',
  'cacheReadInputTokenCount',
  'cacheWriteInputTokenCount',
])

/**
 * Reads `usage`. Converse counts cache reads and writes beside `inputTokens`; ours includes both. The names
 * that end in `TokenCount` are older ones for the same numbers. What else is counted stays in `raw`.
 */
export function readUsage(usage: JsonObject): Usage {
  const input = readCount(usage['inputTokens'])
  const output = readCount(usage['outputTokens'])
  const cacheRead =
    readCount(usage['cacheReadInputTokens']) ?? readCount(usage['cacheReadInputTokenCount'])
  const cacheWrite =
    readCount(usage['cacheWriteInputTokens']) ?? readCount(usage['cacheWriteInputTokenCount'])
  const rest = pickUnknown(usage, knownUsageFields)
  const result: Usage = {}
  if (input !== undefined) result.inputTokens = input + (cacheRead ?? 0) + (cacheWrite ?? 0)
  if (output !== undefined) result.outputTokens = output
  if (cacheRead !== undefined) result.cachedInputTokens = cacheRead
  if (cacheWrite !== undefined) result.cacheWriteTokens = cacheWrite
  if (rest !== undefined) result.raw = keepRaw(rest)
  return result
}

/** The stop reason of a `messageStop` or a whole answer. */
export function readStopReason(value: JsonObject): string | undefined {
  return readText(value['stopReason'])
}
