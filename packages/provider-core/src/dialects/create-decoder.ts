/**
 * @file The rules that every streamed reply keeps, whatever its dialect: one start, then deltas, then
 * exactly one finish or error, and nothing after it. Dialects only say what a frame means.
 */
import type { ChatEvent } from '../model/chat-event.ts'
import { createExceptionEvent, isExceptionName } from './aws-exception.ts'
import type { JsonObject, StreamDecoder } from './dialect.ts'
import { createErrorEvent, createInvalidAnswerEvent } from './final-error.ts'
import { isObject, parseJson } from './read-json.ts'

/** What one dialect makes of the frames of one reply. */
export interface FrameReader {
  /** Events of one frame. `event` is the frame's name, where it has one. */
  read(value: JsonObject, event: string | undefined): ChatEvent[]
  /**
   * Events of the end: a `finish` when the reply was complete, else what was still held back.
   * `marked`: a `[DONE]` frame closed the stream, not the connection.
   */
  end(marked: boolean): ChatEvent[]
}

/** What may come before the start: a stream that failed at once has none. */
const startlessTypes: ReadonlySet<ChatEvent['type']> = new Set(['start', 'raw', 'error'])

/** True for what changes nothing once the reply has begun: nearly every event of a stream. */
function isInner({ type }: ChatEvent): boolean {
  return type !== 'start' && type !== 'finish' && type !== 'error'
}

/** Lets events through in the order that the model promises; everything after the last one is cut off. */
function createGate() {
  let started = false
  let done = false
  return {
    get done() {
      return done
    },
    pass(events: ChatEvent[]): ChatEvent[] {
      if (started && events.every(isInner)) return events
      const out: ChatEvent[] = []
      for (const event of events) {
        if (done) break
        if (event.type === 'start') {
          if (started) continue
          started = true
        } else if (!started && !startlessTypes.has(event.type)) {
          started = true
          out.push({ type: 'start' })
        }
        out.push(event)
        done = event.type === 'finish' || event.type === 'error'
      }
      return out
    },
  }
}

/**
 * Makes a decoder that never throws: data that is no JSON object ends the reply with `invalid-answer`,
 * an end without the dialect's closing event with `stream-broken`. Frames without data (keep-alives)
 * are passed over. A `start` is added where the upstream never sent its own; `raw` may precede it.
 */
export function createDecoder(reader: FrameReader): StreamDecoder {
  const gate = createGate()
  return {
    push(frame) {
      if (gate.done) return []
      const data = frame.data.trim()
      if (data === '' && !isExceptionName(frame.event)) return []
      return gate.pass(data === '[DONE]' ? reader.end(true) : readFrame(reader, data, frame.event))
    },
    end() {
      if (gate.done) return []
      const events = gate.pass(reader.end(false))
      return gate.done ? events : [...events, ...gate.pass([createBrokenStreamEvent()])]
    },
    get done() {
      return gate.done
    },
  }
}

function readFrame(reader: FrameReader, data: string, event: string | undefined): ChatEvent[] {
  const value = parseJson(data)
  try {
    if (isExceptionName(event)) return [createExceptionEvent(event, value ?? data)]
    if (isObject(value)) return reader.read(value, event)
    return [createInvalidAnswerEvent('with a stream event that is no JSON object', data)]
  } catch {
    // JSON nested deeper than the stack: its text still goes into the error.
    return [createInvalidAnswerEvent('with a stream event that cannot be read', data)]
  }
}

function createBrokenStreamEvent(): ChatEvent {
  return createErrorEvent('stream-broken', 'The connection ended before the reply was complete.')
}

/** Puts the events of a whole body into the order that the model promises, with a final one for certain. */
export function closeReply(events: ChatEvent[]): ChatEvent[] {
  const gate = createGate()
  const out = gate.pass(events)
  if (!gate.done) out.push(createInvalidAnswerEvent('with a reply that has no end', undefined))
  return out
}
