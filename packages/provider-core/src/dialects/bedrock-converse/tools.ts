/** @file Tools and tool choice as `toolConfig`. */
import type { ChatRequest, Tool } from '../../model/chat-request.ts'
import type { ContentPart } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { warnRawLeftOut } from '../raw-fields.ts'
import { isObject, readText } from '../read-json.ts'
import { completeSchema } from '../tool-input.ts'
import type { Warn } from '../warning-list.ts'
import { createCachePoint } from './encode-part.ts'
import { readRaw } from './wire.ts'

/**
 * Encodes `toolConfig`; `undefined` without tools. The service refuses messages with calls or results when no
 * tool is named: then the tools that were called are named, which is a warning.
 */
export function encodeTools(request: ChatRequest, warn: Warn): JsonObject | undefined {
  const called = listCalledTools(request)
  const asked = (request.tools ?? []).flatMap((tool) => encodeTool(tool, warn))
  const isForbidden = request.toolChoice?.type === 'none'
  if (isForbidden && called.size === 0) return undefined
  if (isForbidden && asked.length > 0) {
    warn(
      'tool-choice-left-out',
      'That no tool may be called was left out: Converse cannot say it in a conversation with tool calls.',
    )
  }
  if (request.parallelToolCalls === false && asked.length > 0) {
    warn('parallel-tool-calls-left-out', 'One tool call at a time cannot be asked for in Converse.')
  }
  if (asked.length > 0) {
    return { tools: asked, ...dropEmpty({ toolChoice: encodeChoice(request, warn) }) }
  }
  if (called.size === 0) return undefined
  warn(
    'tools-added',
    `Tools of earlier calls were named again, since Converse asks for it: ${[...called].join(', ')}.`,
  )
  return { tools: [...called].map((name) => createSpec({ name })) }
}

function listCalledTools({ messages }: ChatRequest): Set<string> {
  const isUse = (part: ContentPart) =>
    (part.type === 'tool-call' || part.type === 'tool-result') && part.providerRun !== true
  const parts = messages.flatMap((message) => message.content.filter(isUse))
  const names = parts.flatMap((part) =>
    (part.type === 'tool-call' || part.type === 'tool-result') && part.name ? [part.name] : [],
  )
  return new Set(parts.length > 0 && names.length === 0 ? ['tool'] : names)
}

function createSpec(spec: { name: string } & JsonObject): JsonObject {
  return { toolSpec: { inputSchema: { json: completeSchema(undefined) }, ...spec } }
}

function encodeTool(tool: Tool, warn: Warn): JsonObject[] {
  if (tool.type === 'provider') {
    const own = readRaw(tool.raw)
    if (own !== undefined) return [own]
    const name = isObject(tool.raw.value) ? readText(tool.raw.value['type']) : undefined
    warn(
      'provider-tool-left-out',
      `The tool ${name ?? 'without name'}, which only ${tool.raw.dialect} runs, was left out.`,
    )
    return []
  }
  const lost = warnRawLeftOut(tool.raw, 'bedrock-converse')
  if (lost !== undefined) warn(lost.code, lost.message)
  const spec = createSpec({
    name: tool.name,
    ...dropEmpty({ description: tool.description }),
    inputSchema: { json: completeSchema(tool.parameters) },
    ...dropEmpty({ strict: tool.strict }),
    ...readRaw(tool.raw),
  })
  return tool.cacheControl === undefined ? [spec] : [spec, createCachePoint(tool.cacheControl.ttl)]
}

function encodeChoice({ toolChoice }: ChatRequest, warn: Warn): JsonObject | undefined {
  switch (toolChoice?.type) {
    case 'auto':
      return { auto: {} }
    case 'required':
      return { any: {} }
    case 'tool':
      return { tool: { name: toolChoice.name } }
    case 'raw': {
      const own = readRaw(toolChoice.raw)
      if (own === undefined) {
        const { dialect } = toolChoice.raw
        warn('tool-choice-left-out', `A tool choice that only ${dialect} knows was left out.`)
      }
      return own
    }
    default:
      return undefined
  }
}
