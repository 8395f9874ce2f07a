/** @file Our message parts → content blocks of Converse. */
import type { ContentPart } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { warnRawLeftOut } from '../raw-fields.ts'
import { mapCallId, readToolInput } from '../tool-input.ts'
import type { Warn } from '../warning-list.ts'
import { encodeMedia, mapDocumentName } from './media.ts'
import { readRaw } from './wire.ts'

type Part<T extends ContentPart['type']> = Extract<ContentPart, { type: T }>

/** Longest id of a call. */
const maxIdLength = 64

/**
 * Makes the encoder of one request's parts. What Converse refuses is left out with a warning: unsigned
 * reasoning, media by URL or of unknown types, media in system text and in replies, tools that another vendor
 * ran. Blank text is left out without one. A cache mark becomes a cache point after its part.
 */
export function createPartEncoder(
  warn: Warn,
): (part: ContentPart, role: 'system' | 'user' | 'assistant') => JsonObject[] {
  const names = new Map<string, number>()
  const nameDocument = (filename: string | undefined): string => {
    const base = mapDocumentName(filename, 1)
    const count = (names.get(base) ?? 0) + 1
    names.set(base, count)
    return mapDocumentName(filename, count)
  }

  const encode = (part: ContentPart): JsonObject | undefined => {
    switch (part.type) {
      case 'text':
        return encodeText(part, warn)
      case 'reasoning':
        return encodeReasoning(part, warn)
      case 'image':
      case 'audio':
        return encodePicture(part, warn)
      case 'file':
        return encodeFile(part, nameDocument, warn)
      case 'tool-call':
        return encodeCall(part, warn)
      case 'tool-result':
        return encodeResult(part, encode, warn)
      case 'raw': {
        const value = readRaw(part.raw)
        if (value === undefined) {
          warn('content-left-out', `A part that only ${part.raw.dialect} knows was left out.`)
        }
        return value
      }
    }
  }

  return (part, role) => {
    if (role === 'system' && part.type !== 'text' && part.type !== 'raw') {
      warn('content-left-out', `System text cannot hold a part of the type ${part.type}.`)
      return []
    }
    const isMedia = part.type === 'image' || part.type === 'file' || part.type === 'audio'
    if (role === 'assistant' && isMedia) {
      warn(
        'content-left-out',
        `A reply that is sent back cannot hold a part of the type ${part.type}.`,
      )
      return []
    }
    const block = encode(part)
    if (block === undefined) return []
    if (part.type === 'raw') return [block]
    const lost = warnRawLeftOut(part.raw, 'bedrock-converse')
    if (lost !== undefined) warn(lost.code, lost.message)
    const { cacheControl } = part
    return cacheControl === undefined ? [block] : [block, createCachePoint(cacheControl.ttl)]
  }
}

/** A cache point, which stands after what is to be cached. */
export function createCachePoint(ttl: string | undefined): JsonObject {
  return { cachePoint: { type: 'default', ...(ttl !== undefined && { ttl }) } }
}

function encodeText(part: Part<'text'>, warn: Warn): JsonObject | undefined {
  if (part.text.trim() === '') return undefined
  warnSignature(part.signature, warn)
  if ((part.citations ?? []).length > 0) {
    warn('citations-left-out', 'Citations were left out of replies sent back.')
  }
  return { text: part.text }
}

function encodeReasoning(part: Part<'reasoning'>, warn: Warn): JsonObject | undefined {
  const { text, signature, redacted } = part
  if (redacted !== undefined) return { reasoningContent: { redactedContent: redacted } }
  if (signature !== undefined) return { reasoningContent: { reasoningText: { text, signature } } }
  warn(
    'reasoning-left-out',
    'Reasoning of earlier replies without a signature was left out: this format takes it back only with one.',
  )
  return undefined
}

function encodePicture(part: Part<'image'> | Part<'audio'>, warn: Warn): JsonObject | undefined {
  const media = encodeMedia(part.type, part.source)
  if (media === undefined) return leaveOutMedia(part, warn)
  if (part.type === 'image' && part.detail !== undefined && part.detail !== 'auto') {
    warn('image-detail-left-out', 'How detailed an image is read cannot be said in this format.')
  }
  return { [part.type]: { ...media, ...readRaw(part.raw) } }
}

function leaveOutMedia(part: Part<'image'> | Part<'audio'> | Part<'file'>, warn: Warn): undefined {
  const { source } = part
  const words: Record<typeof source.kind, string> = {
    base64: `of the type ${source.mediaType ?? 'unknown'}`,
    url: 'given by a URL',
    'file-id': 'that another service keeps',
    text: 'given as text',
  }
  warn(
    `${part.type}-left-out`,
    `A part with ${part.type} data ${words[source.kind]} was left out: Converse does not take it.`,
  )
}

function encodeFile(
  part: Part<'file'>,
  nameDocument: (filename: string | undefined) => string,
  warn: Warn,
): JsonObject | undefined {
  const document = encodeMedia('document', part.source)
  if (document !== undefined) {
    return { document: { ...document, name: nameDocument(part.filename), ...readRaw(part.raw) } }
  }
  for (const kind of ['image', 'video'] as const) {
    const media = encodeMedia(kind, part.source)
    if (media !== undefined) return { [kind]: media }
  }
  return leaveOutMedia(part, warn)
}

function encodeCall(part: Part<'tool-call'>, warn: Warn): JsonObject | undefined {
  const own = readRaw(part.raw)
  if (part.providerRun === true && own === undefined) return leaveOutRun(warn)
  warnSignature(part.signature, warn)
  const toolUseId = mapId(part.id)
  const input = readToolInput(part.arguments, warn)
  return { toolUse: { toolUseId, name: part.name, input, ...own } }
}

function mapId(id: string): string {
  return mapCallId(id).slice(-maxIdLength)
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

function encodeResult(
  part: Part<'tool-result'>,
  encode: (part: ContentPart) => JsonObject | undefined,
  warn: Warn,
): JsonObject | undefined {
  const own = readRaw(part.raw)
  if (part.providerRun === true && own === undefined) return leaveOutRun(warn)
  const content = part.content.flatMap((each): JsonObject[] => {
    const block = encode(each)
    return block === undefined ? [] : [block]
  })
  const status = part.isError === undefined ? {} : { status: part.isError ? 'error' : 'success' }
  return { toolResult: { toolUseId: mapId(part.callId), content, ...status, ...own } }
}
