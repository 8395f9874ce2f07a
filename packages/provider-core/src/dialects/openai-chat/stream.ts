/** @file Chunks of a streamed chat completion → our events. */
import type { ChatEvent, FinishReason, Usage } from '../../model/chat-event.ts'
import { createDecoder, type FrameReader } from '../create-decoder.ts'
import type { JsonObject, StreamDecoder } from '../dialect.ts'
import { createUpstreamErrorEvent } from '../final-error.ts'
import { createRawEvent } from '../raw-fields.ts'
import { createRawKeeper } from '../raw-keeper.ts'
import {
  isObject,
  pickUnknown,
  readCount,
  readIndex,
  readObject,
  readObjects,
  readText,
} from '../read-json.ts'
import { decodeStreamError } from './errors.ts'
import { readLogprobs } from './logprobs.ts'
import { readBarePiece, readMessageContent } from './message-content.ts'
import { createThinkSplitter, type TextPiece } from './think-tag.ts'
import { createCallReader, type CallReader } from './tool-calls.ts'
import { knownChoiceFields, knownChunkFields, mapFinishReason, readUsage } from './wire.ts'

interface ChoiceState {
  readonly splitter: ReturnType<typeof createThinkSplitter>
  readonly calls: CallReader
  finishReason: string | undefined
  hasPlainReasoning: boolean
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
  const keepChunkRest = createRawKeeper('openai-chat')
  const keepChoiceRest = createRawKeeper('openai-chat')
  let usage: Usage | undefined
  let serviceTier: string | undefined
  let sawChunk = false
  let started = false
  let blocks = 0

  const findChoice = (index: number): ChoiceState => {
    const found = choices.get(index)
    if (found !== undefined) return found
    const created: ChoiceState = {
      splitter: createThinkSplitter(),
      // Text and reasoning are the first two parts of a choice, whether they come or not.
      calls: createCallReader(() => (blocks += 1) + 1, index === 0 ? 'call_' : `call_${index}_`),
      finishReason: undefined,
      hasPlainReasoning: false,
      refused: false,
    }
    choices.set(index, created)
    return created
  }

  const readMessage = (message: JsonObject, state: ChoiceState) => {
    const bare = readBarePiece(message)
    if (bare !== undefined) return { events: readPiece(bare, state), rest: undefined }
    const content = readMessageContent(message, state.hasPlainReasoning)
    state.hasPlainReasoning = content.hasPlainReasoning
    const events: ChatEvent[] = []
    for (const piece of content.pieces) {
      if (piece.kind === 'event') events.push(piece.event)
      else if (piece.kind === 'text') addDeltas(state.splitter.push(piece.text), events)
      else if (piece.kind === 'reasoning')
        events.push(toDelta({ kind: 'reasoning', text: piece.text }))
      else {
        state.refused = true
        events.push(toDelta({ kind: 'text', text: piece.text }))
      }
    }
    if (message['tool_calls'] !== undefined || message['function_call'] !== undefined) {
      events.push(...readCalls(message, state))
    }
    return { events, rest: content.rest }
  }

  const readPiece = (piece: TextPiece, state: ChoiceState): ChatEvent[] => {
    if (piece.kind === 'text') return toDeltas(state.splitter.push(piece.text))
    if (piece.text === '') return []
    state.hasPlainReasoning = true
    return [toDelta(piece)]
  }

  const readCalls = (message: JsonObject, state: ChoiceState): ChatEvent[] => {
    const events = state.calls.read(message)
    // Text that looked like the beginning of a tag is none when a call follows it.
    return events.length > 0 ? [...toDeltas(state.splitter.end()), ...events] : []
  }

  const readChoice = (choice: JsonObject): ChatEvent[] => {
    const index = readIndex(choice['index'])
    const state = findChoice(index)
    const message = isObject(choice['delta']) ? choice['delta'] : readObject(choice['message'])
    const { events, rest } = readMessage(message, state)
    if (isObject(choice['logprobs'])) {
      const tokens = readLogprobs(choice['logprobs']['content'])
      if (tokens.length > 0) events.push({ type: 'logprobs', tokens })
    }
    const reason = readText(choice['finish_reason'])
    if (reason !== undefined) {
      state.finishReason = reason
      events.push(...toDeltas(state.splitter.end()), ...state.calls.end())
    }
    const placed = index === 0 ? events : events.map((event) => placeIn(event, index))
    if (rest !== undefined) {
      placed.push(createRawEvent('openai-chat', { choices: [{ index, delta: rest }] }))
    }
    const choiceRest = pickUnknown(choice, knownChoiceFields)
    if (choiceRest !== undefined) {
      placed.push(...keepChoiceRest({ choices: [{ index, ...choiceRest }] }))
    }
    return placed
  }

  const finish = (): ChatEvent[] => {
    const first = choices.get(0) ?? choices.values().next().value
    const rawReason = first?.finishReason
    const ends = [...choices].map(([choice, state]): ChatEvent => ({
      type: 'choice-finish',
      choice,
      reason: resolveReason(state),
      ...(state.finishReason !== undefined && { rawReason: state.finishReason }),
    }))
    return [
      ...(ends.length > 1 ? ends : []),
      {
        type: 'finish',
        reason: resolveReason(first),
        ...(rawReason !== undefined && { rawReason }),
        ...(usage !== undefined && { usage }),
        ...(serviceTier !== undefined && { serviceTier }),
      },
    ]
  }

  return {
    read(value, event) {
      if (event === 'error' || isErrorChunk(value)) return [readError(value)]
      const events: ChatEvent[] = []
      const list = readObjects(value['choices'])
      // Azure's first chunk has an empty id and no choices: the start waits for one that says who answers.
      if (!started && (list.length > 0 || readText(value['id']) !== undefined)) {
        started = true
        events.push(readStart(value))
      }
      if (Array.isArray(value['choices']) || isObject(value['usage'])) sawChunk = true
      serviceTier = readText(value['service_tier']) ?? serviceTier
      events.push(...keepChunkRest(pickUnknown(value, knownChunkFields)))
      for (const choice of list) events.push(...readChoice(choice))
      if (isObject(value['usage'])) usage = { ...usage, ...readUsage(value['usage']) }
      return events
    },
    end(marked) {
      const hasEnds =
        choices.size > 0 && [...choices.values()].every((state) => state.finishReason !== undefined)
      const isComplete = hasEnds || (marked && sawChunk)
      const held = [...choices].flatMap(([index, { splitter, calls }]) =>
        [...toDeltas(splitter.end()), ...(isComplete ? calls.end() : [])].map((event) =>
          placeIn(event, index),
        ),
      )
      return isComplete ? [...held, ...finish()] : held
    },
  }
}

function readStart(chunk: JsonObject): ChatEvent {
  const id = readText(chunk['id'])
  const model = readText(chunk['model'])
  const createdAt = readCount(chunk['created'])
  return {
    type: 'start',
    ...(id && { id }),
    ...(model && { model }),
    ...(createdAt && { createdAt }),
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
  if (state?.finishReason === undefined)
    return state?.calls.hasCalls === true ? 'tool-calls' : 'other'
  const reason = mapFinishReason(state.finishReason)
  if (reason !== 'stop') return reason
  if (state.refused) return 'content-filter'
  return state.calls.hasCalls ? 'tool-calls' : 'stop'
}

/** Choice 0 is the one that is meant when nothing is said. */
function placeIn(event: ChatEvent, choice: number): ChatEvent {
  return choice === 0 ? event : ({ ...event, choice } as ChatEvent)
}

function toDelta({ kind, text }: TextPiece): ChatEvent {
  return { type: kind === 'text' ? 'text-delta' : 'reasoning-delta', text }
}

function toDeltas(pieces: readonly TextPiece[]): ChatEvent[] {
  return pieces.map(toDelta)
}

function addDeltas(pieces: readonly TextPiece[], out: ChatEvent[]): void {
  for (const piece of pieces) out.push(toDelta(piece))
}
