/** @file Shapes of OpenAI's Responses API, as `openai` 7.55.0 declares them. */
import type { FinishReason, Usage } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { pickUnknown, readCount, readObject, readObjects, readText } from '../read-json.ts'

export interface InputMessage {
  role: 'system' | 'user' | 'assistant'
  content: string
}

/** What `encodeRequest` writes. */
export interface ResponsesBody {
  model: string
  input: InputMessage[]
  instructions?: string
  temperature?: number
  top_p?: number
  max_output_tokens?: number
  stream?: true
  /** Nothing is kept at the vendor: the conversation is sent with every request. */
  store: false
}

/** Events that only frame what others say: the same text is in their deltas. */
export const structuralEvents: ReadonlySet<string> = new Set([
  'response.queued',
  'response.output_text.done',
  'response.refusal.done',
  'response.reasoning_text.done',
  'response.reasoning_summary_text.done',
  'response.reasoning_summary_part.done',
  'keepalive',
])

/** Parts whose text comes in deltas. */
export const textPartTypes: ReadonlySet<string> = new Set([
  'output_text',
  'refusal',
  'summary_text',
  'reasoning_text',
])

/** Item types that are not tool calls of the client, by the type's ending. */
export function isToolCallItem(item: JsonObject): boolean {
  return item['type'] === 'function_call' || item['type'] === 'custom_tool_call'
}

/**
 * Maps a closed response: status `completed` is `stop` (or `tool-calls`), `incomplete` goes by
 * `incomplete_details.reason`.
 */
export function mapFinishReason(
  response: JsonObject,
  seen: { hasToolCalls: boolean; refused: boolean },
): { readonly reason: FinishReason; readonly rawReason: string } {
  const detail = readText(readObject(response['incomplete_details'])['reason'])
  if (response['status'] === 'incomplete' || detail !== undefined) {
    const reason =
      detail === 'max_output_tokens' || detail === 'max_tokens'
        ? 'length'
        : detail === 'content_filter'
          ? 'content-filter'
          : 'other'
    return { reason, rawReason: detail ?? 'incomplete' }
  }
  const rawReason = readText(response['status']) ?? 'completed'
  if (seen.refused) return { reason: 'content-filter', rawReason }
  const called = seen.hasToolCalls || readObjects(response['output']).some(isToolCallItem)
  return { reason: called ? 'tool-calls' : 'stop', rawReason }
}

const knownUsageFields: ReadonlySet<string> = new Set([
  'input_tokens',
  'output_tokens',
  'total_tokens',
])

/** Reads `usage`: input includes cached tokens, output includes reasoning. */
export function readUsage(usage: JsonObject): Usage {
  const result: Usage = {}
  const input = readCount(usage['input_tokens'])
  const output = readCount(usage['output_tokens'])
  const cached = readCount(readObject(usage['input_tokens_details'])['cached_tokens'])
  const reasoning = readCount(readObject(usage['output_tokens_details'])['reasoning_tokens'])
  if (input !== undefined) result.inputTokens = input
  if (output !== undefined) result.outputTokens = output
  if (cached !== undefined) result.cachedInputTokens = cached
  if (reasoning !== undefined) result.reasoningTokens = reasoning
  return result
}

/** True when the upstream counted more than `readUsage` reads. */
export function hasMoreUsage(usage: JsonObject): boolean {
  return pickUnknown(usage, knownUsageFields) !== undefined
}
