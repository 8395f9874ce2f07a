import type {
  ChatCompletion,
  ChatCompletionChunk,
} from 'openai/resources/chat/completions/completions.js'
import type { CompletionUsage } from 'openai/resources/completions.js'
import type { FinishReason } from '../server/behaviour.ts'
import { halves } from './anthropic-messages.ts'
import { fakeCreatedAt, type FakeDialect, type GenerateCall, type Reply } from './dialect.ts'
import { encodeOpenAIError } from './openai-error.ts'

/** `reasoning_content` is what vLLM, DeepSeek and LiteLLM add to OpenAI's own shape. */
type Delta = ChatCompletionChunk.Choice.Delta & { reasoning_content?: string }
type ChunkBase = Omit<ChatCompletionChunk, 'choices'>

const finishReasons = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
} as const satisfies Record<FinishReason, string>

/** OpenAI Chat Completions answers, shaped by the declarations of `openai`. */
export const openaiChat: FakeDialect = {
  id: 'openai-chat',
  encodeWhole,
  *encodeStream(reply, call) {
    const base: ChunkBase = {
      id: `chatcmpl-fake-${reply.serial}`,
      object: 'chat.completion.chunk',
      created: fakeCreatedAt,
      model: call.model,
      ...(call.includeUsage ? { usage: null } : {}),
    }
    yield { part: 'head', data: encodeChunk(base, { role: 'assistant', content: '' }) }
    for (const delta of encodeDeltas(reply)) yield { part: 'body', data: encodeChunk(base, delta) }
    yield { part: 'tail', data: encodeChunk(base, {}, finishReasons[reply.finish]) }
    if (call.includeUsage) {
      yield { part: 'tail', data: { ...base, choices: [], usage: encodeUsage(reply) } }
    }
    yield { part: 'done', data: '[DONE]' }
  },
  encodeStreamError: (message) => ({ part: 'body', data: encodeOpenAIError(500, message) }),
  encodeError: encodeOpenAIError,
}

/** Adds what Azure adds: a first chunk without choices that carries the prompt's filter results. */
export const azureOpenaiChat: FakeDialect = {
  ...openaiChat,
  *encodeStream(reply, call) {
    yield {
      part: 'head',
      data: {
        id: '',
        object: '',
        created: 0,
        model: '',
        choices: [],
        prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }],
      },
    }
    yield* openaiChat.encodeStream(reply, call)
  },
}

function encodeWhole(reply: Reply, call: GenerateCall): ChatCompletion {
  const reasoning = reply.reasoning.join('')
  const text = [...reply.text].join('')
  const message: ChatCompletion.Choice['message'] & { reasoning_content?: string } = {
    role: 'assistant',
    content: text === '' && reply.toolCalls.length > 0 ? null : text,
    refusal: null,
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...(reply.toolCalls.length === 0 ? {} : { tool_calls: reply.toolCalls.map(encodeToolCall) }),
  }
  const finish_reason = finishReasons[reply.finish]
  return {
    id: `chatcmpl-fake-${reply.serial}`,
    object: 'chat.completion',
    created: fakeCreatedAt,
    model: call.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason }],
    usage: encodeUsage(reply),
  }
}

function encodeToolCall(tool: Reply['toolCalls'][number]) {
  return {
    id: tool.id,
    type: 'function' as const,
    function: { name: tool.name, arguments: JSON.stringify(tool.arguments) },
  }
}

function* encodeDeltas(reply: Reply): Iterable<Delta> {
  for (const reasoning_content of reply.reasoning) yield { reasoning_content }
  for (const content of reply.text) yield { content }
  for (const [index, tool] of reply.toolCalls.entries()) {
    const call = encodeToolCall(tool)
    yield { tool_calls: [{ index, ...call, function: { name: tool.name, arguments: '' } }] }
    for (const json of halves(call.function.arguments)) {
      yield { tool_calls: [{ index, function: { arguments: json } }] }
    }
  }
}

function encodeChunk(
  base: ChunkBase,
  delta: Delta,
  finish_reason: ChatCompletionChunk.Choice['finish_reason'] = null,
): ChatCompletionChunk {
  return { ...base, choices: [{ index: 0, delta, logprobs: null, finish_reason }] }
}

function encodeUsage({ usage }: Reply): CompletionUsage {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedInputTokens ?? 0 },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens ?? 0 },
  }
}
