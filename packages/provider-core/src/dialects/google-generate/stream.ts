/** @file Chunks of a streamed generateContent → our events. */
import type { ChatEvent } from '../../model/chat-event.ts'
import { createDecoder, type FrameReader } from '../create-decoder.ts'
import type { JsonObject, StreamDecoder } from '../dialect.ts'
import { createErrorEvent, createUpstreamErrorEvent } from '../final-error.ts'
import {
  isObject,
  pickUnknown,
  readIndex,
  readObject,
  readObjects,
  readText,
} from '../read-json.ts'
import { readCitations } from './citations.ts'
import { createRawKeeper } from '../raw-keeper.ts'
import { decodeStreamError } from './errors.ts'
import { readLogprobs } from './logprobs.ts'
import { createPartReader, createReplyScope, type PartReader } from './stream-parts.ts'
import {
  dialectId,
  knownCandidateFields,
  knownChunkFields,
  mapFinishReason,
  readUsage,
} from './wire.ts'

interface Candidate {
  readonly index: number
  readonly parts: PartReader
  /** Citations that were handed on: Google repeats them. */
  readonly cited: Set<string>
  readonly keepRest: (rest: JsonObject | undefined) => ChatEvent[]
  finishReason: string | undefined
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
  const candidates = new Map<number, Candidate>()
  const keepChunkRest = createRawKeeper(dialectId)
  let replyId: string | undefined
  const scope = createReplyScope(() => replyId)
  let rawUsage: JsonObject | undefined
  let started = false

  const findCandidate = (index: number): Candidate => {
    const known = candidates.get(index)
    if (known !== undefined) return known
    const candidate: Candidate = {
      index,
      parts: createPartReader(index, scope),
      cited: new Set(),
      keepRest: createRawKeeper(dialectId),
      finishReason: undefined,
    }
    candidates.set(index, candidate)
    return candidate
  }

  const readCandidate = (value: JsonObject): ChatEvent[] => {
    const candidate = findCandidate(readIndex(value['index']))
    const content = readObject(value['content'])
    const events: ChatEvent[] = []
    for (const part of readObjects(content['parts'])) events.push(...candidate.parts.read(part))
    const contentRest = pickUnknown(content, knownContentFields)
    const rest = pickUnknown(value, knownCandidateFields)
    if (rest !== undefined || contentRest !== undefined) {
      const kept = {
        index: candidate.index,
        ...rest,
        ...(contentRest && { content: contentRest }),
      }
      events.push(...candidate.keepRest({ candidates: [kept] }))
    }
    if (value['groundingMetadata'] ?? value['citationMetadata'] ?? value['logprobsResult']) {
      events.push(...readDerived(value, candidate))
    }
    const reason = readText(value['finishReason'])
    if (reason !== undefined && reason !== 'FINISH_REASON_UNSPECIFIED') {
      candidate.finishReason = reason
      events.push(...candidate.parts.end())
    }
    return events
  }

  return {
    read(value, event) {
      if (event === 'error' || isObject(value['error']) || readText(value['error'])) {
        return [readError(value)]
      }
      const events: ChatEvent[] = []
      const id = readText(value['responseId'])
      replyId ??= id
      if (!started && (id !== undefined || Array.isArray(value['candidates']))) {
        started = true
        events.push(readStart(value))
      }
      events.push(...keepChunkRest(pickUnknown(value, knownChunkFields)))
      const blockReason = readText(readObject(value['promptFeedback'])['blockReason'])
      if (blockReason !== undefined) return [...events, createBlockedEvent(blockReason, value)]
      for (const candidate of readObjects(value['candidates'])) {
        events.push(...readCandidate(candidate))
      }
      const usage = value['usageMetadata']
      if (isObject(usage)) rawUsage = rawUsage === undefined ? usage : { ...rawUsage, ...usage }
      return events
    },
    end() {
      const all = [...candidates.values()]
      const first = candidates.get(0) ?? all[0]
      if (first === undefined || all.some(({ finishReason }) => finishReason === undefined)) {
        return []
      }
      const events: ChatEvent[] =
        all.length === 1
          ? []
          : all.map((candidate) => ({
              type: 'choice-finish',
              choice: candidate.index,
              ...readFinish(candidate),
            }))
      const usage = rawUsage && readUsage(rawUsage)
      return [...events, { type: 'finish', ...readFinish(first), ...(usage && { usage }) }]
    },
  }
}

const knownContentFields: ReadonlySet<string> = new Set(['parts', 'role'])

function readStart(value: JsonObject): ChatEvent {
  const id = readText(value['responseId'])
  const model = readText(value['modelVersion'])
  const time = Date.parse(readText(value['createTime']) ?? '')
  return {
    type: 'start',
    ...(id && { id }),
    ...(model && { model }),
    ...(Number.isFinite(time) && { createdAt: time / 1000 }),
  }
}

function readFinish({ finishReason = '', parts }: Candidate) {
  const reason = mapFinishReason(finishReason)
  return {
    reason: reason === 'stop' && parts.hasToolCalls ? ('tool-calls' as const) : reason,
    rawReason: finishReason,
  }
}

/** Citations and log probabilities, in our words; what they are made from rides along raw before them. */
function readDerived(value: JsonObject, { index, parts, cited }: Candidate): ChatEvent[] {
  const choice = index === 0 ? {} : { choice: index }
  const events: ChatEvent[] = []
  for (const { citation, block } of readCitations(value, parts.text)) {
    const key = JSON.stringify(citation)
    if (cited.has(key)) continue
    cited.add(key)
    events.push({ type: 'citation', citation, ...(block !== undefined && { block }), ...choice })
  }
  const tokens = readLogprobs(value)
  if (tokens.length > 0) events.push({ type: 'logprobs', tokens, ...choice })
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
