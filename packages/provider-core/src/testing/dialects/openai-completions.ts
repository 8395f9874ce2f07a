/** @file OpenAI's legacy text completion, strict in, shaped by the declarations of `openai` out. */
import type { Completion } from 'openai/resources/completions.js'
import { z } from 'zod'
import type { FinishReason } from '../server/behaviour.ts'
import { checkBody, refuseBody, type ExtraBody } from './body-check.ts'
import { fakeCreatedAt, type FakeDialect, type GenerateCall, type Reply } from './dialect.ts'
import { encodeOpenAIError } from './openai-error.ts'

const completionBody = z.strictObject({
  model: z.string().min(1).optional(),
  prompt: z.string(),
  suffix: z.string().optional(),
  echo: z.boolean().optional(),
  max_tokens: z.int().min(1).optional(),
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().min(0).max(1).optional(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).optional(),
  seed: z.int().optional(),
  frequency_penalty: z.number().min(-2).max(2).optional(),
  presence_penalty: z.number().min(-2).max(2).optional(),
  n: z.int().min(1).optional(),
  logprobs: z.int().min(0).max(5).optional(),
  user: z.string().optional(),
  stream: z.boolean().optional(),
  stream_options: z.strictObject({ include_usage: z.boolean().optional() }).optional(),
})

/** @param deployment The model where the path names it. */
export function parseCompletionBody(
  body: Record<string, unknown>,
  extraBody: ExtraBody,
  deployment?: string,
): GenerateCall {
  const parsed = checkBody(completionBody, body, extraBody)
  const stream = parsed.stream ?? false
  if (parsed.stream_options !== undefined && !stream) {
    throw refuseBody('body.stream_options: only allowed when stream is true')
  }
  const model = deployment ?? parsed.model
  if (model === undefined) throw refuseBody('body.model: expected the model')
  return {
    model,
    stream,
    userText: parsed.prompt,
    hasSystem: false,
    includeUsage: parsed.stream_options?.include_usage ?? false,
  }
}

const finishReasons = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'stop',
  'content-filter': 'content_filter',
} as const satisfies Record<FinishReason, string>

export const openaiCompletions: FakeDialect = {
  id: 'openai-completions',
  encodeWhole: (reply, call) =>
    encode(reply, call, [...reply.text].join(''), finishReasons[reply.finish], true),
  *encodeStream(reply, call) {
    for (const text of reply.text) yield { part: 'body', data: encode(reply, call, text, null) }
    yield { part: 'tail', data: encode(reply, call, '', finishReasons[reply.finish]) }
    if (call.includeUsage) {
      yield { part: 'tail', data: { ...encode(reply, call, '', null, true), choices: [] } }
    }
    yield { part: 'done', data: '[DONE]' }
  },
  encodeStreamError: (message) => ({ part: 'body', data: encodeOpenAIError(500, message) }),
  encodeError: encodeOpenAIError,
}

/** In a stream `finish_reason` is null until the last chunk, which the declarations leave out. */
function encode(
  reply: Reply,
  call: GenerateCall,
  text: string,
  reason: Completion['choices'][number]['finish_reason'] | null,
  withUsage = false,
): object {
  const { inputTokens, outputTokens } = reply.usage
  return {
    id: `cmpl-fake-${reply.serial}`,
    object: 'text_completion',
    created: fakeCreatedAt,
    model: call.model,
    choices: [{ index: 0, text, logprobs: null, finish_reason: reason }],
    ...(withUsage
      ? {
          usage: {
            prompt_tokens: inputTokens,
            completion_tokens: outputTokens,
            total_tokens: inputTokens + outputTokens,
          },
        }
      : {}),
  }
}
