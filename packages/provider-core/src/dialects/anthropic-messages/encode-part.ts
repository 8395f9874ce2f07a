/** @file Our message parts → content blocks of a request. */
import type { ContentPart } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import type { Warn } from '../warning-list.ts'
import { decodeBase64Text, unpackDataUrl } from '../media-source.ts'
import { warnRawLeftOut } from '../raw-fields.ts'
import { mapCallId, readToolInput } from '../tool-input.ts'
import { encodeMediaSource } from './media.ts'
import { encodeCacheControl, readRaw } from './wire.ts'

type Part<T extends ContentPart['type']> = Extract<ContentPart, { type: T }>

/**
 * Makes the encoder of one request's parts. What the API refuses is left out with a warning: unsigned
 * thinking, media in system text and in replies, audio, tools that another vendor ran. Blank text is left
 * out without one.
 */
export function createPartEncoder(
  warn: Warn,
): (part: ContentPart, role: 'system' | 'user' | 'assistant') => JsonObject[] {
  return (part, role) => {
    if (role === 'system' && part.type !== 'text') {
      warn('content-left-out', `System text cannot hold a part of the type ${part.type}.`)
      return []
    }
    if (role === 'assistant' && isMedia(part)) {
      warn(
        'content-left-out',
        `A reply that is sent back cannot hold a part of the type ${part.type}.`,
      )
      return []
    }
    const block = encodePart(part, warn)
    if (block === undefined) return []
    const lost = part.type === 'raw' ? undefined : warnRawLeftOut(part.raw, 'anthropic-messages')
    if (lost !== undefined) warn(lost.code, lost.message)
    return [block]
  }
}

function isMedia({ type }: ContentPart): boolean {
  return type === 'image' || type === 'file' || type === 'audio'
}

function encodePart(part: ContentPart, warn: Warn): JsonObject | undefined {
  switch (part.type) {
    case 'text':
      return encodeText(part, warn)
    case 'reasoning':
      return encodeReasoning(part, warn)
    case 'image':
      return encodeImage(part, warn)
    case 'file':
      return encodeFile(part, warn)
    case 'audio':
      warn('audio-left-out', 'Audio was left out: this format does not take it.')
      return undefined
    case 'tool-call':
      return encodeCall(part, warn)
    case 'tool-result':
      return encodeResult(part, warn)
    case 'raw': {
      const value = readRaw(part.raw)
      if (value === undefined) {
        warn('content-left-out', `A part that only ${part.raw.dialect} knows was left out.`)
      }
      return value
    }
  }
}

/** The block with its own extra fields and its cache mark. */
function complete(part: Exclude<ContentPart, Part<'raw'>>, block: JsonObject): JsonObject {
  return {
    ...block,
    ...readRaw(part.raw),
    ...dropEmpty({ cache_control: encodeCacheControl(part.cacheControl) }),
  }
}

function encodeText(part: Part<'text'>, warn: Warn): JsonObject | undefined {
  if (part.text.trim() === '') return undefined
  warnSignature(part.signature, warn)
  const citations = part.citations?.flatMap((citation) => readRaw(citation.raw) ?? [])
  if (citations?.length !== part.citations?.length) {
    warn('citations-left-out', 'Citations of another vendor were left out of replies sent back.')
  }
  return complete(part, { type: 'text', text: part.text, ...dropEmpty({ citations }) })
}

function encodeReasoning(part: Part<'reasoning'>, warn: Warn): JsonObject | undefined {
  // No cache mark: the API refuses it on thinking.
  if (part.redacted !== undefined) return { type: 'redacted_thinking', data: part.redacted }
  if (part.signature !== undefined) {
    return { type: 'thinking', thinking: part.text, signature: part.signature }
  }
  warn(
    'reasoning-left-out',
    'Reasoning of earlier replies without a signature was left out: this format takes it back only with one.',
  )
  return undefined
}

function encodeImage(part: Part<'image'>, warn: Warn): JsonObject | undefined {
  const source = unpackDataUrl(part.source)
  if (source.kind === 'text') {
    warn('image-left-out', 'An image given as text was left out: this format does not take it.')
    return undefined
  }
  if (part.detail !== undefined && part.detail !== 'auto') {
    warn('image-detail-left-out', 'How detailed an image is read cannot be said in this format.')
  }
  return complete(part, { type: 'image', source: encodeMediaSource(source) })
}

const textTypes = /^(text\/|application\/(json|xml|yaml|x-yaml|javascript|toml)\b)/

function encodeFile(part: Part<'file'>, warn: Warn): JsonObject | undefined {
  const source = unpackDataUrl(part.source)
  const title = part.filename
  const document = (value: JsonObject) =>
    complete(part, { type: 'document', source: value, ...dropEmpty({ title }) })
  if (source.kind !== 'base64' || source.mediaType === 'application/pdf') {
    return document(encodeMediaSource(source))
  }
  if (source.mediaType.startsWith('image/')) {
    return complete(part, { type: 'image', source: encodeMediaSource(source) })
  }
  const text = textTypes.test(source.mediaType) ? decodeBase64Text(source.data) : undefined
  if (text !== undefined) return document(encodeMediaSource({ kind: 'text', text }))
  warn(
    'file-left-out',
    `A file of the type ${source.mediaType} was left out: this format takes PDF, text and images.`,
  )
  return undefined
}

function encodeCall(part: Part<'tool-call'>, warn: Warn): JsonObject | undefined {
  if (part.providerRun === true && readRaw(part.raw) === undefined) return leaveOutRun(warn)
  warnSignature(part.signature, warn)
  const input = readToolInput(part.arguments, warn)
  return complete(part, { type: 'tool_use', id: mapCallId(part.id), name: part.name, input })
}

/** Only thinking is signed in this format: proofs of text and calls are another vendor's. */
function warnSignature(signature: string | undefined, warn: Warn): void {
  if (signature === undefined) return
  warn('signature-left-out', "Another vendor's signatures of text and tool calls were left out.")
}

function leaveOutRun(warn: Warn): undefined {
  warn(
    'provider-tool-left-out',
    'Calls and results of tools that another vendor ran were left out: this format cannot replay them.',
  )
}

function encodeResult(part: Part<'tool-result'>, warn: Warn): JsonObject | undefined {
  // Results of tools that the vendor ran are opaque and go back whole.
  if (part.providerRun === true) return readRaw(part.raw) ? complete(part, {}) : leaveOutRun(warn)
  const blocks = part.content.flatMap((each): JsonObject[] => {
    const block = encodePart(each, warn)
    return block === undefined ? [] : [block]
  })
  const [first] = blocks
  const content = blocks.length === 1 && first && isPlainText(first) ? first['text'] : blocks
  return complete(part, {
    type: 'tool_result',
    tool_use_id: mapCallId(part.callId),
    ...dropEmpty({ content, is_error: part.isError }),
  })
}

/** True for a text block that a plain string says as well. */
export function isPlainText(block: JsonObject): boolean {
  return block['type'] === 'text' && Object.keys(block).length === 2
}
