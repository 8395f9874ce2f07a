import { z } from 'zod'
import { checkBody, refuseBody, type ExtraBody } from './body-check.ts'
import type { GenerateCall } from './dialect.ts'

const textPart = z.looseObject({ type: z.literal('text'), text: z.string() })
const textContent = z.union([z.string(), z.array(textPart).min(1)])
const userPart = z.discriminatedUnion('type', [
  textPart,
  z.looseObject({ type: z.literal('image_url'), image_url: z.looseObject({ url: z.string() }) }),
  z.looseObject({ type: z.literal('input_audio'), input_audio: z.looseObject({}) }),
  z.looseObject({ type: z.literal('file'), file: z.looseObject({}) }),
])
const toolCall = z.looseObject({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.strictObject({ name: z.string().min(1), arguments: z.string() }),
})
const name = z.string().optional()
const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content: textContent, name }),
  z.strictObject({ role: z.literal('developer'), content: textContent, name }),
  z.strictObject({
    role: z.literal('user'),
    content: z.union([z.string(), z.array(userPart).min(1)]),
    name,
  }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.union([textContent, z.null()]).optional(),
    tool_calls: z.array(toolCall).min(1).optional(),
    reasoning_content: z.string().nullish(),
    reasoning: z.string().nullish(),
    refusal: z.string().nullish(),
    audio: z.unknown().optional(),
    name,
  }),
  z.strictObject({ role: z.literal('tool'), content: textContent, tool_call_id: z.string() }),
])

const chatBody = z.strictObject({
  model: z.string().min(1).optional(),
  messages: z.array(message).min(1),
  audio: z.unknown().optional(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  logit_bias: z.record(z.string(), z.number()).nullish(),
  logprobs: z.boolean().nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  max_tokens: z.int().min(1).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  modalities: z.array(z.enum(['text', 'audio'])).nullish(),
  n: z.int().min(1).max(128).nullish(),
  parallel_tool_calls: z.boolean().optional(),
  prediction: z.unknown().optional(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  prompt_cache_key: z.string().nullish(),
  prompt_cache_retention: z.enum(['in_memory', '24h']).nullish(),
  reasoning_effort: z.string().nullish(),
  response_format: z
    .looseObject({ type: z.enum(['text', 'json_object', 'json_schema']) })
    .optional(),
  safety_identifier: z.string().nullish(),
  seed: z.int().nullish(),
  service_tier: z.string().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  store: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z
    .strictObject({
      include_usage: z.boolean().optional(),
      include_obfuscation: z.boolean().optional(),
    })
    .nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  tool_choice: z
    .union([z.enum(['none', 'auto', 'required']), z.looseObject({ type: z.string() })])
    .optional(),
  tools: z.array(z.looseObject({ type: z.string() })).optional(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  user: z.string().optional(),
  verbosity: z.enum(['low', 'medium', 'high']).nullish(),
  web_search_options: z.unknown().optional(),
})

type ChatBody = z.infer<typeof chatBody>

/**
 * Checks a Chat Completions body.
 * @param pathModel the deployment of an Azure path, which stands for the body's model.
 */
export function parseChatBody(
  body: Record<string, unknown>,
  extraBody: ExtraBody,
  pathModel?: string,
): GenerateCall {
  const parsed = checkBody(chatBody, withoutMessageKeys(body, extraBody), extraBody)
  const model = pathModel ?? parsed.model
  if (model === undefined) throw refuseBody('body.model: required')
  if (parsed.max_tokens != null && parsed.max_completion_tokens != null) {
    throw refuseBody('body.max_tokens and body.max_completion_tokens must not both be set')
  }
  if (parsed.stream_options != null && parsed.stream !== true) {
    throw refuseBody('body.stream_options is only allowed when body.stream is true')
  }
  checkToolMessages(parsed.messages)
  return {
    model,
    stream: parsed.stream ?? false,
    userText: lastUserText(parsed.messages),
    hasSystem: parsed.messages.some(({ role }) => role === 'system' || role === 'developer'),
    includeUsage: parsed.stream_options?.include_usage ?? false,
  }
}

function checkToolMessages(messages: ChatBody['messages']): void {
  let open: string[] = []
  for (const [index, entry] of messages.entries()) {
    if (entry.role === 'tool') {
      if (!open.includes(entry.tool_call_id)) {
        throw refuseBody(
          `body.messages.${index}: tool_call_id \`${entry.tool_call_id}\` has no call before it`,
        )
      }
      open = open.filter((id) => id !== entry.tool_call_id)
      continue
    }
    if (open.length > 0) {
      throw refuseBody(`body.messages.${index}: no tool message answers \`${open.join(', ')}\``)
    }
    if (entry.role !== 'assistant') continue
    open = (entry.tool_calls ?? []).map(({ id }) => id)
    if (open.length === 0 && entry.content == null) {
      throw refuseBody(`body.messages.${index}: an assistant message needs content or tool_calls`)
    }
  }
}

function lastUserText(messages: ChatBody['messages']): string {
  const content = messages.findLast((entry) => entry.role === 'user')?.content ?? ''
  if (typeof content === 'string') return content
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
}

const messagePrefix = 'messages.'

/** The body without the keys of messages that a lenient server would not mind. */
function withoutMessageKeys(
  body: Record<string, unknown>,
  extraBody: ExtraBody,
): Record<string, unknown> {
  const names = (Array.isArray(extraBody) ? extraBody : [])
    .filter((key) => key.startsWith(messagePrefix))
    .map((key) => key.slice(messagePrefix.length))
  if (names.length === 0 || !Array.isArray(body['messages'])) return body
  const messages = body['messages'].map((one: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(one).filter(([key]) => !names.includes(key))),
  )
  return { ...body, messages }
}
