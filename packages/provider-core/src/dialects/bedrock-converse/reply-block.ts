/** @file Content blocks of a Converse reply → our events; the same for a streamed block and for a whole one. */
import type { ChatEvent } from '../../model/chat-event.ts'
import type { Citation } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { isObject, pickUnknown, readObject, readObjects, readText } from '../read-json.ts'
import { decodeMedia } from './media.ts'
import { keepRaw } from './wire.ts'

/** Events of tools, whole: a start, its deltas and its stop. */
export interface OpenBlock {
  readonly place: number
  callId?: string
  hasArguments?: boolean
  imageFormat?: string | undefined
  result?: { readonly start: JsonObject; readonly content: JsonObject[] }
}

/** What a `contentBlockStart` (or a whole block) opens; `undefined` for what is not known. */
export function openBlock(
  start: JsonObject,
  place: number,
): { readonly block: OpenBlock; readonly events: ChatEvent[] } | undefined {
  const { toolUse, toolResult, image } = start
  if (isObject(toolUse)) {
    const id = readText(toolUse['toolUseId']) ?? `call_${place}`
    const name = readText(toolUse['name']) ?? ''
    const rest = pickUnknown(toolUse, knownCallFields)
    const isRun = toolUse['type'] === 'server_tool_use'
    const event: ChatEvent = {
      type: 'tool-call-start',
      id,
      name,
      ...(isRun && { providerRun: true }),
      ...(rest && { raw: keepRaw(rest) }),
      block: place,
    }
    return { block: { place, callId: id }, events: [event] }
  }
  if (isObject(toolResult)) {
    return { block: { place, result: { start: toolResult, content: [] } }, events: [] }
  }
  if (isObject(image)) {
    return { block: { place, imageFormat: readText(image['format']) }, events: [] }
  }
  return undefined
}

const knownCallFields: ReadonlySet<string> = new Set(['toolUseId', 'name', 'input'])

/** Events of a `contentBlockDelta`; `undefined` for what is not known. */
export function readDelta(delta: JsonObject, block: OpenBlock): ChatEvent[] | undefined {
  const { place } = block
  if (typeof delta['text'] === 'string') return readPlain(delta['text'], place)
  const { reasoningContent, toolUse, toolResult, citation, image } = delta
  if (isObject(reasoningContent)) return readReasoning(reasoningContent, place)
  if (isObject(toolUse) && block.callId !== undefined) {
    const text = readText(toolUse['input'])
    if (text === undefined) return []
    block.hasArguments = true
    return [{ type: 'tool-call-delta', id: block.callId, arguments: text, block: place }]
  }
  if (block.result !== undefined && toolResult !== undefined) {
    block.result.content.push(...readObjects(toolResult))
    return []
  }
  if (isObject(citation)) return [readCitation(citation, place)]
  const source = isObject(image)
    ? decodeMedia('image', block.imageFormat, image['source'])
    : undefined
  return source && [{ type: 'image', source, block: place }]
}

/** Events of a `contentBlockStop`. A call without arguments is one with `{}`. */
export function closeBlock(block: OpenBlock): ChatEvent[] {
  const { place, callId, result } = block
  if (callId !== undefined) {
    const end: ChatEvent = { type: 'tool-call-end', id: callId, block: place }
    if (block.hasArguments === true) return [end]
    return [{ type: 'tool-call-delta', id: callId, arguments: '{}', block: place }, end]
  }
  return result === undefined
    ? []
    : [readResult({ ...result.start, content: result.content }, place)]
}

function readResult(result: JsonObject, place: number): ChatEvent {
  return {
    type: 'tool-result',
    callId: readText(result['toolUseId']) ?? '',
    value: result['content'],
    ...(result['status'] === 'error' && { isError: true }),
    raw: keepRaw(result),
    block: place,
  }
}

function readPlain(text: string, place: number): ChatEvent[] {
  return text === '' ? [] : [{ type: 'text-delta', text, block: place }]
}

/** Reasoning text, signature and redacted reasoning. */
function readReasoning(reasoning: JsonObject, place: number): ChatEvent[] {
  const inner = isObject(reasoning['reasoningText']) ? reasoning['reasoningText'] : reasoning
  const text = readText(inner['text'])
  const signature = readText(inner['signature'])
  const redacted = readText(reasoning['redactedContent'])
  const events: ChatEvent[] = []
  if (text !== undefined) events.push({ type: 'reasoning-delta', text, block: place })
  if (signature !== undefined) events.push({ type: 'signature', signature, block: place })
  if (redacted !== undefined) {
    events.push({ type: 'reasoning-redacted', data: redacted, block: place })
  }
  return events
}

function readCitation(value: JsonObject, block: number): ChatEvent {
  const web = readObject(readObject(value['location'])['web'])
  const quote = readObjects(value['sourceContent'])
    .flatMap((part) => readText(part['text']) ?? [])
    .join('')
  const url = readText(web['url']) ?? readText(value['source'])
  const title = readText(value['title'])
  const citation: Citation = {
    ...(url !== undefined && { url }),
    ...(title !== undefined && { title }),
    ...(quote !== '' && { quote }),
    raw: keepRaw(value),
  }
  return { type: 'citation', citation, block }
}

/** Events of a block of a whole answer. */
export function readBlock(content: JsonObject, place: number): ChatEvent[] {
  const { text, reasoningContent, toolUse, toolResult, citationsContent } = content
  if (typeof text === 'string') return readPlain(text, place)
  if (isObject(reasoningContent)) {
    const events = readReasoning(reasoningContent, place)
    if (events.length > 0) return events
  }
  if (isObject(toolResult)) return [readResult(toolResult, place)]
  if (isObject(citationsContent)) {
    return [
      ...readObjects(citationsContent['content']).flatMap((part) =>
        readPlain(readText(part['text']) ?? '', place),
      ),
      ...readObjects(citationsContent['citations']).map((each) => readCitation(each, place)),
    ]
  }
  for (const type of ['image', 'audio'] as const) {
    const media = readObject(content[type])
    const source = decodeMedia(type, readText(media['format']), media['source'])
    if (source !== undefined) return [{ type, source, block: place }]
  }
  const opened = isObject(toolUse) ? openBlock(content, place) : undefined
  if (opened === undefined) return [{ type: 'raw', raw: keepRaw(content), block: place }]
  const input = JSON.stringify(readObject(toolUse)['input'] ?? {})
  const { block, events } = opened
  return [...events, ...(readDelta({ toolUse: { input } }, block) ?? []), ...closeBlock(block)]
}
