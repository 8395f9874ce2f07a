/** @file Events of a streamed message → our events. */
import type { ChatEvent } from '../../model/chat-event.ts'
import { createDecoder, type FrameReader } from '../create-decoder.ts'
import type { JsonObject, StreamDecoder } from '../dialect.ts'
import { createUpstreamErrorEvent } from '../final-error.ts'
import { isObject, pickUnknown, readCount, readObject, readText } from '../read-json.ts'
import { decodeStreamError } from './errors.ts'
import { hasMoreUsage, knownMessageFields, mapFinishReason, mergeUsage, readUsage } from './wire.ts'

/**
 * Decodes the stream, which only `message_stop` closes. A second `message_start` (servers behind a retry send
 * it) does not start the reply anew: it is kept raw and its usage counts.
 */
export function createStreamDecoder(): StreamDecoder {
  return createDecoder(createMessagesReader())
}

function createMessagesReader(): FrameReader {
  /** Indexes of open blocks that are neither text nor thinking: all their events are raw. */
  const rawBlocks = new Set<number>()
  let usage: JsonObject = {}
  let rawReason: string | undefined
  let started = false

  const readStart = (value: JsonObject): ChatEvent[] => {
    const message = readObject(value['message'])
    usage = mergeUsage(usage, readObject(message['usage']))
    rawBlocks.clear()
    if (started) return [{ type: 'raw', value }]
    started = true
    const rest = pickUnknown(message, knownMessageFields)
    return [
      createStart(message),
      ...(rest ? [keepRaw({ type: value['type'], message: rest })] : []),
    ]
  }

  const readBlockStart = (value: JsonObject): ChatEvent[] => {
    const index = readCount(value['index']) ?? 0
    const block = readObject(value['content_block'])
    const content = readBlock(block)
    if (content === undefined) {
      rawBlocks.add(index)
      return [keepRaw(value)]
    }
    rawBlocks.delete(index)
    return content
  }

  const readDelta = (value: JsonObject): ChatEvent[] => {
    const delta = readObject(value['delta'])
    const isRaw = rawBlocks.has(readCount(value['index']) ?? 0)
    const content = isRaw ? undefined : readContentDelta(delta)
    return content ?? [keepRaw(value)]
  }

  const readMessageDelta = (value: JsonObject): ChatEvent[] => {
    const delta = readObject(value['delta'])
    rawReason = readText(delta['stop_reason']) ?? rawReason
    usage = mergeUsage(usage, readObject(value['usage']))
    const restOfDelta = pickUnknown(delta, knownDeltaFields)
    const rest = pickUnknown(value, knownMessageDeltaFields)
    if (restOfDelta === undefined && rest === undefined) return []
    return [keepRaw({ type: 'message_delta', ...rest, ...(restOfDelta && { delta: restOfDelta }) })]
  }

  /** Bedrock puts its invocation metrics into the closing event. */
  const readStop = (value: JsonObject): ChatEvent[] => {
    const rest = pickUnknown(value, knownStopFields)
    return [...(rest ? [keepRaw(rest)] : []), ...createFinish(rawReason, usage)]
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
          return rawBlocks.delete(readCount(value['index']) ?? 0) ? [keepRaw(value)] : []
        case 'message_delta':
          return readMessageDelta(value)
        case 'message_stop':
          return readStop(value)
        case 'error':
          return [readError(value)]
        default:
          return isObject(value['error']) ? [readError(value)] : [keepRaw(value)]
      }
    },
    end: () => [],
  }
}

const knownDeltaFields: ReadonlySet<string> = new Set(['stop_reason'])
const knownStopFields: ReadonlySet<string> = new Set(['type'])
const knownMessageDeltaFields: ReadonlySet<string> = new Set(['type', 'delta', 'usage'])

function keepRaw(value: JsonObject): ChatEvent {
  return { type: 'raw', value }
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

/** The `finish` of a message, after its usage where that says more than ours does. */
export function createFinish(rawReason: string | undefined, usage: JsonObject): ChatEvent[] {
  const isCounted = Object.keys(usage).length > 0
  const events: ChatEvent[] = []
  if (isCounted && hasMoreUsage(usage)) events.push({ type: 'raw', value: { usage } })
  events.push({
    type: 'finish',
    reason: rawReason === undefined ? 'other' : mapFinishReason(rawReason),
    ...(rawReason !== undefined && { rawReason }),
    ...(isCounted && { usage: readUsage(usage) }),
  })
  return events
}

/** Text and thinking blocks as deltas; `undefined` for every other type. Citations of a text block stay raw. */
export function readBlock(block: JsonObject): ChatEvent[] | undefined {
  const events: ChatEvent[] = []
  if (block['type'] === 'text') {
    const text = readText(block['text'])
    if (text !== undefined) events.push({ type: 'text-delta', text })
    const rest = pickUnknown(block, knownBlockFields)
    if (rest !== undefined) events.push(keepRaw({ content_block: rest }))
    return events
  }
  if (block['type'] !== 'thinking') return undefined
  const text = readText(block['thinking'])
  const signature = readText(block['signature'])
  if (text !== undefined) events.push({ type: 'reasoning-delta', text })
  if (signature !== undefined) events.push({ type: 'signature', signature })
  return events
}

const knownBlockFields: ReadonlySet<string> = new Set(['type', 'text'])

function readContentDelta(delta: JsonObject): ChatEvent[] | undefined {
  switch (delta['type']) {
    case 'text_delta': {
      const text = readText(delta['text'])
      return text === undefined ? [] : [{ type: 'text-delta', text }]
    }
    case 'thinking_delta': {
      const text = readText(delta['thinking'])
      return text === undefined ? [] : [{ type: 'reasoning-delta', text }]
    }
    case 'signature_delta': {
      const signature = readText(delta['signature'])
      return signature === undefined ? [] : [{ type: 'signature', signature }]
    }
    default:
      return undefined
  }
}
