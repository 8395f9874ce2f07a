/** @file Tools and tool choice of a request ↔ ours. */
import type { ChatRequest, Tool, ToolChoice } from '../../model/chat-request.ts'
import type { JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import type { Warn } from '../warning-list.ts'
import { warnRawLeftOut } from '../raw-fields.ts'
import { isObject, pickUnknown, readText } from '../read-json.ts'
import { completeSchema } from '../tool-input.ts'
import { decodeCacheControl, encodeCacheControl, keepRaw, readRaw } from './wire.ts'

/** `tools` and `tool_choice`; the API refuses a choice without tools. */
export function encodeTools(request: ChatRequest, warn: Warn): JsonObject {
  const tools = (request.tools ?? []).flatMap((tool) => encodeTool(tool, warn) ?? [])
  if (tools.length === 0) {
    const { type } = request.toolChoice ?? { type: 'auto' }
    if (type !== 'auto' && type !== 'none') {
      warn('tool-choice-left-out', 'The tool choice was left out, since no tool goes with it.')
    }
    return {}
  }
  return { tools, ...dropEmpty({ tool_choice: encodeToolChoice(request, warn) }) }
}

function encodeTool(tool: Tool, warn: Warn): JsonObject | undefined {
  if (tool.type === 'provider') {
    const own = readRaw(tool.raw)
    if (own === undefined) {
      const name = isObject(tool.raw.value) ? readText(tool.raw.value['type']) : undefined
      warn(
        'provider-tool-left-out',
        `The tool ${name ?? 'without name'}, which only ${tool.raw.dialect} runs, was left out.`,
      )
    }
    return own
  }
  const lost = warnRawLeftOut(tool.raw, 'anthropic-messages')
  if (lost !== undefined) warn(lost.code, lost.message)
  return {
    name: tool.name,
    ...dropEmpty({ description: tool.description }),
    input_schema: completeSchema(tool.parameters),
    ...dropEmpty({ strict: tool.strict, cache_control: encodeCacheControl(tool.cacheControl) }),
    ...readRaw(tool.raw),
  }
}

const choiceTypes = { auto: 'auto', none: 'none', required: 'any', tool: 'tool' } as const

function encodeToolChoice(request: ChatRequest, warn: Warn): JsonObject | undefined {
  const { toolChoice: choice, parallelToolCalls: parallel } = request
  const single = dropEmpty({
    disable_parallel_tool_use: parallel === undefined ? undefined : !parallel,
  })
  if (choice === undefined) return parallel === false ? { type: 'auto', ...single } : undefined
  if (choice.type === 'raw') {
    const own = readRaw(choice.raw)
    if (own === undefined) {
      warn(
        'tool-choice-left-out',
        `A tool choice that only ${choice.raw.dialect} knows was left out.`,
      )
    }
    return own
  }
  const type = choiceTypes[choice.type]
  if (choice.type === 'none') return { type }
  return { type, ...(choice.type === 'tool' && { name: choice.name }), ...single }
}

const knownToolFields: ReadonlySet<string> = new Set([
  'type',
  'name',
  'description',
  'input_schema',
  'strict',
  'cache_control',
])

/** Decodes one tool; every type but `custom` is the vendor's. */
export function decodeTool(tool: JsonObject): Tool {
  const type = readText(tool['type']) ?? 'custom'
  const name = readText(tool['name'])
  if (type !== 'custom' || name === undefined) return { type: 'provider', raw: keepRaw(tool) }
  const description = readText(tool['description'])
  const cacheControl = decodeCacheControl(tool['cache_control'])
  const rest = pickUnknown(tool, knownToolFields)
  return {
    type: 'function',
    name,
    ...(description !== undefined && { description }),
    ...(isObject(tool['input_schema']) && { parameters: tool['input_schema'] }),
    ...(typeof tool['strict'] === 'boolean' && { strict: tool['strict'] }),
    ...(cacheControl && { cacheControl }),
    ...(rest && { raw: keepRaw(rest) }),
  }
}

/** Decodes `tool_choice` with its `disable_parallel_tool_use`. */
export function decodeToolChoice(
  value: JsonObject,
): Pick<ChatRequest, 'toolChoice' | 'parallelToolCalls'> {
  const disabled = value['disable_parallel_tool_use']
  return {
    toolChoice: decodeChoice(value),
    ...(typeof disabled === 'boolean' && { parallelToolCalls: !disabled }),
  }
}

function decodeChoice(value: JsonObject): ToolChoice {
  const { type } = value
  const name = readText(value['name'])
  if (type === 'auto' || type === 'none') return { type }
  if (type === 'any') return { type: 'required' }
  if (type === 'tool' && name !== undefined) return { type: 'tool', name }
  return { type: 'raw', raw: keepRaw(value) }
}
