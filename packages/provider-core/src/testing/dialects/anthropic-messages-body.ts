import { z } from 'zod'
import { checkBody, refuseBody, type ExtraBody } from './body-check.ts'
import type { GenerateCall } from './dialect.ts'

const filled = z.string().min(1, 'text must not be empty')
const cacheControl = z.looseObject({ type: z.literal('ephemeral') }).nullish()
const text = z.strictObject({
  type: z.literal('text'),
  text: filled,
  cache_control: cacheControl,
  citations: z.array(z.unknown()).nullish(),
})
const source = z.looseObject({ type: z.enum(['base64', 'url', 'file', 'text', 'content']) })
const image = z.strictObject({ type: z.literal('image'), source, cache_control: cacheControl })
const document = z.looseObject({ type: z.literal('document'), source })
const thinking = z.strictObject({
  type: z.literal('thinking'),
  thinking: z.string(),
  signature: z.string().min(1, 'a replayed thinking block needs its signature'),
})
const redacted = z.strictObject({ type: z.literal('redacted_thinking'), data: z.string() })
const toolUse = z.looseObject({
  type: z.literal('tool_use'),
  id: z.string().regex(/^[a-zA-Z0-9_-]+$/),
  name: filled,
  input: z.record(z.string(), z.unknown()),
  cache_control: cacheControl,
})
/** A tool that the vendor ran in an earlier reply, and what it gave. */
const serverToolUse = z.looseObject({
  type: z.literal('server_tool_use'),
  id: z.string().regex(/^srvtoolu_[a-zA-Z0-9_]+$/),
  name: filled,
  input: z.record(z.string(), z.unknown()),
})
const serverToolResult = z.looseObject({
  type: z.enum([
    'web_search_tool_result',
    'web_fetch_tool_result',
    'code_execution_tool_result',
    'bash_code_execution_tool_result',
    'text_editor_code_execution_tool_result',
  ]),
  tool_use_id: z.string().regex(/^srvtoolu_[a-zA-Z0-9_]+$/),
  content: z.unknown(),
})
const toolResult = z.strictObject({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]).optional(),
  is_error: z.boolean().optional(),
  cache_control: cacheControl,
})
const message = z.discriminatedUnion('role', [
  z.strictObject({
    role: z.literal('user'),
    content: z.union([
      filled,
      z.array(z.discriminatedUnion('type', [text, image, document, toolResult])).min(1),
    ]),
  }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.union([
      filled,
      z.array(
        z.discriminatedUnion('type', [
          text,
          thinking,
          redacted,
          toolUse,
          serverToolUse,
          serverToolResult,
        ]),
      ),
    ]),
  }),
])

const shared = {
  max_tokens: z.int().min(1),
  messages: z.array(message).min(1),
  system: z.union([filled, z.array(text)]).optional(),
  temperature: z.number().min(0).max(1).optional(),
  top_p: z.number().min(0).max(1).optional(),
  top_k: z.int().min(0).optional(),
  stop_sequences: z.array(filled).optional(),
  thinking: z.looseObject({ type: z.enum(['enabled', 'disabled', 'adaptive']) }).optional(),
  tools: z.array(z.looseObject({ name: z.string() })).optional(),
  tool_choice: z.looseObject({ type: z.enum(['auto', 'any', 'tool', 'none']) }).optional(),
  metadata: z.looseObject({}).optional(),
  cache_control: cacheControl,
  container: z.unknown().optional(),
  context_management: z.unknown().optional(),
  inference_geo: z.string().nullish(),
  mcp_servers: z.array(z.unknown()).optional(),
  output_config: z.looseObject({}).optional(),
  service_tier: z.enum(['auto', 'standard_only']).optional(),
  speed: z.enum(['standard', 'fast']).nullish(),
}

const directBody = z.strictObject({
  ...shared,
  model: z.string().min(1),
  stream: z.boolean().optional(),
})
const bedrockBody = z.strictObject({
  ...shared,
  anthropic_version: z.string(),
  anthropic_beta: z.array(z.string()).optional(),
})
const vertexBody = z.strictObject({
  ...shared,
  anthropic_version: z.string(),
  anthropic_beta: z.array(z.string()).optional(),
  stream: z.boolean().optional(),
})

type SharedBody = z.infer<typeof vertexBody>

/** Checks a Messages body as the vendor's own host takes it. `version` is the header's value. */
export function parseMessagesBody(
  body: Record<string, unknown>,
  extraBody: ExtraBody,
  version: string,
): GenerateCall {
  const parsed = checkBody(directBody, body, extraBody)
  checkVersionRules(parsed, version)
  return { ...checkConversation(parsed), model: parsed.model, stream: parsed.stream ?? false }
}

/** Checks a Messages body inside Bedrock's Invoke: the version in it, neither model nor stream. */
export function parseBedrockMessagesBody(
  body: Record<string, unknown>,
  extraBody: ExtraBody,
  version: string,
): Omit<GenerateCall, 'model' | 'stream'> {
  const parsed = checkBody(bedrockBody, body, extraBody)
  checkBodyVersion(parsed.anthropic_version, version)
  return checkConversation(parsed)
}

/** Checks a Messages body for Vertex: the version in it, no model; `stream` is given back. */
export function parseVertexMessagesBody(
  body: Record<string, unknown>,
  extraBody: ExtraBody,
  version: string,
): Omit<GenerateCall, 'model'> {
  const parsed = checkBody(vertexBody, body, extraBody)
  checkBodyVersion(parsed.anthropic_version, version)
  return { ...checkConversation(parsed), stream: parsed.stream ?? false }
}

function checkBodyVersion(actual: string, expected: string): void {
  if (actual !== expected) {
    throw refuseBody(`expected body.anthropic_version \`${expected}\`, got \`${actual}\``)
  }
}

/** From version 2026-10-21 on the host refuses sampling settings (SDK 1.11.0, MIGRATION notes). */
function checkVersionRules(
  body: Pick<SharedBody, 'temperature' | 'top_p' | 'top_k'>,
  version: string,
) {
  const sampling = (['temperature', 'top_p', 'top_k'] as const).find(
    (name) => body[name] !== undefined,
  )
  if (version >= '2026-10-21' && sampling !== undefined) {
    throw refuseBody(`body.${sampling} is refused with anthropic-version ${version}`)
  }
}

function checkConversation(
  body: Pick<SharedBody, 'messages' | 'system' | 'thinking' | 'max_tokens'>,
): Pick<GenerateCall, 'userText' | 'hasSystem'> & { stream: boolean } {
  if (body.messages[0]?.role !== 'user')
    throw refuseBody('body.messages.0: the first role must be user')
  checkToolResults(body.messages)
  const budget = body.thinking?.['budget_tokens']
  if (typeof budget === 'number' && budget >= body.max_tokens) {
    throw refuseBody('body.max_tokens must be greater than body.thinking.budget_tokens')
  }
  return {
    userText: lastUserText(body.messages),
    hasSystem: body.system !== undefined,
    stream: false,
  }
}

function checkToolResults(messages: SharedBody['messages']): void {
  let open: string[] = []
  for (const [index, { role, content }] of messages.entries()) {
    const blocks = typeof content === 'string' ? [] : content
    if (role === 'assistant') {
      open = blocks.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []))
      continue
    }
    const results = blocks.flatMap((block) =>
      block.type === 'tool_result' ? [block.tool_use_id] : [],
    )
    const stray = results.find((id) => !open.includes(id))
    if (stray !== undefined) {
      throw refuseBody(`body.messages.${index}: tool_result \`${stray}\` has no tool_use before it`)
    }
    const missing = open.find((id) => !results.includes(id))
    if (missing !== undefined) {
      throw refuseBody(
        `body.messages.${index}: tool_use \`${missing}\` has no tool_result after it`,
      )
    }
    open = []
  }
}

function lastUserText(messages: SharedBody['messages']): string {
  const last = messages.findLast((entry) => entry.role === 'user')
  if (last === undefined) return ''
  if (typeof last.content === 'string') return last.content
  return last.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n')
}
