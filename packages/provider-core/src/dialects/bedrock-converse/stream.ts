/** @file Events of a streamed Converse → our events. */
import type { ChatEvent } from '../../model/chat-event.ts'
import { createDecoder, type FrameReader } from '../create-decoder.ts'
import type { JsonObject, StreamDecoder } from '../dialect.ts'
import { createUpstreamErrorEvent } from '../final-error.ts'
import { isObject, pickUnknown, readCount, readObject, readText } from '../read-json.ts'
import { decodeStreamError } from './errors.ts'
import { closeBlock, openBlock, readDelta, type OpenBlock } from './reply-block.ts'
import {
  keepRaw,
  mapFinishReason,
  paddingField,
  readStopReason,
  readStreamEvent,
  readUsage,
} from './wire.ts'

/**
 * Decodes the stream. `messageStop` closes the reply and `metadata` with the usage comes beside it, before or
 * after: `finish` waits for both, and at the end of the connection makes do with `messageStop`.
 */
export function createStreamDecoder(): StreamDecoder {
  return createDecoder(createConverseReader())
}

function createConverseReader(): FrameReader {
  const open = new Map<number, OpenBlock>()
  let nextPlace = 0
  let stop: JsonObject | undefined
  let metadata: JsonObject | undefined

  const closeBlocks = (): ChatEvent[] => {
    const events = [...open.values()].flatMap(closeBlock)
    open.clear()
    return events
  }
  const finish = (): ChatEvent[] =>
    stop === undefined ? [] : [...closeBlocks(), createFinish({ ...metadata, ...stop })]
  const finishWhenBoth = (): ChatEvent[] => (metadata === undefined ? [] : finish())

  const startBlock = (payload: JsonObject): ChatEvent[] => {
    const index = readCount(payload['contentBlockIndex']) ?? 0
    const start = readObject(payload['start'])
    const opened = openBlock(start, nextPlace)
    if (opened === undefined) {
      return Object.keys(start).length > 0 ? [createRaw('contentBlockStart', payload)] : []
    }
    const before = open.get(index)
    open.set(index, opened.block)
    nextPlace += 1
    return [...(before ? closeBlock(before) : []), ...opened.events]
  }

  /** Text and reasoning have no start of their own. */
  const addDelta = (payload: JsonObject): ChatEvent[] => {
    const index = readCount(payload['contentBlockIndex']) ?? 0
    const known = open.get(index)
    const block = known ?? { place: nextPlace }
    const events = readDelta(readObject(payload['delta']), block)
    if (events === undefined) return [createRaw('contentBlockDelta', payload)]
    if (known === undefined && events.length > 0) {
      open.set(index, block)
      nextPlace += 1
    }
    return events
  }

  const stopBlock = (payload: JsonObject): ChatEvent[] => {
    const index = readCount(payload['contentBlockIndex']) ?? 0
    const block = open.get(index)
    open.delete(index)
    return block === undefined ? [] : closeBlock(block)
  }

  return {
    read(value, event) {
      const { name, payload } = readStreamEvent(value, event)
      switch (name) {
        case 'messageStart':
          return [{ type: 'start' }, ...keepRest(name, payload, knownStartFields)]
        case 'contentBlockStart':
          return startBlock(payload)
        case 'contentBlockDelta':
          return addDelta(payload)
        case 'contentBlockStop':
          return stopBlock(payload)
        case 'messageStop':
          stop = payload
          return [...keepRest(name, payload, knownStopFields), ...finishWhenBoth()]
        case 'metadata':
          metadata = payload
          return [...keepRest(name, payload, knownMetadataFields), ...finishWhenBoth()]
        default:
          return isFailure(name, payload) ? [readError(payload)] : [createRaw(name, payload)]
      }
    },
    end: finish,
  }
}

const knownStartFields: ReadonlySet<string> = new Set(['role', paddingField])
const knownStopFields: ReadonlySet<string> = new Set(['stopReason', paddingField])
const knownMetadataFields: ReadonlySet<string> = new Set(['usage', 'serviceTier', paddingField])

function keepRest(name: string, payload: JsonObject, known: ReadonlySet<string>): ChatEvent[] {
  const rest = pickUnknown(payload, known)
  return rest === undefined ? [] : [{ type: 'raw', raw: keepRaw({ [name]: rest }) }]
}

function createRaw(name: string, payload: JsonObject): ChatEvent {
  const { [paddingField]: _padding, ...rest } = payload
  return { type: 'raw', raw: keepRaw(name === '' ? rest : { [name]: rest }) }
}

/** A proxy's error in place of an event: Bedrock's own come as exceptions. */
function isFailure(name: string, payload: JsonObject): boolean {
  return name === 'error' || isObject(payload['error']) || readText(payload['__type']) !== undefined
}

function readError(payload: JsonObject): ChatEvent {
  const { decoded, status } = decodeStreamError(payload)
  return createUpstreamErrorEvent(decoded, status, payload)
}

/**
 * The `finish` of a reply.
 * @param closing holds `stopReason`, `usage`, `serviceTier`, and what the model was asked to say of itself
 */
export function createFinish(closing: JsonObject): ChatEvent {
  const rawReason = readStopReason(closing)
  const own = readObject(closing['additionalModelResponseFields'])
  const stopSequence =
    readText(own['stop_sequence']) ?? readText(readObject(own['delta'])['stop_sequence'])
  const serviceTier = readText(readObject(closing['serviceTier'])['type'])
  return {
    type: 'finish',
    reason: rawReason === undefined ? 'other' : mapFinishReason(rawReason),
    ...(rawReason !== undefined && { rawReason }),
    ...(stopSequence !== undefined && { stopSequence }),
    ...(isObject(closing['usage']) && { usage: readUsage(closing['usage']) }),
    ...(serviceTier !== undefined && { serviceTier }),
  }
}
