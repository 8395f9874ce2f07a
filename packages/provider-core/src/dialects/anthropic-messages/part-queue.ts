/** @file The parts of a reply on their way into blocks: one is open, the others wait their turn. */
import type { ChatEvent } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { isObject, readObject } from '../read-json.ts'
import type { LeaveOut } from '../reply-warnings.ts'
import { packProof } from './carried-signature.ts'
import { encodeCitation } from './citation.ts'
import { readRaw } from './wire.ts'

type PartKind = 'text' | 'thinking' | 'call' | 'raw' | 'whole'

interface Part {
  readonly kind: PartKind
  readonly place: number | undefined
  readonly callId: string | undefined
  readonly start: JsonObject
  /** Deltas that wait until the part is open. */
  deltas: JsonObject[]
  /** Proof of a thinking part, written as one piece: clients overwrite a first one with a second. */
  signature: string
  index: number | undefined
  ended: boolean
}

/** Events that make parts. */
export type PartEvent = Extract<
  ChatEvent,
  {
    type:
      | 'text-delta'
      | 'reasoning-delta'
      | 'signature'
      | 'reasoning-redacted'
      | 'reasoning-encrypted'
      | 'tool-call-start'
      | 'tool-call-delta'
      | 'tool-call-end'
      | 'tool-result'
      | 'image'
      | 'audio'
      | 'citation'
  }
>

export interface PartQueue {
  push(event: PartEvent): JsonObject[]
  /** A block event of this format that has no neutral word, with an index of its own. */
  pushRaw(value: JsonObject, place: number | undefined): JsonObject[]
  /** Closes whatever is open or waits. */
  close(): JsonObject[]
  /** True once a client's tool was called. */
  readonly hasToolUse: boolean
}

/** Makes the queue of one reply. */
export function createPartQueue(leaveOut: LeaveOut): PartQueue {
  const queue: Part[] = []
  /** What each part was, also after it is closed: a proof may come late. */
  const owners = new Map<number, Pick<Part, 'kind' | 'callId'>>()
  const providerCalls = new Set<string>()
  const startFields = new Map<number, JsonObject>()
  let nextIndex = 0
  let hasToolUse = false

  const add = (
    kind: PartKind,
    start: JsonObject,
    detail: { place?: number | undefined; callId?: string } = {},
  ): Part => {
    const { place, callId } = detail
    const fields = place === undefined ? undefined : startFields.get(place)
    const part: Part = {
      kind,
      place,
      callId,
      start: { ...start, ...fields },
      deltas: [],
      signature: '',
      index: undefined,
      ended: kind === 'whole',
    }
    if (place !== undefined) {
      startFields.delete(place)
      if (kind !== 'whole') owners.set(place, { kind, callId })
    }
    queue.push(part)
    return part
  }

  /** The waiting or open part of a kind at a place; without a place, the last one if it is of the kind. */
  const find = (kind: PartKind, place: number | undefined): Part | undefined => {
    if (place !== undefined) {
      return queue.find((part) => part.kind === kind && part.place === place)
    }
    const last = queue.at(-1)
    return last?.kind === kind ? last : undefined
  }
  const findText = (place: number | undefined): Part =>
    find('text', place) ?? add('text', { type: 'text', text: '' }, { place })
  const findThinking = (place: number | undefined): Part =>
    find('thinking', place) ?? add('thinking', emptyThinking, { place })
  const findCall = (id: string): Part | undefined =>
    queue.find((part) => part.kind === 'call' && part.callId === id)

  const startCall = (event: Extract<PartEvent, { type: 'tool-call-start' }>): void => {
    const { id, name, providerRun = false } = event
    if (findCall(id) !== undefined) return
    hasToolUse ||= !providerRun
    if (providerRun) providerCalls.add(id)
    // Another vendor's tool is none of this one's, whose results clients know by name.
    const kind = providerRun
      ? { type: 'mcp_tool_use', server_name: 'upstream' }
      : { type: 'tool_use' }
    const own = readRaw(event.raw)
    const start = { ...(own?.['type'] === undefined ? kind : {}), id, name, input: {}, ...own }
    add('call', start, { place: event.block, callId: id })
  }

  const sign = (signature: string, place: number | undefined): void => {
    const owner = place === undefined ? undefined : owners.get(place)
    if (owner === undefined || owner.kind === 'thinking' || owner.kind === 'raw') {
      findThinking(place).signature += signature
      return
    }
    const { callId } = owner
    const proof =
      callId === undefined
        ? packProof({ kind: 'text', signature })
        : packProof({ kind: 'call', signature, callId })
    add('thinking', emptyThinking).signature = proof
  }

  const writeArguments = (event: Extract<PartEvent, { type: 'tool-call-delta' }>): void => {
    if (event.arguments === '') return
    const call = findCall(event.id)
    if (call === undefined || call.ended) leaveOut('tool-call')
    call?.deltas.push({ type: 'input_json_delta', partial_json: event.arguments })
  }

  const write = (event: PartEvent): void => {
    const place = event.block
    switch (event.type) {
      case 'text-delta':
        if (event.text === '') return
        findText(place).deltas.push({ type: 'text_delta', text: event.text })
        return
      case 'citation':
        if (
          event.citation.start !== undefined &&
          event.citation.raw?.dialect !== 'anthropic-messages'
        ) {
          leaveOut('citation-range')
        }
        findText(place).deltas.push({
          type: 'citations_delta',
          citation: encodeCitation(event.citation),
        })
        return
      case 'reasoning-delta':
        if (event.text === '') return
        findThinking(place).deltas.push({ type: 'thinking_delta', thinking: event.text })
        return
      case 'signature':
        return sign(event.signature, place)
      case 'reasoning-encrypted': {
        const { data, id } = event
        const proof = packProof({ kind: 'encrypted', data, ...(id !== undefined && { id }) })
        findThinking(place).signature = proof
        return
      }
      case 'reasoning-redacted':
        add('whole', { type: 'redacted_thinking', data: event.data }, { place })
        return
      case 'tool-call-start':
        return startCall(event)
      case 'tool-call-delta':
        return writeArguments(event)
      case 'tool-call-end':
        endCall(findCall(event.id))
        return
      case 'tool-result':
        endCall(findCall(event.callId))
        // Clients look for the call of every result; the vendor's own may stand in an earlier reply.
        if (!isObject(readRaw(event.raw)) && !providerCalls.has(event.callId)) {
          return leaveOut('tool-result')
        }
        add('whole', encodeResult(event), { place })
        return
      // A reply of this format has words only: strict clients fail on a block of another type.
      case 'image': {
        const { source } = event
        if (source.kind !== 'url') return leaveOut('image')
        findText(place).deltas.push({ type: 'text_delta', text: `![image](${source.url})` })
        return
      }
      case 'audio': {
        const { source, transcript, id } = event
        if (id !== undefined) leaveOut('audio-id')
        if (source.kind !== 'base64' || source.data !== '') leaveOut('audio')
        if (transcript === undefined || transcript === '') return
        findText(place).deltas.push({ type: 'text_delta', text: transcript })
      }
    }
  }

  const writeRaw = (value: JsonObject, place: number | undefined): void => {
    const content = readObject(value['content_block'])
    const delta = readObject(value['delta'])
    if (value['type'] === 'content_block_start') {
      if (content['type'] !== undefined) add('raw', content, { place })
      // Unknown fields of a block that is about to begin.
      else if (place !== undefined) startFields.set(place, content)
      return
    }
    const part = queue.find((each) => each.place === place && each.kind !== 'whole')
    if (value['type'] === 'content_block_delta') part?.deltas.push(delta)
    else if (part?.kind === 'raw') part.ended = true
  }

  const flush = (isLast: boolean): JsonObject[] => {
    const out: JsonObject[] = []
    for (let head = queue[0]; head !== undefined; head = queue[0]) {
      if (head.index === undefined) {
        head.index = nextIndex++
        out.push({ type: 'content_block_start', index: head.index, content_block: head.start })
      }
      for (const delta of head.deltas) out.push(toDelta(head.index, delta))
      head.deltas = []
      // Text and thinking end where another part begins; calls say themselves when they end.
      const isOver =
        head.ended || isLast || (queue.length > 1 && head.kind !== 'call' && head.kind !== 'raw')
      if (!isOver) break
      if (head.signature !== '') {
        out.push(toDelta(head.index, { type: 'signature_delta', signature: head.signature }))
      }
      out.push({ type: 'content_block_stop', index: head.index })
      queue.shift()
    }
    return out
  }

  return {
    push(event) {
      write(event)
      return flush(false)
    },
    pushRaw(value, place) {
      writeRaw(value, place)
      return flush(false)
    },
    close: () => flush(true),
    get hasToolUse() {
      return hasToolUse
    },
  }
}

const emptyThinking: JsonObject = { type: 'thinking', thinking: '', signature: '' }

function toDelta(index: number, delta: JsonObject): JsonObject {
  return { type: 'content_block_delta', index, delta }
}

function endCall(part: Part | undefined): void {
  if (part !== undefined) part.ended = true
}

/** The vendor's own result as it came; another's as that of a tool of some server, the only kind of any shape. */
function encodeResult(event: Extract<PartEvent, { type: 'tool-result' }>): JsonObject {
  const own = readRaw(event.raw)
  if (isObject(own)) return own
  const { value = null } = event
  return {
    type: 'mcp_tool_result',
    tool_use_id: event.callId,
    is_error: event.isError === true,
    content: typeof value === 'string' ? value : JSON.stringify(value),
  }
}
