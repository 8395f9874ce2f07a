import type {
  ContentBlock,
  Message,
  RawMessageStreamEvent,
  StopReason,
  Usage,
} from '@anthropic-ai/sdk/resources/messages/messages.js'
import type { FinishReason } from '../server/behaviour.ts'
import type { FakeDialect, GenerateCall, Reply, StreamEvent, StreamPart } from './dialect.ts'

const stopReasons: Record<FinishReason, StopReason> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
}
const signature = 'ZmFrZS1zaWduYXR1cmU='

/** Anthropic Messages answers, shaped by the declarations of `@anthropic-ai/sdk`. */
export const anthropicMessages: FakeDialect = {
  id: 'anthropic-messages',
  encodeWhole: (reply, call) => encodeMessage(reply, call, encodeContent(reply)),
  *encodeStream(reply, call) {
    for (const [part, event] of encodeEvents(reply, call)) {
      yield { part, name: event.type, data: event }
    }
  },
  encodeStreamError: (message) => ({
    part: 'body',
    name: 'error',
    data: { type: 'error', error: { type: 'overloaded_error', message } },
  }),
  encodeError: (status, message) => ({
    type: 'error',
    error: { type: errorTypes[status] ?? 'api_error', message },
    request_id: 'req_fake',
  }),
}

/** A ping, which the real host may send between any two events. */
const ping: StreamEvent['data'] = { type: 'ping' }

/** Adds the pings of the vendor's own host, which Bedrock does not pass on. */
export const anthropicMessagesWithPings: FakeDialect = {
  ...anthropicMessages,
  *encodeStream(reply, call) {
    for (const event of anthropicMessages.encodeStream(reply, call)) {
      yield event
      if (event.name === 'message_start') yield { part: 'head', name: 'ping', data: ping }
    }
  },
}

const errorTypes: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  405: 'invalid_request_error',
  413: 'request_too_large',
  415: 'invalid_request_error',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error',
}

function encodeMessage(reply: Reply, call: GenerateCall, content: ContentBlock[]): Message {
  return {
    id: `msg_fake_${reply.serial}`,
    type: 'message',
    role: 'assistant',
    model: call.model,
    content,
    container: null,
    diagnostics: null,
    stop_details: null,
    stop_reason: stopReasons[reply.finish],
    stop_sequence: null,
    usage: encodeUsage(reply, reply.usage.outputTokens),
  }
}

function encodeContent(reply: Reply): ContentBlock[] {
  const text = [...reply.text].join('')
  const blocks: ContentBlock[] = []
  if (reply.reasoning.length > 0) {
    blocks.push({ type: 'thinking', thinking: reply.reasoning.join(''), signature })
  }
  if (text !== '') blocks.push({ type: 'text', text, citations: null })
  for (const tool of reply.toolCalls) {
    blocks.push({ ...emptyToolUse(tool), input: tool.arguments })
  }
  return blocks
}

function emptyToolUse(tool: Reply['toolCalls'][number]) {
  return {
    type: 'tool_use' as const,
    id: `toolu_${tool.id}`,
    caller: { type: 'direct' as const },
    name: tool.name,
    input: {} as unknown,
  }
}

/** Here the input excludes what was read from the cache. */
function encodeUsage({ usage }: Reply, outputTokens: number): Usage {
  return {
    input_tokens: usage.inputTokens - (usage.cachedInputTokens ?? 0),
    output_tokens: outputTokens,
    cache_creation: null,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: usage.cachedInputTokens ?? 0,
    inference_geo: null,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: 'standard',
    speed: null,
  }
}

function* encodeEvents(
  reply: Reply,
  call: GenerateCall,
): Iterable<[StreamPart, RawMessageStreamEvent]> {
  const message = encodeMessage(reply, call, [])
  yield [
    'head',
    {
      type: 'message_start',
      message: { ...message, stop_reason: null, usage: encodeUsage(reply, 1) },
    },
  ]
  let index = 0
  if (reply.reasoning.length > 0) {
    const block: ContentBlock = { type: 'thinking', thinking: '', signature: '' }
    yield ['head', { type: 'content_block_start', index, content_block: block }]
    for (const thinking of reply.reasoning) {
      yield [
        'body',
        { type: 'content_block_delta', index, delta: { type: 'thinking_delta', thinking } },
      ]
    }
    yield [
      'body',
      { type: 'content_block_delta', index, delta: { type: 'signature_delta', signature } },
    ]
    yield ['body', { type: 'content_block_stop', index }]
    index += 1
  }
  let open = false
  for (const text of reply.text) {
    if (!open) {
      const block: ContentBlock = { type: 'text', text: '', citations: null }
      yield ['body', { type: 'content_block_start', index, content_block: block }]
      open = true
    }
    yield ['body', { type: 'content_block_delta', index, delta: { type: 'text_delta', text } }]
  }
  if (open) {
    yield ['body', { type: 'content_block_stop', index }]
    index += 1
  }
  for (const tool of reply.toolCalls) {
    yield ['body', { type: 'content_block_start', index, content_block: emptyToolUse(tool) }]
    for (const json of ['', ...halves(JSON.stringify(tool.arguments))]) {
      const delta = { type: 'input_json_delta' as const, partial_json: json }
      yield ['body', { type: 'content_block_delta', index, delta }]
    }
    yield ['body', { type: 'content_block_stop', index }]
    index += 1
  }
  yield [
    'tail',
    {
      type: 'message_delta',
      delta: {
        container: null,
        stop_details: null,
        stop_reason: stopReasons[reply.finish],
        stop_sequence: null,
      },
      usage: encodeUsage(reply, reply.usage.outputTokens),
    },
  ]
  yield ['tail', { type: 'message_stop' }]
}

/** Cuts a string in two, as tool arguments stream in pieces. */
export function halves(text: string): [string, string] {
  const middle = Math.ceil(text.length / 2)
  return [text.slice(0, middle), text.slice(middle)]
}
