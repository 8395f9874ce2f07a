/** @file Chunks of a streamed generateContent → our events. */
import type { ChatEvent, Usage } from '../../model/chat-event.ts'
import { createDecoder, type FrameReader } from '../create-decoder.ts'
import type { JsonObject, StreamDecoder } from '../dialect.ts'
import { createErrorEvent, createUpstreamErrorEvent } from '../final-error.ts'
import { createRawKeeper } from '../raw-keeper.ts'
import {
  isObject,
  pickUnknown,
  readCount,
  readObject,
  readObjects,
  readText,
} from '../read-json.ts'
import { decodeStreamError } from './errors.ts'
import {
  hasMoreUsage,
  knownCandidateFields,
  knownChunkFields,
  knownPartFields,
  mapFinishReason,
  readUsage,
} from './wire.ts'

interface CandidateState {
  finishReason: string | undefined
  hasToolCalls: boolean
}

/**
 * Decodes the stream. Google sends no closing event: the reply is whole when each candidate had its
 * `finishReason` before the connection ended. `usageMetadata` is cumulative: the last one counts.
 */
export function createStreamDecoder(): StreamDecoder {
  return createDecoder(createGenerateReader())
}

/** The reader behind the stream, the whole answer and the JSON array: all of them are chunks. */
export function createGenerateReader(): FrameReader {
  const candidates = new Map<number, CandidateState>()
  const keepChunkRest = createRawKeeper()
  const keepCandidateRest = createRawKeeper()
  let usage: Usage | undefined
  let rawUsage: JsonObject | undefined

  const readCandidate = (candidate: JsonObject): ChatEvent[] => {
    const index = readCount(candidate['index']) ?? 0
    const state = candidates.get(index) ?? { finishReason: undefined, hasToolCalls: false }
    candidates.set(index, state)
    const events: ChatEvent[] = []
    for (const part of readObjects(readObject(candidate['content'])['parts'])) {
      if ('functionCall' in part) state.hasToolCalls = true
      events.push(...readPart(part, index))
    }
    const rest = pickUnknown(candidate, knownCandidateFields)
    if (rest !== undefined) events.push(...keepCandidateRest({ candidates: [{ index, ...rest }] }))
    const reason = readText(candidate['finishReason'])
    if (reason !== undefined && reason !== 'FINISH_REASON_UNSPECIFIED') state.finishReason = reason
    return events
  }

  return {
    read(value, event) {
      if (event === 'error' || isObject(value['error']) || readText(value['error'])) {
        return [readError(value)]
      }
      const events: ChatEvent[] = []
      const id = readText(value['responseId'])
      const model = readText(value['modelVersion'])
      if (id !== undefined || Array.isArray(value['candidates'])) {
        events.push({ type: 'start', ...(id && { id }), ...(model && { model }) })
      }
      events.push(...keepChunkRest(pickUnknown(value, knownChunkFields)))
      const blockReason = readText(readObject(value['promptFeedback'])['blockReason'])
      if (blockReason !== undefined) return [...events, createBlockedEvent(blockReason, value)]
      events.push(...readObjects(value['candidates']).flatMap(readCandidate))
      if (isObject(value['usageMetadata'])) {
        rawUsage = { ...rawUsage, ...value['usageMetadata'] }
        usage = readUsage(rawUsage)
      }
      return events
    },
    end() {
      const first = candidates.get(0) ?? candidates.values().next().value
      const isComplete = [...candidates.values()].every((state) => state.finishReason !== undefined)
      const rawReason = first?.finishReason
      if (!isComplete || rawReason === undefined) return []
      const reason = mapFinishReason(rawReason)
      const events: ChatEvent[] = []
      if (rawUsage !== undefined && hasMoreUsage(rawUsage)) {
        events.push({ type: 'raw', value: { usageMetadata: rawUsage } })
      }
      events.push({
        type: 'finish',
        reason: reason === 'stop' && first?.hasToolCalls ? 'tool-calls' : reason,
        rawReason,
        ...(usage !== undefined && { usage }),
      })
      return events
    },
  }
}

/** One part: thought or text, its signature behind it, and whatever else it holds raw. */
function readPart(part: JsonObject, index: number): ChatEvent[] {
  const choice = index === 0 ? {} : { choice: index }
  // An unknown field makes the whole part raw, even an empty one: `functionCall: {}` ends a streamed call, and
  // a signature on it belongs to that part.
  if (Object.keys(part).some((key) => !knownPartFields.has(key))) {
    return [{ type: 'raw', value: { candidates: [{ index, content: { parts: [part] } }] } }]
  }
  const text = readText(part['text'])
  const signature = readText(part['thoughtSignature'])
  const events: ChatEvent[] = []
  if (text !== undefined) {
    events.push({
      type: part['thought'] === true ? 'reasoning-delta' : 'text-delta',
      text,
      ...choice,
    })
  }
  if (signature !== undefined) events.push({ type: 'signature', signature, ...choice })
  return events
}

function readError(value: JsonObject): ChatEvent {
  const { decoded, status } = decodeStreamError(value)
  return createUpstreamErrorEvent(decoded, status, value)
}

function createBlockedEvent(blockReason: string, value: JsonObject): ChatEvent {
  const words = readText(readObject(value['promptFeedback'])['blockReasonMessage'])
  const message = `The endpoint blocked the prompt (${blockReason})${words ? `: ${words}` : '.'}`
  return createErrorEvent('content-policy', message, { body: value })
}
