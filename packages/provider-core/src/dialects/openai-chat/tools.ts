/** @file Tools, tool choice and response format: ours ↔ Chat Completions. */
import type { ChatRequest, ResponseFormat, Tool, ToolChoice } from '../../model/chat-request.ts'
import type { JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { keepRaw, readRawFields, readRawValue } from '../raw-fields.ts'
import { isObject, pickUnknown, readObject, readText } from '../read-json.ts'
import type { Warn } from '../warning-list.ts'

/**
 * Encodes tools and what goes with them. A tool of another vendor is left out with a warning; a free-text
 * tool of the Responses API is the same one here. Without any tool the choice says nothing and is refused, so it goes too.
 */
export function encodeTools(request: ChatRequest, warn: Warn): JsonObject {
  const tools = (request.tools ?? []).flatMap((tool) => encodeTool(tool, warn))
  if (tools.length === 0) return {}
  const choice = request.toolChoice && encodeToolChoice(request.toolChoice, tools, warn)
  return dropEmpty({
    tools,
    tool_choice: choice,
    parallel_tool_calls: request.parallelToolCalls,
  })
}

function encodeTool(tool: Tool, warn: Warn): JsonObject[] {
  if (tool.type === 'function') {
    if (tool.cacheControl !== undefined && tool.raw?.dialect !== 'openai-chat') {
      warn('cache-control-left-out', 'Cache marks were left out: this format caches by itself.')
    }
    const { function: own, ...outer } = readRawFields(tool.raw, 'openai-chat')
    const { name, description, parameters, strict } = tool
    return [
      {
        ...outer,
        type: 'function',
        function: { ...readObject(own), ...dropEmpty({ name, description, parameters, strict }) },
      },
    ]
  }
  const own = readRawValue(tool.raw, 'openai-chat')
  if (own !== undefined) return [own]
  const foreign = readRawValue(tool.raw, 'openai-responses')
  if (foreign?.['type'] === 'custom') {
    const { type: _, format, ...custom } = foreign
    return [{ type: 'custom', custom: { ...custom, ...dropEmpty({ format: toGrammar(format) }) } }]
  }
  const value = readObject(tool.raw.value)
  const name = readText(value['type']) ?? Object.keys(value)[0] ?? 'unnamed'
  warn(
    'provider-tool-left-out',
    `The tool "${name}" of ${tool.raw.dialect} was left out: this format does not have it.`,
  )
  return []
}

/** The Responses API writes a grammar flat, Chat Completions inside `grammar`. */
function toGrammar(format: unknown): unknown {
  if (!isObject(format) || format['type'] !== 'grammar') return format
  const { type, ...grammar } = format
  return { type, grammar }
}

function encodeToolChoice(choice: ToolChoice, tools: readonly JsonObject[], warn: Warn): unknown {
  if (choice.type === 'tool') {
    const isCustom = tools.some((tool) => readObject(tool['custom'])['name'] === choice.name)
    return isCustom
      ? { type: 'custom', custom: { name: choice.name } }
      : { type: 'function', function: { name: choice.name } }
  }
  if (choice.type !== 'raw') return choice.type
  const own = readRawValue(choice.raw, 'openai-chat')
  if (own === undefined) warn('tool-choice-left-out', 'The choice of tools was left out.')
  return own
}

const knownToolFields: ReadonlySet<string> = new Set(['type', 'function'])
const knownFunctionFields: ReadonlySet<string> = new Set([
  'name',
  'description',
  'parameters',
  'strict',
])

/** Decodes one entry of `tools`; everything but functions is the vendor's own. */
export function decodeTool(value: JsonObject): Tool {
  if (value['type'] !== 'function' || !isObject(value['function'])) {
    return { type: 'provider', raw: { dialect: 'openai-chat', value } }
  }
  const { name, description, parameters, strict } = value['function']
  const inner = pickUnknown(value['function'], knownFunctionFields)
  const outer = pickUnknown(value, knownToolFields)
  const raw = { ...outer, ...(inner && { function: inner }) }
  return {
    type: 'function',
    name: readText(name) ?? '',
    ...(typeof description === 'string' && { description }),
    ...(isObject(parameters) && { parameters }),
    ...(typeof strict === 'boolean' && { strict }),
    ...(isObject(value['cache_control']) && { cacheControl: {} }),
    ...keepRaw('openai-chat', raw),
  }
}

/** Decodes `tool_choice`, also the older `function_call`. */
export function decodeToolChoice(value: unknown): ToolChoice | undefined {
  if (value === 'auto' || value === 'none' || value === 'required') return { type: value }
  if (!isObject(value)) return undefined
  const name =
    readText(readObject(value['function'])['name']) ??
    readText(readObject(value['custom'])['name']) ??
    readText(value['name'])
  return name === undefined
    ? { type: 'raw', raw: { dialect: 'openai-chat', value } }
    : { type: 'tool', name }
}

/** Encodes the response format; a schema without a name gets one, as the format asks for it. */
export function encodeResponseFormat(format: ResponseFormat): JsonObject {
  if (format.type === 'text') return { type: 'text' }
  if (format.type === 'json') return { type: 'json_object' }
  return { type: 'json_schema', json_schema: encodeSchema(format) }
}

/** The fields of a JSON schema, which Chat nests and Responses does not. */
export function encodeSchema(format: Extract<ResponseFormat, { type: 'json-schema' }>): JsonObject {
  const { name = 'response', description, schema, strict } = format
  return dropEmpty({ name, description, schema, strict })
}

/** Decodes `response_format`. */
export function decodeResponseFormat(value: JsonObject): ResponseFormat | undefined {
  if (value['type'] === 'json_schema') return decodeSchema(readObject(value['json_schema']))
  if (value['type'] === 'json_object') return { type: 'json' }
  return value['type'] === 'text' ? { type: 'text' } : undefined
}

/** Decodes the fields of a JSON schema. */
export function decodeSchema(value: JsonObject): ResponseFormat {
  const name = readText(value['name'])
  const description = readText(value['description'])
  return {
    type: 'json-schema',
    schema: readObject(value['schema']),
    ...(name && { name }),
    ...(description && { description }),
    ...(typeof value['strict'] === 'boolean' && { strict: value['strict'] }),
  }
}
