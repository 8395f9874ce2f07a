/** @file Our events → chunks of a streamed generateContent for a client. */
import type { ChatEvent, TokenLogprob, Warning } from '../../model/chat-event.ts'
import type { JsonObject, ReplyContext, StreamEncoder } from '../dialect.ts'
import { isObject, readCount, readObjects } from '../read-json.ts'
import { createReplyWarnings } from '../reply-warnings.ts'
import { encodeCitations, type PlacedCitation } from './citations.ts'
import { encodeError } from './client-errors.ts'
import { createPartWriter, type PartWriter } from './client-parts-writer.ts'
import { encodeLogprobs } from './logprobs.ts'
import { createReplyText, type ReplyText } from './reply-text.ts'
import { dialectId, encodeFinishReason, encodeUsage, type PartBody } from './wire.ts'

interface Candidate {
  readonly index: number
  readonly parts: PartWriter
  readonly text: ReplyText
  readonly citations: PlacedCitation[]
  finishReason: string | undefined
  /** Fields that go out with the next parts: the official SDK forgets a reply of which a chunk has none. */
  waiting: JsonObject
  tokens: TokenLogprob[]
  /** The upstream was Google and its own report has gone out already. */
  skipsLogprobs: boolean
}

/** Encodes a stream; frames are nameless, their data is one chunk. The last chunk carries reason and usage. */
export function createStreamEncoder(context: ReplyContext): StreamEncoder {
  const encoder = createChunkEncoder(context)
  return {
    warnings: encoder.warnings,
    push: (event) =>
      encoder.push(event).map((chunk) => ({ event: undefined, data: JSON.stringify(chunk) })),
  }
}

export interface ChunkEncoder {
  push(event: ChatEvent): JsonObject[]
  readonly warnings: readonly Warning[]
}

/** The encoder behind the stream and the whole answer. */
export function createChunkEncoder(context: ReplyContext): ChunkEncoder {
  const { inspect, leaveOut, warnings } = createReplyWarnings(dialectId, 'generateContent', {
    otherReason: () => true,
  })
  const candidates = new Map<number, Candidate>()
  let isDone = false
  let envelope: JsonObject = { modelVersion: context.modelId, responseId: context.id }

  const findCandidate = (choice: number | undefined): Candidate => {
    const index = choice ?? 0
    const known = candidates.get(index)
    if (known !== undefined) return known
    const candidate: Candidate = {
      index,
      parts: createPartWriter(leaveOut),
      text: createReplyText(),
      citations: [],
      finishReason: undefined,
      waiting: {},
      tokens: [],
      skipsLogprobs: false,
    }
    candidates.set(index, candidate)
    return candidate
  }
  let waiting: JsonObject = {}
  const createChunk = (fields: JsonObject): JsonObject => {
    const chunk = { ...waiting, ...fields, ...envelope }
    waiting = {}
    return chunk
  }
  const takeWaiting = (candidate: Candidate): JsonObject => {
    const { waiting: fields, tokens } = candidate
    candidate.waiting = {}
    candidate.tokens = []
    return { ...fields, ...(tokens.length > 0 && { logprobsResult: encodeLogprobs(tokens) }) }
  }
  const toChunks = (candidate: Candidate, parts: readonly PartBody[]): JsonObject[] =>
    parts.map((part) =>
      createChunk({
        candidates: [
          {
            ...takeWaiting(candidate),
            content: { role: 'model', parts: [part] },
            index: candidate.index,
          },
        ],
      }),
    )
  /** Keeps fields for the next chunk; what is there already goes out first, so that nothing is overwritten. */
  const writeRaw = (event: Extract<ChatEvent, { type: 'raw' }>): JsonObject[] => {
    if (event.raw.dialect !== dialectId || !isObject(event.raw.value)) return []
    const { candidates: pieces, ...fields } = event.raw.value
    const out: JsonObject[] = []
    const [own] = readObjects(pieces)
    if (own !== undefined) {
      const candidate = findCandidate(readCount(own['index']))
      const { content, index: _index, ...rest } = own
      if (isObject(content)) return toChunks(candidate, candidate.parts.write(event))
      candidate.skipsLogprobs ||= isObject(rest['logprobsResult'])
      if (Object.keys(rest).some((key) => key in candidate.waiting)) {
        out.push(...toChunks(candidate, [{ text: '' }]))
      }
      candidate.waiting = { ...candidate.waiting, ...rest }
    }
    if (Object.keys(fields).some((key) => key in waiting)) {
      out.push(...toChunks(findCandidate(0), [{ text: '' }]))
    }
    waiting = { ...waiting, ...fields }
    return out
  }
  const finish = (event: Extract<ChatEvent, { type: 'finish' }>): JsonObject => {
    if (candidates.size === 0) findCandidate(0)
    const ends = [...candidates.values()].map((candidate) => {
      const grounding = encodeCitations(candidate.citations, candidate.text)
      const parts = candidate.parts.flush()
      return {
        ...takeWaiting(candidate),
        content: { role: 'model', parts: parts.length > 0 ? parts : [{ text: '' }] },
        finishReason: candidate.finishReason ?? encodeFinishReason(event.reason, event.rawReason),
        index: candidate.index,
        ...(grounding && { groundingMetadata: grounding }),
      }
    })
    return createChunk({ candidates: ends, usageMetadata: encodeUsage(event.usage) })
  }

  return {
    warnings,
    push(event) {
      if (isDone) return []
      inspect(event)
      switch (event.type) {
        case 'start':
          envelope = encodeEnvelope(event, context)
          return []
        case 'finish':
          isDone = true
          return [finish(event)]
        case 'error':
          isDone = true
          return [encodeError(event.error).body]
        case 'choice-finish':
          findCandidate(event.choice).finishReason = encodeFinishReason(
            event.reason,
            event.rawReason,
          )
          return []
        case 'citation': {
          const { citation, block, choice } = event
          const isForeign = citation.raw?.dialect !== dialectId
          if (isForeign && citation.quote !== undefined) leaveOut('citation-quote')
          findCandidate(choice).citations.push({ citation, block })
          return []
        }
        case 'logprobs': {
          const candidate = findCandidate(event.choice)
          if (!candidate.skipsLogprobs) candidate.tokens.push(...event.tokens)
          candidate.skipsLogprobs = false
          return []
        }
        case 'raw':
          return writeRaw(event)
        default: {
          const candidate = findCandidate('choice' in event ? event.choice : undefined)
          if (event.type === 'text-delta') candidate.text.append(event.block, event.text)
          return toChunks(candidate, candidate.parts.write(event))
        }
      }
    },
  }
}

/** Fields of every chunk. Google says the time only where it has one. */
function encodeEnvelope(
  { id, createdAt }: Extract<ChatEvent, { type: 'start' }>,
  context: ReplyContext,
): JsonObject {
  return {
    modelVersion: context.modelId,
    ...(createdAt !== undefined && { createTime: new Date(createdAt * 1000).toISOString() }),
    responseId: id ?? context.id,
  }
}
