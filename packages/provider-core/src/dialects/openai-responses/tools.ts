/** @file Tools, tool choice and text format: ours ↔ the Responses API. */
import type { ChatRequest, Tool, ToolChoice } from '../../model/chat-request.ts'
import type { JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { decodeSchema, encodeSchema } from '../openai-chat/tools.ts'
import { keepRaw, readRawFields, readRawValue } from '../raw-fields.ts'
import { isObject, pickUnknown, readObject, readText } from '../read-json.ts'
import type { Warn } from '../warning-list.ts'

/**
 * Encodes tools and what goes with them. `strict` is always said: left out it means true here, and false in
 * every other format. A tool of another vendor is left out with a warning.
 */
export function encodeTools(request: ChatRequest, warn: Warn): JsonObject {
  const tools = (request.tools ?? []).flatMap((tool) => encodeTool(tool, warn))
  if (tools.length === 0) return {}
  const choice = request.toolChoice && encodeToolChoice(request.toolChoice, tools, warn)
  return dropEmpty({ tools, tool_choice: choice, parallel_tool_calls: request.parallelToolCalls })
}

function encodeTool(tool: Tool, warn: Warn): JsonObject[] {
  if (tool.type === 'function') {
    if (tool.cacheControl !== undefined) {
      warn('cache-control-left-out', 'Cache marks were left out: this format caches by itself.')
    }
    const {
      name,
      description,
      parameters = { type: 'object', properties: {} },
      strict = false,
    } = tool
    return [
      {
        ...readRawFields(tool.raw, 'openai-responses'),
        type: 'function',
        name,
        ...dropEmpty({ description }),
        parameters,
        strict,
      },
    ]
  }
  const own = readRawValue(tool.raw, 'openai-responses')
  if (own !== undefined) return [own]
  const foreign = readRawValue(tool.raw, 'openai-chat')
  if (isObject(foreign?.['custom'])) {
    const { format, ...custom } = foreign['custom']
    return [{ type: 'custom', ...custom, ...dropEmpty({ format: fromGrammar(format) }) }]
  }
  const value = readObject(tool.raw.value)
  const name = readText(value['type']) ?? Object.keys(value)[0] ?? 'unnamed'
  warn(
    'provider-tool-left-out',
    `The tool "${name}" of ${tool.raw.dialect} was left out: this format does not have it.`,
  )
  return []
}

/** Chat Completions write a grammar inside `grammar`, the Responses API flat. */
function fromGrammar(format: unknown): unknown {
  if (!isObject(format) || !isObject(format['grammar'])) return format
  return { type: 'grammar', ...format['grammar'] }
}

function encodeToolChoice(choice: ToolChoice, tools: readonly JsonObject[], warn: Warn): unknown {
  if (choice.type === 'tool') {
    const tool = tools.find((each) => each['name'] === choice.name)
    return { type: tool?.['type'] === 'custom' ? 'custom' : 'function', name: choice.name }
  }
  if (choice.type !== 'raw') return choice.type
  const own = readRawValue(choice.raw, 'openai-responses')
  if (own === undefined) warn('tool-choice-left-out', 'The choice of tools was left out.')
  return own
}

const knownToolFields: ReadonlySet<string> = new Set([
  'type',
  'name',
  'description',
  'parameters',
  'strict',
])

/** Decodes one entry of `tools`; everything but functions is the vendor's own. */
export function decodeTool(value: JsonObject): Tool {
  const name = readText(value['name'])
  if (value['type'] !== 'function' || name === undefined) {
    return { type: 'provider', raw: { dialect: 'openai-responses', value } }
  }
  const { description, parameters, strict } = value
  return {
    type: 'function',
    name,
    ...(typeof description === 'string' && { description }),
    ...(isObject(parameters) && { parameters }),
    ...(typeof strict === 'boolean' && { strict }),
    ...keepRaw('openai-responses', pickUnknown(value, knownToolFields)),
  }
}

/** Decodes `tool_choice`; one of a vendor's tools stays raw. */
export function decodeToolChoice(value: unknown): ToolChoice | undefined {
  if (value === 'auto' || value === 'none' || value === 'required') return { type: value }
  if (!isObject(value)) return undefined
  const name = readText(value['name'])
  const isNamed = value['type'] === 'function' || value['type'] === 'custom'
  return isNamed && name !== undefined
    ? { type: 'tool', name }
    : { type: 'raw', raw: { dialect: 'openai-responses', value } }
}

/** Encodes `text`: the format over what the client of the same format said beside it (`verbosity`). */
export function encodeText(request: ChatRequest, own: unknown): JsonObject {
  const format = request.responseFormat
  const fields = readObject(own)
  const written =
    format === undefined
      ? undefined
      : format.type === 'json-schema'
        ? { type: 'json_schema', ...encodeSchema(format) }
        : { type: format.type === 'json' ? 'json_object' : 'text' }
  const text = { ...fields, ...dropEmpty({ format: written }) }
  return Object.keys(text).length > 0 ? { text } : {}
}

/** Decodes `text.format`. */
export function decodeTextFormat(value: JsonObject): ChatRequest['responseFormat'] {
  if (value['type'] === 'json_schema') return decodeSchema(value)
  if (value['type'] === 'json_object') return { type: 'json' }
  return value['type'] === 'text' ? { type: 'text' } : undefined
}
