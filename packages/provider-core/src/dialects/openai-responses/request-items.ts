/** @file Our messages → `input` items of the Responses API. */
import type { ChatMessage, ContentPart } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { encodeFileData, encodeInputAudio, toUrl } from '../openai-chat/media.ts'
import { readRawFields, readRawValue } from '../raw-fields.ts'
import { readObject } from '../read-json.ts'
import type { Warn } from '../warning-list.ts'
import { sealReasoning } from './sealed-reasoning.ts'

type PartOf<Type extends ContentPart['type']> = Extract<ContentPart, { type: Type }>

/** What turns parts into items: the warnings, and what is known of calls before their results come. */
export interface ItemContext {
  readonly warn: Warn
  /** The vendor keeps the conversation, so that reasoning is found by its id alone. */
  readonly stored: boolean
  /** Ids of calls whose input is free text: their results have an item type of their own. */
  readonly customCalls: Set<string>
}

/** Encodes the messages in order: each text, reasoning, tool call and tool result is an item. */
export function encodeItems(messages: readonly ChatMessage[], context: ItemContext): JsonObject[] {
  return messages.flatMap((message) => {
    if (message.name !== undefined) {
      context.warn('name-left-out', 'Names of participants were left out: this format has none.')
    }
    return message.role === 'assistant'
      ? encodeAssistant(message.content, context)
      : encodeTurn(message, context)
  })
}

/** A user or system turn; tool results stand before the rest of their turn. */
function encodeTurn(message: ChatMessage, context: ItemContext): JsonObject[] {
  const results = message.content.filter((part) => part.type === 'tool-result')
  const items = results.map((part) => encodeResult(part, context))
  const parts = message.content
    .filter((part) => part.type !== 'tool-result')
    .flatMap((part) => encodeInputPart(part, context.warn))
  if (parts.length === 0) return items
  const role =
    message.role === 'system' ? (message.developer === true ? 'developer' : 'system') : 'user'
  const own = readRawFields(message.raw, 'openai-responses')
  return [...items, { ...own, role, content: joinParts(parts) }]
}

/** One plain text is a string, as every server takes it. */
function joinParts(parts: readonly JsonObject[]): unknown {
  const [first] = parts
  const isPlain =
    parts.length === 1 && first?.['type'] === 'input_text' && Object.keys(first).length === 2
  return isPlain ? first['text'] : parts
}

function encodeAssistant(content: readonly ContentPart[], context: ItemContext): JsonObject[] {
  const items: JsonObject[] = []
  let texts: PartOf<'text'>[] = []
  const flush = (): void => {
    if (texts.length > 0) items.push(encodeTexts(texts))
    texts = []
  }
  for (const part of content) {
    if (part.type === 'text') {
      if (part.text === '') continue
      const [first] = texts
      if (first !== undefined && !isSameMessage(first, part)) flush()
      texts.push(part)
      continue
    }
    flush()
    items.push(...encodeItem(part, items.length, context))
  }
  flush()
  return items
}

const ownMessage = (part: PartOf<'text'>) =>
  readObject(readRawFields(part.raw, 'openai-responses')['message'])

function isSameMessage(a: PartOf<'text'>, b: PartOf<'text'>): boolean {
  return JSON.stringify(ownMessage(a)) === JSON.stringify(ownMessage(b))
}

/** The fields of their message (`phase`, `id`) were kept with its texts. */
function encodeTexts(texts: readonly PartOf<'text'>[]): JsonObject {
  const [first] = texts
  const own = first === undefined ? {} : ownMessage(first)
  const isPlain = texts.length === 1 && Object.keys(own).length === 0
  if (isPlain && first !== undefined && !isRefusal(first)) {
    return { role: 'assistant', content: first.text }
  }
  const content = texts.map((part) =>
    isRefusal(part)
      ? { type: 'refusal', refusal: part.text }
      : { type: 'output_text', text: part.text, annotations: [] },
  )
  return { ...own, type: 'message', role: 'assistant', content }
}

function isRefusal({ raw }: PartOf<'text'>): boolean {
  const own = { ...readRawFields(raw, 'openai-chat'), ...readRawFields(raw, 'openai-responses') }
  return own['type'] === 'refusal'
}

function encodeItem(part: ContentPart, at: number, context: ItemContext): JsonObject[] {
  const { warn } = context
  if (part.type === 'reasoning') return encodeReasoning(part, at, context)
  if (part.type === 'tool-call') return encodeCall(part, context)
  if (part.type === 'tool-result') return [encodeResult(part, context)]
  const own = part.type === 'raw' ? readRawValue(part.raw, 'openai-responses') : undefined
  if (own !== undefined) return [own]
  const image = part.type === 'image' ? readRawValue(part.raw, 'openai-responses') : undefined
  if (image !== undefined && part.type === 'image' && part.source.kind === 'base64') {
    return [{ ...image, type: 'image_generation_call', result: part.source.data }]
  }
  warn(
    `${part.type}-left-out`,
    `A part of the kind "${part.type}" was left out: assistant turns of this format cannot carry it.`,
  )
  return []
}

/** Reasoning without the vendor's own proof is refused, so it is left out. */
function encodeReasoning(
  part: PartOf<'reasoning'>,
  at: number,
  { warn, stored }: ItemContext,
): JsonObject[] {
  const own = readRawFields(part.raw, 'openai-responses')
  if (part.encrypted === undefined && own['content'] === undefined && !(stored && part.id)) {
    warn(
      'reasoning-left-out',
      'Reasoning of earlier replies was left out: this format takes it back only with its own encrypted content.',
    )
    return []
  }
  const id = part.id ?? `rs_${at}`
  const proof = part.encrypted === undefined ? {} : { encrypted: part.encrypted }
  const encrypted = sealReasoning(proof, id)
  return [
    {
      type: 'reasoning',
      id,
      summary: part.text === '' ? [] : [{ type: 'summary_text', text: part.text }],
      ...own,
      ...(encrypted !== undefined && { encrypted_content: encrypted }),
    },
  ]
}

function encodeCall(part: PartOf<'tool-call'>, context: ItemContext): JsonObject[] {
  const own = readRawFields(part.raw, 'openai-responses')
  if (part.providerRun === true) {
    if (own['type'] !== undefined) return [own]
    context.warn('provider-call-left-out', 'Calls of tools that the vendor ran were left out.')
    return []
  }
  const { type, ...rest } = own
  const { id: callId, name } = part
  if (type === 'custom' || readRawFields(part.raw, 'openai-chat')['type'] === 'custom') {
    context.customCalls.add(callId)
    return [{ ...rest, type: 'custom_tool_call', call_id: callId, name, input: part.arguments }]
  }
  return [
    { ...rest, type: 'function_call', call_id: callId, name, arguments: part.arguments || '{}' },
  ]
}

function encodeResult(part: PartOf<'tool-result'>, context: ItemContext): JsonObject {
  if (part.isError === true) {
    context.warn(
      'tool-error-mark-left-out',
      'A tool result’s error mark was left out: this format has none.',
    )
  }
  const parts = part.content.flatMap((each) => encodeInputPart(each, context.warn))
  const type = context.customCalls.has(part.callId)
    ? 'custom_tool_call_output'
    : 'function_call_output'
  return {
    ...readRawFields(part.raw, 'openai-responses'),
    type,
    call_id: part.callId,
    output: parts.length === 0 ? '' : joinParts(parts),
  }
}

function encodeInputPart(part: ContentPart, warn: Warn): JsonObject[] {
  if (part.type === 'raw') {
    const own = readRawValue(part.raw, 'openai-responses')
    return own === undefined ? leaveOut(`${part.raw.dialect}-part`, warn) : [own]
  }
  if (part.cacheControl !== undefined) {
    warn('cache-control-left-out', 'Cache marks were left out: this format caches by itself.')
  }
  const own = readRawFields(part.raw, 'openai-responses')
  switch (part.type) {
    case 'text':
      return [{ ...own, type: 'input_text', text: part.text }]
    case 'image': {
      const url = toUrl(part.source)
      const place = url === undefined ? fileIdOf(part.source) : { image_url: url }
      return [{ ...own, type: 'input_image', detail: part.detail ?? 'auto', ...place }]
    }
    case 'file': {
      const data = part.source.kind === 'url' ? { file_url: part.source.url } : encodeFileData(part)
      return [{ ...own, type: 'input_file', ...data }]
    }
    case 'audio': {
      const audio = encodeInputAudio(part)
      return audio === undefined ? leaveOut('audio', warn) : [{ ...own, ...audio }]
    }
    default:
      return leaveOut(part.type, warn)
  }
}

function fileIdOf(source: PartOf<'image'>['source']): JsonObject {
  return source.kind === 'file-id' ? { file_id: source.fileId } : {}
}

function leaveOut(kind: string, warn: Warn): JsonObject[] {
  warn(
    `${kind}-left-out`,
    `A part of the kind "${kind}" was left out: this format cannot carry it there.`,
  )
  return []
}
