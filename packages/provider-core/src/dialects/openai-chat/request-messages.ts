/** @file Our messages → `messages` of a chat completion. */
import type { Compat } from '../../model/compat.ts'
import type { ChatMessage, ContentPart } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { textSeparator } from '../join-text.ts'
import { readRawFields, readRawValue } from '../raw-fields.ts'
import { readObject } from '../read-json.ts'
import type { Warn } from '../warning-list.ts'
import { encodeFileData, encodeInputAudio, toUrl } from './media.ts'
import { encodeReasoningFields } from './reasoning.ts'

type PartOf<Type extends ContentPart['type']> = Extract<ContentPart, { type: Type }>

/**
 * Encodes the messages in order. Each tool result is a message of its own. Text is a string wherever nothing
 * else stands beside it, as many servers take no list.
 */
export function encodeMessages(
  messages: readonly ChatMessage[],
  compat: Compat,
  warn: Warn,
): JsonObject[] {
  return messages.flatMap((message) => encodeMessage(message, compat, warn))
}

function encodeMessage(message: ChatMessage, compat: Compat, warn: Warn): JsonObject[] {
  const results = message.content.filter((part) => part.type === 'tool-result')
  const out = results.map((part) => encodeToolResult(part, compat, warn))
  const content = message.content.filter((part) => part.type !== 'tool-result')
  if (content.length === 0 && (results.length > 0 || message.role === 'tool')) return out
  const outer = {
    ...readRawFields(message.raw, 'openai-chat'),
    ...(message.name !== undefined && { name: message.name }),
  }
  if (message.role === 'assistant') {
    const body = encodeAssistant(content, compat, warn)
    if (body !== undefined) out.push({ ...outer, role: 'assistant', ...body })
    return out
  }
  const role = message.role === 'system' ? toSystemRole(message, compat) : 'user'
  const parts = content.flatMap((part) => encodePart(part, message.role, warn))
  // A turn of which nothing can be said: the format has no empty ones.
  if (parts.length === 0 && content.length > 0) return out
  return [...out, { ...outer, role, content: joinParts(parts, compat) }]
}

function toSystemRole(message: ChatMessage, compat: Compat): string {
  return message.developer === true && compat.developerRole === true ? 'developer' : 'system'
}

function joinParts(parts: readonly JsonObject[], compat: Compat): string | readonly JsonObject[] {
  const isPlain = parts.every((part) => part['type'] === 'text' && Object.keys(part).length === 2)
  if (!isPlain || (compat.arrayContent === true && parts.length > 0)) return parts
  return parts.map((part) => String(part['text'])).join(textSeparator)
}

function encodeAssistant(
  content: readonly ContentPart[],
  compat: Compat,
  warn: Warn,
): JsonObject | undefined {
  const reasoning = content.filter((part) => part.type === 'reasoning')
  const calls = content.filter((part) => part.type === 'tool-call' && isClientCall(part, warn))
  const refusals = content.filter(isRefusal)
  const audioId = content.map(readAudioId).find((id) => id !== undefined)
  const others = content.filter(
    (part) =>
      part.type !== 'reasoning' &&
      part.type !== 'tool-call' &&
      !isRefusal(part) &&
      (audioId === undefined || readAudioId(part) !== audioId),
  )
  const parts = others.flatMap((part) => encodePart(part, 'assistant', warn))
  const fields = encodeReasoningFields(reasoning, compat.reasoningField, warn)
  const isSilent = audioId === undefined && refusals.length === 0
  const isEmpty = parts.length === 0 && calls.length === 0 && isSilent
  if (isEmpty && Object.keys(fields).length === 0)
    return content.length > 0 ? undefined : { content: '' }
  return {
    content: parts.length === 0 ? (isEmpty ? '' : null) : joinParts(parts, compat),
    ...fields,
    ...(audioId !== undefined && { audio: { id: audioId } }),
    ...(refusals.length > 0 && { refusal: refusals.map((part) => part.text).join('') }),
    ...(calls.length > 0 && { tool_calls: calls.map((part) => encodeCall(part)) }),
  }
}

/** Sound of an earlier reply goes back by its id: this format takes no bytes from the assistant. */
function readAudioId(part: ContentPart): string | undefined {
  if (part.type !== 'audio') return undefined
  return part.id ?? (part.source.kind === 'file-id' ? part.source.fileId : undefined)
}

function isRefusal(part: ContentPart): part is PartOf<'text'> {
  return part.type === 'text' && readRawFields(part.raw, 'openai-chat')['type'] === 'refusal'
}

function isClientCall(part: PartOf<'tool-call'>, warn: Warn): boolean {
  if (part.providerRun !== true) return true
  warn('provider-call-left-out', 'Calls of tools that the vendor ran were left out.')
  return false
}

function encodeCall(part: ContentPart): JsonObject {
  if (part.type !== 'tool-call') return {}
  const { type, ...outer } = readRawFields(part.raw, 'openai-chat')
  const isCustom =
    type === 'custom' || readRawFields(part.raw, 'openai-responses')['type'] === 'custom'
  const signed =
    part.signature === undefined
      ? {}
      : { extra_content: { google: { thought_signature: part.signature } } }
  return {
    ...outer,
    ...signed,
    id: part.id,
    ...(isCustom
      ? { type: 'custom', custom: { name: part.name, input: part.arguments } }
      : { type: 'function', function: { name: part.name, arguments: part.arguments || '{}' } }),
  }
}

function encodeToolResult(part: PartOf<'tool-result'>, compat: Compat, warn: Warn): JsonObject {
  const parts = part.content.flatMap((each) => {
    if (each.type === 'text') return encodePart(each, 'tool', warn)
    warn(
      `tool-result-${each.type}-left-out`,
      `A tool result’s ${each.type} was left out: tool messages of this format hold text only.`,
    )
    return []
  })
  if (part.isError === true) {
    warn(
      'tool-error-mark-left-out',
      'A tool result’s error mark was left out: this format has none.',
    )
  }
  return {
    ...readRawFields(part.raw, 'openai-chat'),
    role: 'tool',
    tool_call_id: part.callId,
    content: joinParts(parts, compat),
  }
}

function encodePart(part: ContentPart, role: ChatMessage['role'], warn: Warn): JsonObject[] {
  const leftOut = (kind: string): JsonObject[] => {
    warn(
      `${kind}-left-out`,
      `A part of the kind "${kind}" was left out: this format cannot carry it in ${role} messages.`,
    )
    return []
  }
  if (part.type === 'raw') {
    const own = readRawValue(part.raw, 'openai-chat')
    return own === undefined ? leftOut(`${part.raw.dialect}-part`) : [own]
  }
  const own = readRawFields(part.raw, 'openai-chat')
  if (part.cacheControl !== undefined && own['cache_control'] === undefined) {
    warn('cache-control-left-out', 'Cache marks were left out: this format caches by itself.')
  }
  if (part.type === 'text') {
    return part.text === '' && role === 'assistant'
      ? []
      : [{ ...own, type: 'text', text: part.text }]
  }
  if (role !== 'user') return leftOut(part.type)
  if (part.type === 'image') {
    const url = toUrl(part.source)
    if (url === undefined) return leftOut('image-file-id')
    const detail = part.detail === undefined ? {} : { detail: part.detail }
    return [
      { ...own, type: 'image_url', image_url: { ...readObject(own['image_url']), url, ...detail } },
    ]
  }
  if (part.type === 'file') {
    const file = encodeFileData(part)
    return file === undefined ? leftOut('file-url') : [{ ...own, type: 'file', file }]
  }
  if (part.type === 'audio') {
    const audio = encodeInputAudio(part)
    return audio === undefined ? leftOut('audio') : [{ ...own, ...audio }]
  }
  return leftOut(part.type)
}
