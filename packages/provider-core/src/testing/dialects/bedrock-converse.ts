import type {
  ContentBlock,
  ConverseResponse,
  ConverseStreamOutput,
  StopReason,
  TokenUsage,
} from '@aws-sdk/client-bedrock-runtime'
import type { FinishReason } from '../server/behaviour.ts'
import { halves } from './anthropic-messages.ts'
import type { FakeDialect, GenerateCall, Reply, StreamEvent, StreamPart } from './dialect.ts'

const stopReasons: Record<FinishReason, StopReason> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'content_filtered',
}
const signature = 'ZmFrZS1zaWduYXR1cmU='

type Document = Extract<ContentBlock, { toolUse: object }>['toolUse']['input']

/** Bedrock Converse answers, shaped by the declarations of `@aws-sdk/client-bedrock-runtime`. */
export const bedrockConverse: FakeDialect = {
  id: 'bedrock-converse',
  encodeWhole,
  *encodeStream(reply) {
    for (const [part, event] of encodeEvents(reply)) {
      for (const [name, data] of Object.entries(event)) yield { part, name, data: data as object }
    }
  },
  encodeStreamError: encodeBedrockException,
  encodeError: (_status, message) => ({ message }),
}

/** A failure inside any Bedrock event stream: an exception frame instead of an event frame. */
export function encodeBedrockException(message: string): StreamEvent {
  return { part: 'body', name: 'exception:modelStreamErrorException', data: { message } }
}

function encodeWhole(reply: Reply, _call: GenerateCall): ConverseResponse {
  const text = [...reply.text].join('')
  const content: ContentBlock[] = []
  if (reply.reasoning.length > 0) {
    const reasoningText = { text: reply.reasoning.join(''), signature }
    content.push({ reasoningContent: { reasoningText } })
  }
  if (text !== '') content.push({ text })
  for (const tool of reply.toolCalls) {
    const input = tool.arguments as Document
    content.push({ toolUse: { toolUseId: `tooluse_${tool.id}`, name: tool.name, input } })
  }
  return {
    output: { message: { role: 'assistant', content } },
    stopReason: stopReasons[reply.finish],
    usage: encodeUsage(reply),
    metrics: { latencyMs: 12 },
  }
}

/** As with Anthropic, the input excludes what was read from the cache; the total includes it. */
function encodeUsage({ usage }: Reply): TokenUsage {
  return {
    inputTokens: usage.inputTokens - (usage.cachedInputTokens ?? 0),
    outputTokens: usage.outputTokens,
    totalTokens: usage.inputTokens + usage.outputTokens,
    ...(usage.cachedInputTokens === undefined
      ? {}
      : { cacheReadInputTokens: usage.cachedInputTokens }),
  }
}

/** Text blocks have no contentBlockStart on the wire; only tool blocks have. */
function* encodeEvents(reply: Reply): Iterable<[StreamPart, ConverseStreamOutput]> {
  yield ['head', { messageStart: { role: 'assistant' } }]
  let contentBlockIndex = 0
  if (reply.reasoning.length > 0) {
    for (const text of reply.reasoning) {
      const delta = { reasoningContent: { text } }
      yield ['body', { contentBlockDelta: { delta, contentBlockIndex } }]
    }
    const delta = { reasoningContent: { signature } }
    yield ['body', { contentBlockDelta: { delta, contentBlockIndex } }]
    yield ['body', { contentBlockStop: { contentBlockIndex } }]
    contentBlockIndex += 1
  }
  let hasText = false
  for (const text of reply.text) {
    hasText = true
    yield ['body', { contentBlockDelta: { delta: { text }, contentBlockIndex } }]
  }
  if (hasText) {
    yield ['body', { contentBlockStop: { contentBlockIndex } }]
    contentBlockIndex += 1
  }
  for (const tool of reply.toolCalls) {
    const start = { toolUse: { toolUseId: `tooluse_${tool.id}`, name: tool.name } }
    yield ['body', { contentBlockStart: { start, contentBlockIndex } }]
    for (const input of halves(JSON.stringify(tool.arguments))) {
      const delta = { toolUse: { input } }
      yield ['body', { contentBlockDelta: { delta, contentBlockIndex } }]
    }
    yield ['body', { contentBlockStop: { contentBlockIndex } }]
    contentBlockIndex += 1
  }
  yield ['tail', { messageStop: { stopReason: stopReasons[reply.finish] } }]
  yield ['tail', { metadata: { usage: encodeUsage(reply), metrics: { latencyMs: 12 } } }]
}
