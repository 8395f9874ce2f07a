import type {
  Response,
  ResponseFunctionToolCall,
  ResponseOutputItem,
  ResponseOutputMessage,
  ResponseReasoningItem,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses.js'
import { halves } from './anthropic-messages.ts'
import {
  fakeCreatedAt,
  type FakeDialect,
  type GenerateCall,
  type Reply,
  type StreamPart,
} from './dialect.ts'
import { encodeOpenAIError } from './openai-error.ts'

type WireResponse = Omit<Response, 'output_text' | 'access_programs'>
type Unnumbered<Event> = Event extends { response: unknown; sequence_number: number }
  ? Omit<Event, 'sequence_number' | 'response'> & { response: WireResponse }
  : Event extends { sequence_number: number }
    ? Omit<Event, 'sequence_number'>
    : never
type Step = [StreamPart, Unnumbered<ResponseStreamEvent>]

/** OpenAI Responses answers, shaped by the declarations of `openai`. */
export const openaiResponses: FakeDialect = {
  id: 'openai-responses',
  encodeWhole: (reply, call) => encodeResponse(reply, call, encodeOutput(reply)),
  *encodeStream(reply, call) {
    let sequence_number = 0
    for (const [part, event] of encodeEvents(reply, call)) {
      yield { part, name: event.type, data: { ...event, sequence_number } }
      sequence_number += 1
    }
  },
  encodeStreamError: (message) => ({
    part: 'body',
    name: 'error',
    data: { type: 'error', code: 'server_error', message, param: null, sequence_number: 9999 },
  }),
  encodeError: encodeOpenAIError,
}

function encodeResponse(
  reply: Reply,
  call: GenerateCall,
  output: ResponseOutputItem[],
): WireResponse {
  const { usage } = reply
  const incomplete = reply.finish === 'length' || reply.finish === 'content-filter'
  const reason = reply.finish === 'length' ? 'max_output_tokens' : 'content_filter'
  return {
    id: `resp_fake_${reply.serial}`,
    object: 'response',
    created_at: fakeCreatedAt,
    status: incomplete ? 'incomplete' : 'completed',
    error: null,
    incomplete_details: incomplete ? { reason } : null,
    instructions: null,
    metadata: {},
    model: call.model,
    output,
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    usage: {
      input_tokens: usage.inputTokens,
      input_tokens_details: {
        cached_tokens: usage.cachedInputTokens ?? 0,
        cache_write_tokens: 0,
      },
      output_tokens: usage.outputTokens,
      output_tokens_details: { reasoning_tokens: usage.reasoningTokens ?? 0 },
      total_tokens: usage.inputTokens + usage.outputTokens,
    },
  }
}

function encodeOutput(reply: Reply): ResponseOutputItem[] {
  const text = [...reply.text].join('')
  return [
    ...(reply.reasoning.length > 0 ? [encodeReasoning(reply, reply.reasoning.join(''))] : []),
    ...(text === '' ? [] : [encodeMessage(reply, text)]),
    ...reply.toolCalls.map((tool) => encodeToolCall(tool, JSON.stringify(tool.arguments))),
  ]
}

function encodeReasoning(reply: Reply, text?: string): ResponseReasoningItem {
  return {
    id: `rs_fake_${reply.serial}`,
    type: 'reasoning',
    summary: text === undefined ? [] : [{ type: 'summary_text', text }],
  }
}

function encodeMessage(reply: Reply, text?: string): ResponseOutputMessage {
  return {
    id: `msg_fake_${reply.serial}`,
    type: 'message',
    role: 'assistant',
    status: text === undefined ? 'in_progress' : 'completed',
    content:
      text === undefined ? [] : [{ type: 'output_text', text, annotations: [], logprobs: [] }],
  }
}

function encodeToolCall(tool: Reply['toolCalls'][number], json?: string): ResponseFunctionToolCall {
  return {
    id: `fc_${tool.id}`,
    type: 'function_call',
    call_id: tool.id,
    name: tool.name,
    arguments: json ?? '',
    status: json === undefined ? 'in_progress' : 'completed',
  }
}

function* encodeEvents(reply: Reply, call: GenerateCall): Iterable<Step> {
  const { usage: _usage, ...started } = encodeResponse(reply, call, [])
  const response: WireResponse = { ...started, status: 'in_progress', incomplete_details: null }
  yield ['head', { type: 'response.created', response }]
  yield ['head', { type: 'response.in_progress', response }]
  const output: ResponseOutputItem[] = []
  if (reply.reasoning.length > 0) yield* encodeReasoningEvents(reply, output)
  yield* encodeTextEvents(reply, output)
  for (const tool of reply.toolCalls) yield* encodeToolEvents(tool, output)
  const whole = encodeResponse(reply, call, output)
  const type = whole.status === 'incomplete' ? 'response.incomplete' : 'response.completed'
  yield ['tail', { type, response: whole }]
}

function* encodeReasoningEvents(reply: Reply, output: ResponseOutputItem[]): Iterable<Step> {
  const output_index = output.length
  const text = reply.reasoning.join('')
  const item = encodeReasoning(reply, text)
  const place = { item_id: item.id, output_index, summary_index: 0 }
  yield ['head', { type: 'response.output_item.added', item: encodeReasoning(reply), output_index }]
  yield [
    'head',
    {
      type: 'response.reasoning_summary_part.added',
      ...place,
      part: { type: 'summary_text', text: '' },
    },
  ]
  for (const delta of reply.reasoning) {
    yield ['body', { type: 'response.reasoning_summary_text.delta', ...place, delta }]
  }
  yield ['body', { type: 'response.reasoning_summary_text.done', ...place, text }]
  yield [
    'body',
    {
      type: 'response.reasoning_summary_part.done',
      ...place,
      part: { type: 'summary_text', text },
    },
  ]
  yield ['body', { type: 'response.output_item.done', item, output_index }]
  output.push(item)
}

function* encodeTextEvents(reply: Reply, output: ResponseOutputItem[]): Iterable<Step> {
  const output_index = output.length
  const place = { item_id: `msg_fake_${reply.serial}`, output_index, content_index: 0 }
  let text = ''
  for (const delta of reply.text) {
    if (text === '') {
      const part = { type: 'output_text' as const, text: '', annotations: [], logprobs: [] }
      yield [
        'body',
        { type: 'response.output_item.added', item: encodeMessage(reply), output_index },
      ]
      yield ['body', { type: 'response.content_part.added', ...place, part }]
    }
    text += delta
    yield ['body', { type: 'response.output_text.delta', ...place, delta, logprobs: [] }]
  }
  if (text === '') return
  const part = { type: 'output_text' as const, text, annotations: [], logprobs: [] }
  const item = encodeMessage(reply, text)
  yield ['body', { type: 'response.output_text.done', ...place, text, logprobs: [] }]
  yield ['body', { type: 'response.content_part.done', ...place, part }]
  yield ['body', { type: 'response.output_item.done', item, output_index }]
  output.push(item)
}

function* encodeToolEvents(
  tool: Reply['toolCalls'][number],
  output: ResponseOutputItem[],
): Iterable<Step> {
  const output_index = output.length
  const json = JSON.stringify(tool.arguments)
  const item = encodeToolCall(tool, json)
  const place = { item_id: `fc_${tool.id}`, output_index }
  yield ['body', { type: 'response.output_item.added', item: encodeToolCall(tool), output_index }]
  for (const delta of halves(json)) {
    yield ['body', { type: 'response.function_call_arguments.delta', ...place, delta }]
  }
  yield ['body', { type: 'response.function_call_arguments.done', ...place, arguments: json }]
  yield ['body', { type: 'response.output_item.done', item, output_index }]
  output.push(item)
}
