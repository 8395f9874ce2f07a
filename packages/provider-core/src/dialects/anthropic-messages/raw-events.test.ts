import { expect, test } from 'vitest'
import type { JsonObject } from '../dialect.ts'
import { anthropicMessages } from './anthropic-messages.ts'

test('what this format keeps raw comes out of it again where it was', () => {
  const wire: JsonObject[] = [
    {
      type: 'message_start',
      message: {
        id: 'r1',
        type: 'message',
        role: 'assistant',
        model: 'm',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: 0, output_tokens: 0 },
        container: { id: 'c1' },
      },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'compaction', content: '' } },
    {
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'compaction_delta', content: 'Summary' },
    },
    { type: 'content_block_stop', index: 0 },
    {
      type: 'content_block_start',
      index: 1,
      content_block: { type: 'mcp_tool_use', id: 'x', name: 'echo', input: {}, server_name: 's' },
    },
    {
      type: 'content_block_delta',
      index: 1,
      delta: { type: 'input_json_delta', partial_json: '{"a":1}' },
    },
    { type: 'content_block_stop', index: 1 },
    {
      type: 'content_block_start',
      index: 2,
      content_block: { type: 'mcp_tool_result', tool_use_id: 'x', is_error: false, content: [] },
    },
    { type: 'content_block_stop', index: 2 },
    {
      type: 'message_delta',
      delta: {
        stop_details: { type: 'refusal', category: 'bio' },
        stop_reason: 'refusal',
        stop_sequence: null,
      },
      context_management: { applied_edits: [1] },
      usage: { input_tokens: 1, output_tokens: 2 },
    },
    { type: 'message_stop', 'amazon-bedrock-invocationMetrics': { inputTokenCount: 1 } },
  ]
  const decoder = anthropicMessages.createStreamDecoder()
  const encoder = anthropicMessages.createStreamEncoder({
    modelId: 'm',
    includeUsage: true,
    id: 'msg_1',
    createdAt: 0,
  })
  const events = wire.flatMap((value) =>
    decoder.push({ event: String(value['type']), data: JSON.stringify(value) }),
  )
  const frames = events.flatMap((event) => encoder.push(event))
  expect(frames.map(({ data }): unknown => JSON.parse(data))).toEqual(wire)
})
