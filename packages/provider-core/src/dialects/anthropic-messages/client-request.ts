/** @file The body of `POST /v1/messages` from a client → our request. */
import { ProviderError } from '../../errors/provider-error.ts'
import type { ChatRequest } from '../../model/chat-request.ts'
import type { ChatMessage, ContentPart } from '../../model/content.ts'
import type { DecodedRequest, JsonObject } from '../dialect.ts'
import { isObject, pickUnknown, readObject, readText } from '../read-json.ts'
import { decodeParts } from './decode-part.ts'
import { decodeFormat, decodeReasoning } from './thinking.ts'
import { decodeTool, decodeToolChoice } from './tools.ts'
import { keepRaw } from './wire.ts'

const knownFields: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'system',
  'max_tokens',
  'temperature',
  'top_p',
  'top_k',
  'stop_sequences',
  'stream',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'output_format',
  'service_tier',
  'metadata',
])

/**
 * Decodes a body, also one of Bedrock or Vertex (without `model`, with `anthropic_version` and
 * `anthropic_beta`, which stay in `raw`). Tool results become messages of the role `tool`.
 * @throws ProviderError `invalid-request` that names the field
 */
export function decodeRequest(body: unknown): DecodedRequest {
  if (!isObject(body)) throw refuse('body', 'must be a JSON object')
  const fields = {
    temperature: readNumber(body, 'temperature'),
    topP: readNumber(body, 'top_p'),
    topK: readInteger(body, 'top_k', 0),
    maxOutputTokens: readInteger(body, 'max_tokens', 1),
    stop: readStop(body['stop_sequences']),
    tools: readTools(body['tools']),
    ...(isPresent(body['tool_choice']) &&
      decodeToolChoice(checkObject(body['tool_choice'], 'tool_choice'))),
    responseFormat: decodeFormat(body),
    reasoning: decodeReasoning(body),
    serviceTier: readText(body['service_tier']),
    userId: readText(readObject(body['metadata'])['user_id']),
    raw: readRest(body),
  }
  return {
    request: { messages: readMessages(body), ...dropUndefined(fields) },
    modelId: readText(body['model']),
    stream: body['stream'] === true,
  }
}

function refuse(path: string, what: string): ProviderError {
  return new ProviderError({ code: 'invalid-request', message: `${path}: ${what}.` })
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null
}

function dropUndefined<T extends object>(fields: T): T {
  for (const key of Object.keys(fields) as (keyof T)[]) {
    if (fields[key] === undefined) delete fields[key]
  }
  return fields
}

/** What has no neutral word; of `metadata` and `output_config` it is kept where those are read. */
function readRest(body: JsonObject): ChatRequest['raw'] {
  const rest = pickUnknown(body, knownFields)
  const metadata = pickUnknown(readObject(body['metadata']), knownMetadata)
  if (rest === undefined && metadata === undefined) return undefined
  return keepRaw({ ...rest, ...(metadata && { metadata: body['metadata'] }) })
}

const knownMetadata: ReadonlySet<string> = new Set(['user_id'])

function readNumber(body: JsonObject, name: string): number | undefined {
  const value = body[name]
  if (!isPresent(value)) return undefined
  if (typeof value !== 'number' || !Number.isFinite(value)) throw refuse(name, 'must be a number')
  return value
}

function readInteger(body: JsonObject, name: string, least: number): number | undefined {
  const value = readNumber(body, name)
  if (value !== undefined && (!Number.isInteger(value) || value < least)) {
    throw refuse(name, `must be a whole number of at least ${least}`)
  }
  return value
}

function checkObject(value: unknown, path: string): JsonObject {
  if (!isObject(value)) throw refuse(path, 'must be an object')
  return value
}

function checkArray(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw refuse(path, 'must be an array')
  return value
}

function readStop(value: unknown): string[] | undefined {
  if (!isPresent(value)) return undefined
  return checkArray(value, 'stop_sequences').map((sequence, index) => {
    if (typeof sequence !== 'string') throw refuse(`stop_sequences.${index}`, 'must be text')
    return sequence
  })
}

function readTools(value: unknown): ChatRequest['tools'] {
  if (!isPresent(value)) return undefined
  return checkArray(value, 'tools').map((tool, index) => {
    const path = `tools.${index}`
    return decodeTool(checkObject(tool, path))
  })
}

function readMessages(body: JsonObject): ChatMessage[] {
  const turns = checkArray(body['messages'], 'messages')
  if (turns.length === 0) throw refuse('messages', 'must not be empty')
  const system = isPresent(body['system']) ? readContent(body['system'], 'system') : []
  return [
    ...(system.length > 0 ? [{ role: 'system' as const, content: system }] : []),
    ...turns.flatMap((turn, index) => readTurn(turn, `messages.${index}`)),
  ]
}

function readTurn(value: unknown, path: string): ChatMessage[] {
  const turn = checkObject(value, path)
  const { role } = turn
  if (role !== 'user' && role !== 'assistant' && role !== 'system') {
    throw refuse(`${path}.role`, 'must be user, assistant or system')
  }
  const content = readContent(turn['content'], `${path}.content`)
  return role === 'user' ? splitResults(content) : [{ role, content }]
}

function readContent(value: unknown, path: string): ContentPart[] {
  if (typeof value === 'string') return value === '' ? [] : [{ type: 'text', text: value }]
  const blocks = checkArray(value, path).map((block, index) => {
    const read = checkObject(block, `${path}.${index}`)
    checkBlock(read, `${path}.${index}`)
    return read
  })
  return decodeParts(blocks)
}

/** Fields without which a block of its type means nothing. */
const requiredTexts: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['text', ['text']],
  ['thinking', ['thinking']],
  ['redacted_thinking', ['data']],
  ['tool_use', ['id', 'name']],
  ['tool_result', ['tool_use_id']],
])

function checkBlock(block: JsonObject, path: string): void {
  const { type } = block
  if (typeof type !== 'string') throw refuse(`${path}.type`, 'must be text')
  const missing = requiredTexts.get(type)?.find((name) => typeof block[name] !== 'string')
  if (missing !== undefined) throw refuse(`${path}.${missing}`, 'must be text')
  if (type === 'image' || type === 'document') checkObject(block['source'], `${path}.source`)
}

/** Tool results and what the user says beside them are messages of their own, in their order. */
function splitResults(content: readonly ContentPart[]): ChatMessage[] {
  const messages: ChatMessage[] = []
  for (const part of content) {
    const role = part.type === 'tool-result' && part.providerRun !== true ? 'tool' : 'user'
    const last = messages.at(-1)
    if (last?.role === role) last.content.push(part)
    else messages.push({ role, content: [part] })
  }
  return messages.length > 0 ? messages : [{ role: 'user', content: [] }]
}
