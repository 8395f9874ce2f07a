/** @file Parts of our messages → parts of a turn. */
import type { ChatMessage, ContentPart } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { readRawValue } from '../raw-fields.ts'
import type { Warn } from '../warning-list.ts'
import { isObject, parseJson } from '../read-json.ts'
import type { EncodePart } from '../split-turns.ts'
import { readToolInput } from '../tool-input.ts'
import { toWireCallId } from './call-ids.ts'
import { encodeMedia } from './media.ts'
import { mergeJson } from './merge-json.ts'
import { dialectId, type PartBody } from './wire.ts'

type PartOf<Type extends ContentPart['type']> = Extract<ContentPart, { type: Type }>

/** Makes the encoder of one request's parts: a tool result needs the name that its call has. */
export function createPartEncoder(
  messages: readonly ChatMessage[],
  warn: Warn,
): EncodePart<PartBody> {
  const names = new Map<string, string>()
  for (const { content } of messages) {
    for (const part of content) if (part.type === 'tool-call') names.set(part.id, part.name)
  }
  return (part, role) => {
    if ('cacheControl' in part && part.cacheControl !== undefined) {
      warn('cache-control-left-out', 'Marks for the prompt cache were left out: Google has none.')
    }
    const encoded = role === 'system' ? encodeSystem(part, warn) : encodePart(part, names, warn)
    if (encoded === undefined) return []
    const own = part.type === 'raw' ? undefined : readRawValue(part.raw, dialectId)
    return [own === undefined ? encoded : mergeJson(own, encoded)]
  }
}

function encodeSystem(part: ContentPart, warn: Warn): PartBody | undefined {
  if (part.type === 'text') return part.text === '' ? undefined : { text: part.text }
  if (part.type === 'raw') return encodeRaw(part, warn)
  warn('system-part-left-out', `System text holds text only: its ${part.type} part was left out.`)
  return undefined
}

function encodePart(
  part: ContentPart,
  names: ReadonlyMap<string, string>,
  warn: Warn,
): PartBody | undefined {
  switch (part.type) {
    case 'text':
      if (part.citations !== undefined && part.citations.length > 0) {
        warn('citations-left-out', 'Citations of earlier replies were left out: Google takes none.')
      }
      // An empty part says nothing, but a signature may stand on one.
      if (part.text === '' && part.signature === undefined) return undefined
      return { text: part.text, ...sign(part.signature) }
    case 'reasoning':
      return encodeReasoning(part, warn)
    case 'image':
    case 'file':
    case 'audio':
      return encodeMediaPart(part, warn)
    case 'tool-call':
      return encodeCall(part, warn)
    case 'tool-result':
      return encodeResult(part, part.name ?? names.get(part.callId) ?? part.callId, warn)
    case 'raw':
      return encodeRaw(part, warn)
  }
}

function sign(signature: string | undefined): JsonObject {
  return signature === undefined ? {} : { thoughtSignature: signature }
}

/** A signature that came without a thought goes back on an empty part, as it came. */
function encodeReasoning(part: PartOf<'reasoning'>, warn: Warn): PartBody | undefined {
  const { text, signature, redacted, encrypted } = part
  if (redacted !== undefined || encrypted !== undefined) {
    warn(
      'reasoning-left-out',
      'Hidden reasoning of earlier replies was left out: only the vendor that wrote it can read it.',
    )
  }
  if (text === '' && signature === undefined) return undefined
  return { text, ...(text !== '' && { thought: true }), ...sign(signature) }
}

function encodeMediaPart(
  part: PartOf<'image'> | PartOf<'file'> | PartOf<'audio'>,
  warn: Warn,
): PartBody | undefined {
  const media = encodeMedia(part.source, part.type)
  if (media === undefined) {
    warn(
      `${part.type}-left-out`,
      'A file that another vendor keeps was left out: Google cannot fetch it by its id.',
    )
    return undefined
  }
  if (part.type === 'image' && part.detail !== undefined && part.detail !== 'auto') {
    warn('detail-left-out', 'The detail of images was left out: Google sets it for a request.')
  }
  const own = readRawValue(part.raw, dialectId)
  if (part.type === 'file' && part.filename !== undefined && own === undefined) {
    warn('filename-left-out', 'Names of files were left out: the Gemini API refuses them.')
  }
  return { ...media, ...sign(part.type === 'image' ? part.signature : undefined) }
}

function encodeCall(part: PartOf<'tool-call'>, warn: Warn): PartBody | undefined {
  if (part.providerRun === true) {
    const own = readRawValue(part.raw, dialectId)
    if (own !== undefined) return { ...own, ...sign(part.signature) }
    warnProviderRun(warn)
    return undefined
  }
  const id = toWireCallId(part.id)
  return {
    functionCall: {
      ...(id !== undefined && { id }),
      name: part.name,
      args: readToolInput(part.arguments, warn),
    },
    ...sign(part.signature),
  }
}

function warnProviderRun(warn: Warn): void {
  warn(
    'provider-tool-left-out',
    'Calls of tools that another vendor ran, and their results, were left out: Google has no place for them.',
  )
}

/**
 * A result is an object here: text that is a JSON object becomes it, other text is `output`, or `error` (as the
 * declarations of `functionResponse.response` ask for). Images and files stand beside it as parts.
 */
function encodeResult(part: PartOf<'tool-result'>, name: string, warn: Warn): PartBody | undefined {
  if (part.providerRun === true) {
    const own = readRawValue(part.raw, dialectId)
    if (own === undefined) warnProviderRun(warn)
    return own
  }
  const text = part.content.flatMap((each) => (each.type === 'text' ? [each.text] : []))
  const media = part.content.flatMap((each) => {
    if (each.type === 'text') return []
    const encoded = encodeMediaPart(each, warn)
    const own = readRawValue(each.raw, dialectId)
    if (encoded === undefined) return []
    return [own === undefined ? encoded : mergeJson(own, encoded)]
  })
  const id = toWireCallId(part.callId)
  return {
    functionResponse: {
      ...(id !== undefined && { id }),
      name,
      response: encodeResponseObject(text.join('\n\n'), part.isError === true),
      ...(media.length > 0 && { parts: media }),
    },
  }
}

function encodeResponseObject(text: string, isError: boolean): JsonObject {
  const value = parseJson(text)
  if (isError) return { error: isObject(value) ? value : text }
  if (!isObject(value)) return { output: text }
  // An object that looks like our own wrapping is wrapped, so that it comes back as it was.
  const keys = Object.keys(value)
  return keys.length === 1 && (keys[0] === 'output' || keys[0] === 'error')
    ? { output: text }
    : value
}

function encodeRaw(part: PartOf<'raw'>, warn: Warn): PartBody | undefined {
  const own = readRawValue(part.raw, dialectId)
  if (own === undefined) {
    warn('raw-left-out', `A part that only ${part.raw.dialect} knows was left out.`)
  }
  return own
}
