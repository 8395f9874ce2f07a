/** @file The body of a client's `POST /responses` → our request. */
import { z } from 'zod'
import type { ChatRequest } from '../../model/chat-request.ts'
import type { ChatMessage } from '../../model/content.ts'
import type { DecodedRequest } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { parseClientBody, refuseField } from '../parse-body.ts'
import { keepRaw } from '../raw-fields.ts'
import { pickUnknown, readObject, readText } from '../read-json.ts'
import { decodeItems } from './client-items.ts'
import { encryptedInclude, logprobsInclude } from './request.ts'
import { decodeTextFormat, decodeTool, decodeToolChoice } from './tools.ts'

const object = z.record(z.string(), z.unknown())

/** Only what is read by name; everything else passes. Null says the same as nothing. */
const clientBodySchema = z.looseObject({
  model: z.string().min(1).nullish(),
  input: z.union([z.string(), z.array(object)]).nullish(),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  store: z.boolean().nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  max_output_tokens: z.number().int().positive().nullish(),
  top_logprobs: z.number().int().nullish(),
  include: z.array(z.string()).nullish(),
  tools: z.array(object).nullish(),
  tool_choice: z.union([z.string(), object]).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  text: object.nullish(),
  reasoning: z
    .looseObject({ effort: z.string().nullish(), summary: z.string().nullish() })
    .nullish(),
  service_tier: z.string().nullish(),
  user: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
})
type ClientBody = z.infer<typeof clientBodySchema>

/** Fields that stay in `raw` although they are read: the same format wants them back as they were. */
const alsoRaw: ReadonlySet<string> = new Set(['safety_identifier'])
const knownFields: ReadonlySet<string> = new Set(
  Object.keys(clientBodySchema.shape).filter((name) => !alsoRaw.has(name)),
)

/** Decodes a body. What has no neutral word (`previous_response_id`, `truncation`, `verbosity`, …) is kept in `raw`. */
export function decodeRequest(value: unknown): DecodedRequest {
  const body = parseClientBody(clientBodySchema, value)
  const text = readObject(body.text)
  const { format: _, ...textRest } = text
  const includes = (body.include ?? []).filter(
    // Asked for again by itself where reasoning is.
    (name) => name !== logprobsInclude && !(name === encryptedInclude && body.reasoning != null),
  )
  const raw = {
    ...pickUnknown(body, knownFields),
    ...(Object.keys(textRest).length > 0 && { text: textRest }),
    ...(includes.length > 0 && { include: includes }),
    ...(body.store === true && { store: true }),
  }
  const responseFormat = decodeTextFormat(readObject(text['format']))
  const request: ChatRequest = {
    messages: decodeMessages(body),
    ...decodeSettings(body),
    ...(responseFormat && { responseFormat }),
    ...decodeTools(body),
    ...decodeReasoning(body),
    ...keepRaw('openai-responses', raw),
  }
  return { request, modelId: body.model ?? undefined, stream: body.stream === true }
}

function decodeMessages(body: ClientBody): ChatMessage[] {
  const { input, instructions } = body
  const turns: ChatMessage[] =
    typeof input === 'string'
      ? [{ role: 'user', content: [{ type: 'text', text: input }] }]
      : decodeItems(input ?? [])
  const system: ChatMessage[] =
    instructions == null
      ? []
      : [{ role: 'system', content: [{ type: 'text', text: instructions }] }]
  const messages = [...system, ...turns]
  if (messages.length === 0) throw refuseField('input', 'is missing')
  return messages
}

function decodeSettings(body: ClientBody): Partial<ChatRequest> {
  const asksLogprobs = body.include?.includes(logprobsInclude) === true || body.top_logprobs != null
  return dropEmpty({
    temperature: body.temperature ?? undefined,
    topP: body.top_p ?? undefined,
    maxOutputTokens: body.max_output_tokens ?? undefined,
    logprobs: asksLogprobs
      ? { ...(body.top_logprobs != null && { top: body.top_logprobs }) }
      : undefined,
    serviceTier: body.service_tier ?? undefined,
    userId: body.user ?? body.safety_identifier ?? undefined,
    metadata: body.metadata ?? undefined,
  })
}

function decodeTools(body: ClientBody): Partial<ChatRequest> {
  const tools = (body.tools ?? []).map(decodeTool)
  const toolChoice = decodeToolChoice(body.tool_choice)
  const parallelToolCalls = body.parallel_tool_calls
  return {
    ...(tools.length > 0 && { tools }),
    ...(toolChoice && { toolChoice }),
    ...(parallelToolCalls != null && { parallelToolCalls }),
  }
}

const knownReasoningFields: ReadonlySet<string> = new Set(['effort', 'summary'])

function decodeReasoning({ reasoning }: ClientBody): Partial<ChatRequest> {
  if (reasoning == null) return {}
  const effort = readText(reasoning.effort)
  const summary = readText(reasoning.summary)
  return {
    reasoning: {
      ...(effort !== undefined && { effort }),
      ...(effort === 'none' && { enabled: false }),
      ...(summary !== undefined && { summary }),
      ...keepRaw('openai-responses', pickUnknown(reasoning, knownReasoningFields)),
    },
  }
}
