/** @file Content blocks of a reply → our events; the same for a streamed block and for a whole one. */
import type { ChatEvent } from '../../model/chat-event.ts'
import type { MediaSource } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { isObject, pickUnknown, readObject, readObjects, readText } from '../read-json.ts'
import { unpackProof } from './carried-signature.ts'
import { decodeCitation } from './citation.ts'
import { decodeMediaSource } from './media.ts'
import { keepRaw } from './wire.ts'

type BlockKind = 'text' | 'thinking' | 'call' | 'whole' | 'raw'

/** A block that has begun. */
export interface OpenBlock {
  readonly kind: BlockKind
  /** Its content as it came with the start. */
  readonly content: JsonObject
  readonly index: number
  /** Number of the part; given with the first event. */
  place: number | undefined
  hasArguments: boolean
}

/** What the blocks of one reply share. */
export interface BlockReader {
  open(content: JsonObject, index: number, out: ChatEvent[]): OpenBlock
  delta(block: OpenBlock, delta: JsonObject, out: ChatEvent[]): void
  close(block: OpenBlock, out: ChatEvent[]): void
}

const knownTextFields: ReadonlySet<string> = new Set(['type', 'text', 'citations'])
const knownThinkingFields: ReadonlySet<string> = new Set(['type', 'thinking', 'signature'])
const knownCallFields: ReadonlySet<string> = new Set(['type', 'id', 'name', 'input', 'caller'])

/** True for blocks that hold what a tool answered which the vendor ran. */
export function isToolResult(block: JsonObject): boolean {
  return (
    typeof block['type'] === 'string' &&
    block['type'].endsWith('_tool_result') &&
    readText(block['tool_use_id']) !== undefined
  )
}

const callTypes: ReadonlySet<unknown> = new Set(['tool_use', 'server_tool_use', 'mcp_tool_use'])

/** True for calls of tools, the client's and the vendor's. */
export function isToolCall(block: JsonObject): boolean {
  return callTypes.has(block['type']) && readText(block['id']) !== undefined
}

/**
 * Fields of a call that have no neutral word. A vendor's call keeps its type, so that it can go back as it
 * came; `caller: direct` says nothing.
 */
export function pickCallFields(block: JsonObject): JsonObject | undefined {
  const rest = pickUnknown(block, knownCallFields)
  const { type, caller } = block
  const isIndirect = isObject(caller) && caller['type'] !== 'direct'
  const fields = {
    ...(type !== 'tool_use' && { type }),
    ...rest,
    ...(isIndirect && { caller }),
  }
  return Object.keys(fields).length > 0 ? fields : undefined
}

/** Makes the reader of one reply's blocks. It numbers the parts in the order of their first events. */
export function createBlockReader(): BlockReader {
  const placeByCall = new Map<string, number>()
  let nextPlace = 0
  let textPlace: number | undefined

  const placeOf = (block: OpenBlock): number => (block.place ??= nextPlace++)

  const addText = (block: OpenBlock, value: unknown, out: ChatEvent[]): void => {
    const text = readText(value)
    if (text === undefined) return
    if (block.kind === 'thinking') {
      out.push({ type: 'reasoning-delta', text, block: placeOf(block) })
      return
    }
    textPlace = placeOf(block)
    out.push({ type: 'text-delta', text, block: textPlace })
  }

  const addSignature = (block: OpenBlock, value: unknown, out: ChatEvent[]): void => {
    const signature = readText(value)
    if (signature === undefined) return
    const carried = unpackProof(signature)
    if (carried === undefined) {
      out.push({ type: 'signature', signature, block: placeOf(block) })
    } else if (carried.kind === 'encrypted') {
      const { data, id } = carried
      const place = placeOf(block)
      out.push({ type: 'reasoning-encrypted', data, ...(id !== undefined && { id }), block: place })
    } else {
      const owner = carried.kind === 'call' ? placeByCall.get(carried.callId) : textPlace
      out.push({ type: 'signature', signature: carried.signature, block: owner ?? placeOf(block) })
    }
  }

  const addCitation = (block: OpenBlock, value: unknown, out: ChatEvent[]): void => {
    if (!isObject(value)) return
    textPlace = placeOf(block)
    out.push({ type: 'citation', citation: decodeCitation(value), block: textPlace })
  }

  const addRest = (block: OpenBlock, known: ReadonlySet<string>, out: ChatEvent[]): void => {
    const rest = pickUnknown(block.content, known)
    if (rest === undefined) return
    const value = { type: 'content_block_start', index: block.index, content_block: rest }
    out.push({ type: 'raw', raw: keepRaw(value), block: placeOf(block) })
  }

  const addArguments = (block: OpenBlock, text: string, out: ChatEvent[]): void => {
    block.hasArguments = true
    const id = String(block.content['id'])
    out.push({ type: 'tool-call-delta', id, arguments: text, block: placeOf(block) })
  }

  return {
    open(content, index, out) {
      const kind = findKind(content)
      const block: OpenBlock = { kind, content, index, place: undefined, hasArguments: false }
      if (kind === 'text') {
        addRest(block, knownTextFields, out)
        addText(block, content['text'], out)
        for (const citation of readObjects(content['citations'])) addCitation(block, citation, out)
      } else if (kind === 'thinking') {
        addRest(block, knownThinkingFields, out)
        addText(block, content['thinking'], out)
        addSignature(block, content['signature'], out)
      } else if (kind === 'call') {
        const event = createCallStart(content, placeOf(block))
        placeByCall.set(event.id, placeOf(block))
        out.push(event)
      } else if (kind === 'whole') {
        out.push(readWhole(content, placeOf(block)))
      } else {
        const value = { type: 'content_block_start', index, content_block: content }
        out.push({ type: 'raw', raw: keepRaw(value), block: placeOf(block) })
      }
      return block
    },

    delta(block, delta, out) {
      const { type } = delta
      if (block.kind === 'text' && type === 'text_delta') addText(block, delta['text'], out)
      else if (block.kind === 'text' && type === 'citations_delta') {
        addCitation(block, delta['citation'], out)
      } else if (block.kind === 'thinking' && type === 'thinking_delta') {
        addText(block, delta['thinking'], out)
      } else if (block.kind === 'thinking' && type === 'signature_delta') {
        addSignature(block, delta['signature'], out)
      } else if (block.kind === 'call' && type === 'input_json_delta') {
        const text = readText(delta['partial_json'])
        if (text !== undefined) addArguments(block, text, out)
      } else {
        const value = { type: 'content_block_delta', index: block.index, delta }
        out.push({ type: 'raw', raw: keepRaw(value), block: placeOf(block) })
      }
    },

    close(block, out) {
      if (block.kind === 'call') {
        // Some servers put the whole input into the start; a call without arguments is one with `{}`.
        if (!block.hasArguments) {
          addArguments(block, JSON.stringify(readObject(block.content['input'])), out)
        }
        const id = String(block.content['id'])
        out.push({ type: 'tool-call-end', id, block: placeOf(block) })
      } else if (block.kind === 'raw') {
        const value = { type: 'content_block_stop', index: block.index }
        out.push({ type: 'raw', raw: keepRaw(value), block: placeOf(block) })
      }
    },
  }
}

function findKind(content: JsonObject): BlockKind {
  if (content['type'] === 'text') return 'text'
  if (content['type'] === 'thinking') return 'thinking'
  if (isToolCall(content)) return 'call'
  if (isToolResult(content) || isMedia(content)) return 'whole'
  return content['type'] === 'redacted_thinking' && readText(content['data']) !== undefined
    ? 'whole'
    : 'raw'
}

/** Blocks that `encodeMedia` of the client side writes: this vendor's replies have none. */
function isMedia(content: JsonObject): boolean {
  const { type, source } = content
  return (type === 'image' || type === 'audio') && readMedia(source) !== undefined
}

function readMedia(source: unknown): MediaSource | undefined {
  return isObject(source) ? decodeMediaSource(source) : undefined
}

function createCallStart(content: JsonObject, block: number) {
  const rest = pickCallFields(content)
  return {
    type: 'tool-call-start' as const,
    id: String(content['id']),
    name: readText(content['name']) ?? '',
    ...(content['type'] !== 'tool_use' && { providerRun: true }),
    ...(rest && { raw: keepRaw(rest) }),
    block,
  }
}

function readWhole(content: JsonObject, block: number): ChatEvent {
  if (content['type'] === 'redacted_thinking') {
    return { type: 'reasoning-redacted', data: String(content['data']), block }
  }
  const source = readMedia(content['source'])
  if (source !== undefined && content['type'] === 'image') return { type: 'image', source, block }
  if (source !== undefined && content['type'] === 'audio') {
    const transcript = readText(content['transcript'])
    return { type: 'audio', source, ...(transcript !== undefined && { transcript }), block }
  }
  return {
    type: 'tool-result',
    callId: String(content['tool_use_id']),
    value: content['content'],
    ...(isFailedResult(content) && { isError: true }),
    raw: keepRaw(content),
    block,
  }
}

/** True for results that say of themselves that the tool failed. */
export function isFailedResult(content: JsonObject): boolean {
  const type = readText(readObject(content['content'])['type'])
  return content['is_error'] === true || (type?.endsWith('_tool_result_error') ?? false)
}
