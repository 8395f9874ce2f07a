import { z } from 'zod'
import { checkBody, refuseBody, type ExtraBody } from './body-check.ts'
import type { GenerateCall } from './dialect.ts'

const inputPart = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('input_text'), text: z.string() }),
  z.looseObject({ type: z.literal('input_image') }),
  z.looseObject({ type: z.literal('input_file') }),
  z.looseObject({ type: z.literal('input_audio') }),
])
const outputPart = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('output_text'), text: z.string() }),
  z.looseObject({ type: z.literal('refusal'), refusal: z.string() }),
])
const inputContent = z.union([z.string(), z.array(inputPart).min(1)])
const type = z.literal('message').optional()
const message = z.discriminatedUnion('role', [
  z.strictObject({
    type,
    role: z.literal('user'),
    content: inputContent,
    id: z.string().optional(),
  }),
  z.strictObject({ type, role: z.literal('system'), content: inputContent }),
  z.strictObject({ type, role: z.literal('developer'), content: inputContent }),
  z.strictObject({
    type,
    role: z.literal('assistant'),
    content: z.union([z.string(), z.array(outputPart)]),
    id: z.string().optional(),
    status: z.string().optional(),
    phase: z.string().nullish(),
  }),
])
const item = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('function_call'),
    call_id: z.string().min(1),
    name: z.string().min(1),
    arguments: z.string(),
  }),
  z.looseObject({
    type: z.literal('function_call_output'),
    call_id: z.string().min(1),
    output: z.union([z.string(), z.array(z.unknown())]),
  }),
  z.looseObject({ type: z.literal('reasoning'), id: z.string(), summary: z.array(z.unknown()) }),
  z.looseObject({ type: z.literal('item_reference'), id: z.string() }),
])

const responsesBody = z.strictObject({
  model: z.string().min(1),
  input: z.union([z.string().min(1), z.array(z.unknown()).min(1)]),
  background: z.boolean().nullish(),
  context_management: z.unknown().optional(),
  conversation: z.unknown().optional(),
  include: z.array(z.string()).nullish(),
  instructions: z.string().nullish(),
  max_output_tokens: z.int().min(16).nullish(),
  max_tool_calls: z.int().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  previous_response_id: z.string().nullish(),
  prompt: z.unknown().optional(),
  prompt_cache_key: z.string().nullish(),
  prompt_cache_retention: z.enum(['in_memory', '24h']).nullish(),
  reasoning: z
    .strictObject({
      effort: z.string().nullish(),
      summary: z.enum(['auto', 'concise', 'detailed']).nullish(),
      generate_summary: z.string().nullish(),
    })
    .nullish(),
  safety_identifier: z.string().nullish(),
  service_tier: z.string().nullish(),
  store: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.strictObject({ include_obfuscation: z.boolean().optional() }).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  text: z.looseObject({}).optional(),
  tool_choice: z
    .union([z.enum(['none', 'auto', 'required']), z.looseObject({ type: z.string() })])
    .optional(),
  tools: z.array(z.looseObject({ type: z.string() })).optional(),
  top_logprobs: z.int().nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  truncation: z.enum(['auto', 'disabled']).nullish(),
  user: z.string().optional(),
})

type InputItem = z.infer<typeof message> | z.infer<typeof item>

/** Checks a Responses body: its keys, each input item, and that outputs answer calls. */
export function parseResponsesBody(
  body: Record<string, unknown>,
  extraBody: ExtraBody,
): GenerateCall {
  const parsed = checkBody(responsesBody, body, extraBody)
  if (parsed.stream_options != null && parsed.stream !== true) {
    throw refuseBody('body.stream_options is only allowed when body.stream is true')
  }
  const input =
    typeof parsed.input === 'string'
      ? [{ role: 'user' as const, content: parsed.input }]
      : parsed.input.map(parseItem)
  if (parsed.previous_response_id == null) checkOutputs(input)
  return {
    model: parsed.model,
    stream: parsed.stream ?? false,
    userText: lastUserText(input),
    hasSystem:
      parsed.instructions != null ||
      input.some(
        (entry) => 'role' in entry && (entry.role === 'system' || entry.role === 'developer'),
      ),
  }
}

/** Items with a role are messages; their `type` may be left out, so no union tells them apart. */
function parseItem(entry: unknown, index: number): InputItem {
  const hasRole = typeof entry === 'object' && entry !== null && 'role' in entry
  const result = (hasRole ? message : item).safeParse(entry)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw refuseBody(`body.input.${[index, ...(issue?.path ?? [])].join('.')}: ${issue?.message}`)
}

function checkOutputs(input: InputItem[]): void {
  const calls = new Set<string>()
  for (const [index, entry] of input.entries()) {
    if ('role' in entry) continue
    if (entry.type === 'function_call') calls.add(entry.call_id)
    if (entry.type === 'function_call_output' && !calls.has(entry.call_id)) {
      throw refuseBody(
        `body.input.${index}: call_id \`${entry.call_id}\` has no function_call before it`,
      )
    }
  }
}

function lastUserText(input: InputItem[]): string {
  const contents = input.flatMap((entry) =>
    isMessage(entry) && entry.role === 'user' ? [entry.content] : [],
  )
  const last = contents.at(-1) ?? ''
  if (typeof last === 'string') return last
  return last.flatMap((part) => (part.type === 'input_text' ? [part.text] : [])).join('\n')
}

function isMessage(entry: InputItem): entry is z.infer<typeof message> {
  return 'role' in entry
}
