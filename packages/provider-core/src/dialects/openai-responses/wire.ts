/** @file Shapes of OpenAI's Responses API, as `openai` 7.55.0 declares them. */
import type { FinishReason, Usage } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { readRawFields } from '../raw-fields.ts'
import { pickUnknown, readCount, readObject, readObjects, readText } from '../read-json.ts'

/** Events that only frame what others say: the same text is in their deltas. */
export const structuralEvents: ReadonlySet<string> = new Set([
  'response.queued',
  'response.output_text.done',
  'response.refusal.done',
  'response.reasoning_text.done',
  'response.reasoning_summary_text.done',
  'response.reasoning_summary_part.done',
  'response.function_call_arguments.done',
  'response.custom_tool_call_input.done',
  'keepalive',
])

/** Parts whose text comes in deltas. */
export const textPartTypes: ReadonlySet<string> = new Set([
  'output_text',
  'refusal',
  'summary_text',
  'reasoning_text',
])

/** Items that ask the client to run something. */
export function isToolCallItem(item: JsonObject): boolean {
  return item['type'] === 'function_call' || item['type'] === 'custom_tool_call'
}

/** Fields of a response that are read, or that repeat what the request said. */
export const knownResponseFields: ReadonlySet<string> = new Set([
  'id',
  'object',
  'created_at',
  'status',
  'error',
  'incomplete_details',
  'model',
  'output',
  'output_text',
  'usage',
  'service_tier',
  'background',
  'instructions',
  'max_output_tokens',
  'max_tool_calls',
  'metadata',
  'moderation',
  'parallel_tool_calls',
  'previous_response_id',
  'prompt_cache_key',
  'prompt_cache_retention',
  'reasoning',
  'safety_identifier',
  'store',
  'temperature',
  'text',
  'tool_choice',
  'tools',
  'top_logprobs',
  'top_p',
  'truncation',
  'user',
])

/** Items that say what the vendor ran itself. */
export const providerCallTypes: ReadonlySet<unknown> = new Set([
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
  'mcp_call',
])

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
  'input_tokens_details',
  'output_tokens_details',
])
const knownInputDetails: ReadonlySet<string> = new Set(['cached_tokens', 'cache_write_tokens'])
const knownOutputDetails: ReadonlySet<string> = new Set(['reasoning_tokens'])

/** Reads `usage`: input includes cached tokens, output includes reasoning. A report that says more stays whole in `raw`. */
export function readUsage(usage: JsonObject): Usage {
  const inputDetails = readObject(usage['input_tokens_details'])
  const outputDetails = readObject(usage['output_tokens_details'])
  const result: Usage = {}
  const input = readCount(usage['input_tokens'])
  const output = readCount(usage['output_tokens'])
  const cached = readCount(inputDetails['cached_tokens'])
  const written = readCount(inputDetails['cache_write_tokens'])
  const reasoning = readCount(outputDetails['reasoning_tokens'])
  if (input !== undefined) result.inputTokens = input
  if (output !== undefined) result.outputTokens = output
  if (cached !== undefined) result.cachedInputTokens = cached
  if (written !== undefined) result.cacheWriteTokens = written
  if (reasoning !== undefined) result.reasoningTokens = reasoning
  const hasMore =
    pickUnknown(usage, knownUsageFields) !== undefined ||
    pickUnknown(inputDetails, knownInputDetails) !== undefined ||
    pickUnknown(outputDetails, knownOutputDetails) !== undefined
  if (hasMore) result.raw = { dialect: 'openai-responses', value: usage }
  return result
}

/** Writes `usage` with the details that SDKs read without asking, over the upstream's own report. */
export function writeUsage(usage: Usage = {}): JsonObject {
  const own = readRawFields(usage.raw, 'openai-responses')
  const input = usage.inputTokens ?? 0
  const output = usage.outputTokens ?? 0
  return {
    ...own,
    input_tokens: input,
    input_tokens_details: {
      ...readObject(own['input_tokens_details']),
      cached_tokens: usage.cachedInputTokens ?? 0,
      ...dropEmpty({ cache_write_tokens: usage.cacheWriteTokens }),
    },
    output_tokens: output,
    output_tokens_details: {
      ...readObject(own['output_tokens_details']),
      reasoning_tokens: usage.reasoningTokens ?? 0,
    },
    total_tokens: input + output,
  }
}
