/** @file Events of a streamed Converse → our events. */
import type { ChatEvent } from '../../model/chat-event.ts'
import { createDecoder, type FrameReader } from '../create-decoder.ts'
import type { JsonObject, StreamDecoder } from '../dialect.ts'
import { createUpstreamErrorEvent } from '../final-error.ts'
import { isObject, pickUnknown, readObject, readText } from '../read-json.ts'
import { decodeStreamError } from './errors.ts'
import {
  hasMoreUsage,
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
  let stop: { readonly rawReason: string | undefined } | undefined
  let metadata: JsonObject | undefined

  const finish = (): ChatEvent[] =>
    stop === undefined ? [] : createFinish(stop.rawReason, metadata?.['usage'])
  const finishWhenBoth = (): ChatEvent[] => (metadata === undefined ? [] : finish())

  const keepRest = (name: string, payload: JsonObject, known: ReadonlySet<string>): ChatEvent[] => {
    const rest = pickUnknown(payload, known)
    return rest === undefined ? [] : [{ type: 'raw', value: { [name]: rest } }]
  }

  return {
    read(value, event) {
      const { name, payload } = readStreamEvent(value, event)
      switch (name) {
        case 'messageStart':
          return [{ type: 'start' }, ...keepRest(name, payload, knownStartFields)]
        case 'contentBlockDelta':
          return readDelta(readObject(payload['delta'])) ?? [createRaw(name, payload)]
        case 'contentBlockStart':
          return isObject(payload['start']) ? [createRaw(name, payload)] : []
        case 'contentBlockStop':
          return []
        case 'messageStop':
          stop = { rawReason: readStopReason(payload) }
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
const knownMetadataFields: ReadonlySet<string> = new Set(['usage', paddingField])

function createRaw(name: string, payload: JsonObject): ChatEvent {
  const { [paddingField]: _padding, ...rest } = payload
  return { type: 'raw', value: name === '' ? rest : { [name]: rest } }
}

/** A proxy's error in place of an event: Bedrock's own come as exceptions. */
function isFailure(name: string, payload: JsonObject): boolean {
  return name === 'error' || isObject(payload['error']) || readText(payload['__type']) !== undefined
}

function readError(payload: JsonObject): ChatEvent {
  const { decoded, status } = decodeStreamError(payload)
  return createUpstreamErrorEvent(decoded, status, payload)
}

function readDelta(delta: JsonObject): ChatEvent[] | undefined {
  if (typeof delta['text'] === 'string') {
    return delta['text'] === '' ? [] : [{ type: 'text-delta', text: delta['text'] }]
  }
  const reasoning = delta['reasoningContent']
  return isObject(reasoning) ? readReasoning(reasoning) : undefined
}

/** Reasoning text and signature; `undefined` for redacted reasoning, which stays raw. */
export function readReasoning(reasoning: JsonObject): ChatEvent[] | undefined {
  const text = readText(reasoning['text'])
  const signature = readText(reasoning['signature'])
  if (reasoning['redactedContent'] !== undefined) return undefined
  const events: ChatEvent[] = []
  if (text !== undefined) events.push({ type: 'reasoning-delta', text })
  if (signature !== undefined) events.push({ type: 'signature', signature })
  return events
}

/** The `finish` of a reply, after its usage where that says more than ours does. */
export function createFinish(rawReason: string | undefined, usage: unknown): ChatEvent[] {
  const events: ChatEvent[] = []
  if (isObject(usage) && hasMoreUsage(usage)) events.push({ type: 'raw', value: { usage } })
  events.push({
    type: 'finish',
    reason: rawReason === undefined ? 'other' : mapFinishReason(rawReason),
    ...(rawReason !== undefined && { rawReason }),
    ...(isObject(usage) && { usage: readUsage(usage) }),
  })
  return events
}
