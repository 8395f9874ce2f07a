/** @file Events of a streamed message → our events. */
import type { ChatEvent } from '../../model/chat-event.ts'
import { createDecoder, type FrameReader } from '../create-decoder.ts'
import type { JsonObject, StreamDecoder } from '../dialect.ts'
import { createUpstreamErrorEvent } from '../final-error.ts'
import {
  isObject,
  pickUnknown,
  readCount,
  readObject,
  readObjects,
  readText,
} from '../read-json.ts'
import { decodeStreamError } from './errors.ts'
import { createBlockReader, type OpenBlock } from './reply-block.ts'
import {
  keepRaw,
  knownMessageFields,
  mapFinishReason,
  mergeUsage,
  readServiceTier,
  readUsage,
} from './wire.ts'

/**
 * Decodes the stream, which only `message_stop` closes. A second `message_start` (servers behind a retry send
 * it) does not start the reply anew: it is kept raw and its usage counts.
 */
export function createStreamDecoder(): StreamDecoder {
  return createDecoder(createMessagesReader())
}

function createMessagesReader(): FrameReader {
  const blocks = createBlockReader()
  const open = new Map<number, OpenBlock>()
  let usage: JsonObject = {}
  let closing: JsonObject = {}
  let started = false

  const closeBlocks = (): ChatEvent[] => {
    const out: ChatEvent[] = []
    for (const block of open.values()) blocks.close(block, out)
    open.clear()
    return out
  }

  const readStart = (value: JsonObject): ChatEvent[] => {
    const message = readObject(value['message'])
    usage = mergeUsage(usage, readObject(message['usage']))
    if (started) return [...closeBlocks(), raw(value)]
    started = true
    const rest = pickUnknown(message, knownMessageFields)
    // Before the start, so that whoever writes the same format again has it all when it begins.
    const before = rest ? [raw({ type: 'message_start', message: rest })] : []
    // A reply that goes on from code of the vendor's may be in its start, whole.
    closing = dropNull({
      stop_reason: message['stop_reason'],
      stop_sequence: message['stop_sequence'],
    })
    const content: ChatEvent[] = []
    for (const [index, block] of readObjects(message['content']).entries()) {
      blocks.close(blocks.open(block, index, content), content)
    }
    return [...before, createStart(message), ...content]
  }

  const readBlockStart = (value: JsonObject): ChatEvent[] => {
    const index = readCount(value['index']) ?? 0
    const out: ChatEvent[] = []
    const before = open.get(index)
    if (before !== undefined) blocks.close(before, out)
    open.set(index, blocks.open(readObject(value['content_block']), index, out))
    return out
  }

  const readDelta = (value: JsonObject): ChatEvent[] => {
    const index = readCount(value['index']) ?? 0
    const delta = readObject(value['delta'])
    const out: ChatEvent[] = []
    let block = open.get(index)
    if (block === undefined) {
      // Some servers leave out the start of a text or thinking block.
      const content = startByDelta.get(delta['type'])
      if (content === undefined) return [raw(value)]
      block = blocks.open(content, index, out)
      open.set(index, block)
    }
    blocks.delta(block, delta, out)
    return out
  }

  const readBlockStop = (value: JsonObject): ChatEvent[] => {
    const index = readCount(value['index']) ?? 0
    const block = open.get(index)
    const out: ChatEvent[] = []
    if (block !== undefined) blocks.close(block, out)
    open.delete(index)
    return out
  }

  const readMessageDelta = (value: JsonObject): ChatEvent[] => {
    const delta = readObject(value['delta'])
    closing = { ...closing, ...dropNull(delta) }
    usage = mergeUsage(usage, readObject(value['usage']))
    const restOfDelta = pickUnknown(delta, knownDeltaFields)
    const rest = pickUnknown(value, knownMessageDeltaFields)
    if (restOfDelta === undefined && rest === undefined) return []
    return [raw({ type: 'message_delta', ...rest, ...(restOfDelta && { delta: restOfDelta }) })]
  }

  /** Bedrock puts its invocation metrics into the closing event. */
  const readStop = (value: JsonObject): ChatEvent[] => {
    const rest = pickUnknown(value, knownStopFields)
    return [
      ...closeBlocks(),
      ...(rest ? [raw({ type: 'message_stop', ...rest })] : []),
      createFinish(closing, usage),
    ]
  }

  return {
    read(value, event) {
      const type = readText(value['type']) ?? event ?? ''
      switch (type) {
        case 'ping':
          return []
        case 'message_start':
          return readStart(value)
        case 'content_block_start':
          return readBlockStart(value)
        case 'content_block_delta':
          return readDelta(value)
        case 'content_block_stop':
          return readBlockStop(value)
        case 'message_delta':
          return readMessageDelta(value)
        case 'message_stop':
          return readStop(value)
        case 'error':
          return [readError(value)]
        default:
          return isObject(value['error']) ? [readError(value)] : [raw(value)]
      }
    },
    end: () => [],
  }
}

const startByDelta: ReadonlyMap<unknown, JsonObject> = new Map([
  ['text_delta', { type: 'text' }],
  ['citations_delta', { type: 'text' }],
  ['thinking_delta', { type: 'thinking' }],
  ['signature_delta', { type: 'thinking' }],
])

const knownDeltaFields: ReadonlySet<string> = new Set(['stop_reason', 'stop_sequence'])
const knownStopFields: ReadonlySet<string> = new Set(['type'])
const knownMessageDeltaFields: ReadonlySet<string> = new Set(['type', 'delta', 'usage'])

function raw(value: JsonObject): ChatEvent {
  return { type: 'raw', raw: keepRaw(value) }
}

function dropNull(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(([, field]) => field !== null && field !== undefined),
  )
}

function readError(value: JsonObject): ChatEvent {
  const { decoded, status } = decodeStreamError(value)
  return createUpstreamErrorEvent(decoded, status, value)
}

/** The `start` of a message. */
export function createStart(message: JsonObject): ChatEvent {
  const id = readText(message['id'])
  const model = readText(message['model'])
  return { type: 'start', ...(id && { id }), ...(model && { model }) }
}

/**
 * The `finish` of a message.
 * @param closing holds `stop_reason` and `stop_sequence`
 */
export function createFinish(closing: JsonObject, usage: JsonObject): ChatEvent {
  const rawReason = readText(closing['stop_reason'])
  const stopSequence = readText(closing['stop_sequence'])
  const serviceTier = readServiceTier(usage)
  return {
    type: 'finish',
    reason: rawReason === undefined ? 'other' : mapFinishReason(rawReason),
    ...(rawReason !== undefined && { rawReason }),
    ...(stopSequence !== undefined && { stopSequence }),
    ...(Object.keys(usage).length > 0 && { usage: readUsage(usage) }),
    ...(serviceTier !== undefined && { serviceTier }),
  }
}
