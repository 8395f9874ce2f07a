/** @file The body of a client's `POST /chat/completions` → our request. */
import { z } from 'zod'
import type { ChatRequest } from '../../model/chat-request.ts'
import type { DecodedRequest, JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { parseClientBody } from '../parse-body.ts'
import { keepRaw } from '../raw-fields.ts'
import { isObject, pickUnknown, readObject, readText } from '../read-json.ts'
import { decodeMessages } from './client-messages.ts'
import { decodeResponseFormat, decodeTool, decodeToolChoice } from './tools.ts'

const object = z.record(z.string(), z.unknown())

/** Only what is read by name; everything else passes. Null says the same as nothing. */
const clientBodySchema = z.looseObject({
  model: z.string().min(1).nullish(),
  messages: z.array(object).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  top_k: z.number().int().nullish(),
  max_tokens: z.number().int().positive().nullish(),
  max_completion_tokens: z.number().int().positive().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  seed: z.number().int().nullish(),
  frequency_penalty: z.number().nullish(),
  presence_penalty: z.number().nullish(),
  n: z.number().int().positive().nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.number().int().nullish(),
  tools: z.array(object).nullish(),
  functions: z.array(object).nullish(),
  tool_choice: z.union([z.string(), object]).nullish(),
  function_call: z.union([z.string(), object]).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: object.nullish(),
  reasoning_effort: z.string().nullish(),
  reasoning: object.nullish(),
  modalities: z.array(z.string()).nullish(),
  service_tier: z.string().nullish(),
  user: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
})
type ClientBody = z.infer<typeof clientBodySchema>

/** Fields that stay in `raw` although they are read: the same format wants them back as they were. */
const alsoRaw: ReadonlySet<string> = new Set(['top_k', 'safety_identifier'])
const knownFields: ReadonlySet<string> = new Set(
  Object.keys(clientBodySchema.shape).filter((name) => !alsoRaw.has(name)),
)

/** Decodes a body. What has no neutral word (`logit_bias`, `verbosity`, `prediction`, …) is kept in `raw`. */
export function decodeRequest(value: unknown): DecodedRequest {
  const body = parseClientBody(clientBodySchema, value)
  const stream = body.stream === true
  const { include_usage: includeUsage, ...streamRest } = body.stream_options ?? {}
  const raw = {
    ...pickUnknown(body, knownFields),
    ...(Object.keys(streamRest).length > 0 && { stream_options: streamRest }),
  }
  const request: ChatRequest = {
    messages: decodeMessages(body.messages),
    ...decodeSettings(body),
    ...decodeTools(body),
    ...decodeReasoning(body),
    ...(stream && includeUsage === true && { includeUsage }),
    ...keepRaw('openai-chat', raw),
  }
  return { request, modelId: body.model ?? undefined, stream }
}

const modalities = ['text', 'image', 'audio'] as const

function decodeSettings(body: ClientBody): Partial<ChatRequest> {
  const asked = body.modalities ?? []
  const topLogprobs = body.top_logprobs
  return dropEmpty({
    temperature: body.temperature ?? undefined,
    topP: body.top_p ?? undefined,
    topK: body.top_k ?? undefined,
    maxOutputTokens: body.max_completion_tokens ?? body.max_tokens ?? undefined,
    stop: typeof body.stop === 'string' ? [body.stop] : (body.stop ?? undefined),
    seed: body.seed ?? undefined,
    frequencyPenalty: body.frequency_penalty ?? undefined,
    presencePenalty: body.presence_penalty ?? undefined,
    choices: body.n == null || body.n === 1 ? undefined : body.n,
    logprobs:
      body.logprobs === true ? { ...(topLogprobs != null && { top: topLogprobs }) } : undefined,
    responseFormat: body.response_format ? decodeResponseFormat(body.response_format) : undefined,
    outputModalities: modalities.filter((kind) => asked.includes(kind)),
    serviceTier: body.service_tier ?? undefined,
    userId: body.user ?? body.safety_identifier ?? undefined,
    metadata: body.metadata ?? undefined,
  })
}

function decodeTools(body: ClientBody): Partial<ChatRequest> {
  const legacy = (body.functions ?? []).map((each): JsonObject => ({
    type: 'function',
    function: each,
  }))
  const tools = [...(body.tools ?? []), ...legacy].map(decodeTool)
  const toolChoice = decodeToolChoice(body.tool_choice ?? body.function_call)
  const parallelToolCalls = body.parallel_tool_calls
  return {
    ...(tools.length > 0 && { tools }),
    ...(toolChoice && { toolChoice }),
    ...(parallelToolCalls != null && { parallelToolCalls }),
  }
}

/** `reasoning_effort`, or OpenRouter's object `reasoning`. */
function decodeReasoning(body: ClientBody): Partial<ChatRequest> {
  const own = isObject(body.reasoning) ? body.reasoning : undefined
  const effort = readText(body.reasoning_effort) ?? readText(readObject(own)['effort'])
  if (effort === undefined && own === undefined) return {}
  const enabled = effort === 'none' ? false : own?.['enabled']
  const budget = own?.['max_tokens']
  return {
    reasoning: {
      ...(effort !== undefined && { effort }),
      ...(typeof enabled === 'boolean' && { enabled }),
      ...(Number.isSafeInteger(budget) && { budgetTokens: Number(budget) }),
      ...keepRaw('openai-chat', own && { reasoning: own }),
    },
  }
}
