/** @file Chunks of a streamed chat completion → our events. */
import type { ChatEvent, FinishReason, Usage } from '../../model/chat-event.ts'
import { createDecoder, type FrameReader } from '../create-decoder.ts'
import type { JsonObject, StreamDecoder } from '../dialect.ts'
import { createUpstreamErrorEvent } from '../final-error.ts'
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
import { readMessageContent } from './message-content.ts'
import { createThinkSplitter, type TextPiece } from './think-tag.ts'
import {
  hasMoreUsage,
  knownChoiceFields,
  knownChunkFields,
  mapFinishReason,
  readUsage,
} from './wire.ts'

interface ChoiceState {
  readonly splitter: ReturnType<typeof createThinkSplitter>
  finishReason: string | undefined
  hasToolCalls: boolean
  refused: boolean
}

/**
 * Decodes the stream. `finish` comes at `[DONE]`, so that a usage chunk after the last choice is still
 * counted; where `[DONE]` never comes, at the end of the connection if each choice had its
 * `finish_reason`. Usage is cumulative: the last one counts, none are added up.
 */
export function createStreamDecoder(): StreamDecoder {
  return createDecoder(createChatReader())
}

/** The reader behind both the stream and the whole answer: a whole answer is one chunk with a `message`. */
export function createChatReader(): FrameReader {
  const choices = new Map<number, ChoiceState>()
  const keepChunkRest = createRawKeeper()
  const keepChoiceRest = createRawKeeper()
  let usage: Usage | undefined
  let rawUsage: JsonObject | undefined
  let sawChunk = false

  const findChoice = (index: number): ChoiceState => {
    const found = choices.get(index)
    if (found !== undefined) return found
    const created: ChoiceState = {
      splitter: createThinkSplitter(),
      finishReason: undefined,
      hasToolCalls: false,
      refused: false,
    }
    choices.set(index, created)
    return created
  }

  const readChoice = (choice: JsonObject): ChatEvent[] => {
    const index = readCount(choice['index']) ?? 0
    const state = findChoice(index)
    const message = isObject(choice['delta']) ? choice['delta'] : readObject(choice['message'])
    const content = readMessageContent(message)
    const events: ChatEvent[] = []
    for (const piece of content.pieces) {
      if (piece.kind === 'refusal') state.refused = true
      if (piece.kind === 'signature') {
        events.push({ type: 'signature', signature: piece.text, ...toChoice(index) })
      } else if (piece.kind === 'text') {
        events.push(...toDeltas(state.splitter.push(piece.text), index))
      } else {
        const kind = piece.kind === 'refusal' ? 'text' : 'reasoning'
        events.push(...toDeltas([{ kind, text: piece.text }], index))
      }
    }
    state.hasToolCalls ||= content.hasToolCalls
    // Tool calls come in pieces that may be equal: none of those may be taken for a repetition.
    if (content.rest !== undefined) {
      events.push({ type: 'raw', value: { choices: [{ index, delta: content.rest }] } })
    }
    const rest = pickUnknown(choice, knownChoiceFields)
    if (rest !== undefined) events.push(...keepChoiceRest({ choices: [{ index, ...rest }] }))
    const reason = readText(choice['finish_reason'])
    if (reason !== undefined) state.finishReason = reason
    return events
  }

  const finish = (): ChatEvent[] => {
    const events: ChatEvent[] = []
    if (rawUsage !== undefined && hasMoreUsage(rawUsage)) {
      events.push({ type: 'raw', value: { usage: rawUsage } })
    }
    for (const [index, state] of choices) {
      if (index === 0 || state.finishReason === undefined) continue
      events.push({
        type: 'raw',
        value: { choices: [{ index, finish_reason: state.finishReason }] },
      })
    }
    const first = choices.get(0) ?? choices.values().next().value
    const rawReason = first?.finishReason
    events.push({
      type: 'finish',
      reason: resolveReason(first),
      ...(rawReason !== undefined && { rawReason }),
      ...(usage !== undefined && { usage }),
    })
    return events
  }

  return {
    read(value, event) {
      if (event === 'error' || isErrorChunk(value)) return [readError(value)]
      const events: ChatEvent[] = []
      const list = readObjects(value['choices'])
      const id = readText(value['id'])
      const model = readText(value['model'])
      // Azure's first chunk has an empty id and no choices: the start waits for one that says who answers.
      if (list.length > 0 || id !== undefined) {
        events.push({ type: 'start', ...(id && { id }), ...(model && { model }) })
      }
      if (Array.isArray(value['choices']) || isObject(value['usage'])) sawChunk = true
      events.push(...keepChunkRest(pickUnknown(value, knownChunkFields)))
      events.push(...list.flatMap(readChoice))
      if (isObject(value['usage'])) {
        rawUsage = value['usage']
        usage = { ...usage, ...readUsage(rawUsage) }
      }
      return events
    },
    end(marked) {
      const held = [...choices].flatMap(([index, { splitter }]) => toDeltas(splitter.end(), index))
      const isComplete =
        choices.size > 0 && [...choices.values()].every((state) => state.finishReason !== undefined)
      return isComplete || (marked && sawChunk) ? [...held, ...finish()] : held
    },
  }
}

function isErrorChunk(value: JsonObject): boolean {
  const error = value['error']
  if (isObject(error) ? Object.keys(error).length > 0 : readText(error) !== undefined) return true
  // FastAPI servers put a failure inside the stream as an object of their own ("object": "error").
  return value['object'] === 'error'
}

function readError(value: JsonObject): ChatEvent {
  const { decoded, status } = decodeStreamError(value)
  return createUpstreamErrorEvent(decoded, status, value)
}

/** A reply with tool calls ends in `tool-calls` and a refusal in `content-filter`, even where the server says `stop`. */
function resolveReason(state: ChoiceState | undefined): FinishReason {
  if (state?.finishReason === undefined) return 'other'
  const reason = mapFinishReason(state.finishReason)
  if (reason !== 'stop') return reason
  if (state.refused) return 'content-filter'
  return state.hasToolCalls ? 'tool-calls' : 'stop'
}

function toChoice(index: number): { choice?: number } {
  return index === 0 ? {} : { choice: index }
}

function toDeltas(pieces: readonly TextPiece[], index: number): ChatEvent[] {
  return pieces.map(({ kind, text }) => ({
    type: kind === 'text' ? 'text-delta' : 'reasoning-delta',
    text,
    ...toChoice(index),
  }))
}
