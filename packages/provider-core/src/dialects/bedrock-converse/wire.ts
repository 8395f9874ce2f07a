/** @file Shapes of Amazon Bedrock's Converse, as `@aws-sdk/client-bedrock-runtime` 3.1162.0 declares them. */
import type { FinishReason, Usage } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { isObject, pickUnknown, readCount, readText } from '../read-json.ts'

export type ContentBlock =
  | { text: string }
  | { reasoningContent: { reasoningText: { text: string; signature: string } } }

export interface MessageBody {
  role: 'user' | 'assistant'
  content: ContentBlock[]
}

/** What `encodeRequest` writes. The model and whether to stream are in the address. */
export interface ConverseBody {
  messages: MessageBody[]
  system?: { text: string }[]
  inferenceConfig?: {
    maxTokens?: number
    temperature?: number
    topP?: number
    stopSequences?: string[]
  }
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
 * that end in `TokenCount` are older ones for the same numbers.
 */
export function readUsage(usage: JsonObject): Usage {
  const input = readCount(usage['inputTokens'])
  const output = readCount(usage['outputTokens'])
  const cacheRead =
    readCount(usage['cacheReadInputTokens']) ?? readCount(usage['cacheReadInputTokenCount'])
  const cacheWrite =
    readCount(usage['cacheWriteInputTokens']) ?? readCount(usage['cacheWriteInputTokenCount'])
  const result: Usage = {}
  if (input !== undefined) result.inputTokens = input + (cacheRead ?? 0) + (cacheWrite ?? 0)
  if (output !== undefined) result.outputTokens = output
  if (cacheRead !== undefined) result.cachedInputTokens = cacheRead
  return result
}

/** True when the upstream counted more than `readUsage` reads. */
export function hasMoreUsage(usage: JsonObject): boolean {
  return pickUnknown(usage, knownUsageFields) !== undefined
}

/** The stop reason of a `messageStop` or a whole answer. */
export function readStopReason(value: JsonObject): string | undefined {
  return readText(value['stopReason'])
}
