/** @file Content blocks of a client's request → our message parts. */
import type { ContentPart, RawFields } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { isObject, pickUnknown, readObject, readObjects, readText } from '../read-json.ts'
import { unpackProof } from './carried-signature.ts'
import { decodeCitation } from './citation.ts'
import { decodeMediaSource } from './media.ts'
import { isFailedResult, isToolCall, isToolResult, pickCallFields } from './reply-block.ts'
import { decodeCacheControl, keepRaw } from './wire.ts'

type ResultContent = Extract<ContentPart, { type: 'tool-result' }>['content']

const knownFields = {
  text: new Set(['type', 'text', 'citations', 'cache_control']),
  image: new Set(['type', 'source', 'cache_control']),
  document: new Set(['type', 'source', 'title', 'cache_control']),
  result: new Set(['type', 'tool_use_id', 'content', 'is_error', 'cache_control']),
} as const

/** Decodes the blocks of one message in their order. A block that has no neutral word becomes a raw part. */
export function decodeParts(blocks: readonly JsonObject[]): ContentPart[] {
  const parts: ContentPart[] = []
  const carried: JsonObject[] = []
  for (const block of blocks) {
    const proof = readProof(block)
    if (proof?.kind === 'text' || proof?.kind === 'call') {
      carried.push(block)
      const text = parts.findLast((part) => part.type === 'text')
      if (proof.kind === 'text' && text !== undefined) text.signature = proof.signature
      continue
    }
    parts.push(decodePart(block))
  }
  for (const block of carried) {
    const proof = readProof(block)
    if (proof?.kind !== 'call') continue
    const call = parts.find((part) => part.type === 'tool-call' && part.id === proof.callId)
    if (call?.type === 'tool-call') call.signature = proof.signature
  }
  return parts
}

function readProof(block: JsonObject) {
  const signature = block['type'] === 'thinking' ? readText(block['signature']) : undefined
  return signature === undefined ? undefined : unpackProof(signature)
}

function decodePart(block: JsonObject): ContentPart {
  const { type } = block
  if (type === 'text' && typeof block['text'] === 'string') return decodeText(block, block['text'])
  if (type === 'thinking') return decodeThinking(block)
  const redacted = readText(block['data'])
  if (type === 'redacted_thinking' && redacted !== undefined) {
    return { type: 'reasoning', text: '', redacted }
  }
  if (type === 'image' || type === 'document') return decodeMedia(block, type)
  if (isToolCall(block)) return decodeCall(block)
  if (type === 'tool_result') return decodeResult(block)
  if (isToolResult(block)) return decodeRunResult(block)
  return keepPart(block)
}

function keepPart(block: JsonObject): ContentPart {
  return { type: 'raw', raw: keepRaw(block) }
}

/** Cache mark and unknown fields of a block. */
function readCommon(block: JsonObject, rest: JsonObject | undefined) {
  const cacheControl = decodeCacheControl(block['cache_control'])
  const raw: RawFields | undefined = rest && keepRaw(rest)
  return { ...(cacheControl && { cacheControl }), ...(raw && { raw }) }
}

function decodeText(block: JsonObject, text: string): ContentPart {
  const citations = readObjects(block['citations']).map(decodeCitation)
  return {
    type: 'text',
    text,
    ...(citations.length > 0 && { citations }),
    ...readCommon(block, pickUnknown(block, knownFields.text)),
  }
}

function decodeThinking(block: JsonObject): ContentPart {
  const text = readText(block['thinking']) ?? ''
  const signature = readText(block['signature'])
  const proof = readProof(block)
  if (proof?.kind === 'encrypted') {
    const { data, id } = proof
    return { type: 'reasoning', text, encrypted: data, ...(id !== undefined && { id }) }
  }
  return { type: 'reasoning', text, ...(signature !== undefined && { signature }) }
}

function decodeMedia(block: JsonObject, type: 'image' | 'document'): ContentPart {
  const source = decodeMediaSource(readObject(block['source']))
  if (source === undefined) return keepPart(block)
  const common = readCommon(block, pickUnknown(block, knownFields[type]))
  if (type === 'image') return { type: 'image', source, ...common }
  const filename = readText(block['title'])
  return { type: 'file', source, ...(filename !== undefined && { filename }), ...common }
}

function decodeCall(block: JsonObject): ContentPart {
  const { cache_control: _, ...rest } = pickCallFields(block) ?? {}
  const isRun = block['type'] !== 'tool_use'
  return {
    type: 'tool-call',
    id: String(block['id']),
    name: readText(block['name']) ?? '',
    arguments: JSON.stringify(block['input'] ?? {}),
    ...(isRun && { providerRun: true }),
    ...readCommon(block, Object.keys(rest).length > 0 ? rest : undefined),
  }
}

function decodeResult(block: JsonObject): ContentPart {
  const { content } = block
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content
  const parts = decodeParts(readObjects(blocks))
  const known = parts.filter(isResultContent)
  const rest = pickUnknown(block, knownFields.result)
  // Blocks without a neutral word (search results, tool references) make the whole content opaque.
  const opaque = known.length < parts.length ? { ...rest, content } : rest
  return {
    type: 'tool-result',
    callId: String(block['tool_use_id']),
    content: known,
    ...(typeof block['is_error'] === 'boolean' && { isError: block['is_error'] }),
    ...readCommon(block, opaque),
  }
}

function isResultContent(part: ContentPart): part is ResultContent[number] {
  return part.type === 'text' || part.type === 'image' || part.type === 'file'
}

/** A result of a tool that the vendor ran goes back as it came; other dialects get its JSON to read. */
function decodeRunResult(block: JsonObject): ContentPart {
  const { cache_control: _, ...value } = block
  const text = isObject(value['content']) || Array.isArray(value['content'])
  return {
    type: 'tool-result',
    callId: String(block['tool_use_id']),
    content: text ? [{ type: 'text', text: JSON.stringify(value['content']) }] : [],
    ...(isFailedResult(block) && { isError: true }),
    providerRun: true,
    ...readCommon(block, value),
  }
}
