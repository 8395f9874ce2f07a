/** @file Events of a reply → the answer to a client, in its format, whole or streamed. */
import {
  createJsonArrayEncoder,
  getSsePing,
  ProviderError,
  toErrorInfo,
  writeSse,
  type StreamEncoder,
  type StreamFrame,
} from '@patchbay/provider-core'
import type { ChatEvent } from '@patchbay/provider-core/model'
import type { OutgoingHttpHeaders } from 'node:http'
import { answerHeaders } from '../routes/answer-headers.ts'
import { rememberResponse } from '../routes/stored-responses.ts'
import { sendJson } from '../server/respond.ts'
import { stoppedBy } from '../server/running.ts'
import { contextOf, type Answer, type ChatQuestion, type Target } from './chat-question.ts'
import { createClientStream, streamHeaders, type ClientStream } from './client-stream.ts'
import { noteEnd, noteFailure } from './end-trace.ts'
import { within } from './timing.ts'

type Batches = AsyncIterator<readonly ChatEvent[]>

/**
 * Waits until the reply has truly begun (or was silent for too long), so that an early failure has a status.
 *
 * @param batches End with exactly one `finish` or `error`, and never throw.
 * @param carried Gives the upstream's headers that the client gets, once the reply has begun.
 * @throws ProviderError for a reply that failed before it began, or at any point where it is not streamed.
 */
export async function answerEvents(
  question: ChatQuestion,
  target: Target,
  batches: Batches,
  carried: () => OutgoingHttpHeaders = () => ({}),
): Promise<Answer> {
  if (!question.stream) return answerWhole(question, target, await readAll(batches), carried)
  const head: ChatEvent[] = []
  const deadline = performance.now() + question.timing.holdMs
  let pending: Promise<IteratorResult<readonly ChatEvent[]>> | undefined
  while (!head.some(isOfReply)) {
    pending = batches.next()
    const next = await within(pending, deadline - performance.now())
    if (next === undefined) break
    pending = undefined
    if (next.done === true) break
    throwFailure(question, next.value)
    head.push(...next.value)
  }
  return { send: () => sendStream(question, target, { head, pending, batches }, carried()) }
}

/**
 * The answer of a whole reply.
 *
 * @param events All of it, with exactly one `finish` or `error` at the end.
 * @throws ProviderError for a reply that failed.
 */
export function answerWhole(
  question: ChatQuestion,
  target: Target,
  events: readonly ChatEvent[],
  carried: () => OutgoingHttpHeaders,
): Answer {
  throwFailure(question, events)
  return { send: () => sendWhole(question, target, events, carried()) }
}

/** What only introduces a reply does not show yet that there will be one. */
function isOfReply({ type }: ChatEvent): boolean {
  return type !== 'start' && type !== 'raw'
}

function throwFailure({ exchange }: ChatQuestion, events: readonly ChatEvent[]): void {
  const last = events.at(-1)
  if (last?.type !== 'error') return
  if (last.usage !== undefined) exchange.trace.usage = last.usage
  // Told together with the beginning of a reply, it still comes before the first byte.
  throw new ProviderError(last.error)
}

async function readAll(batches: Batches): Promise<ChatEvent[]> {
  const events: ChatEvent[] = []
  for (let next = await batches.next(); next.done !== true; next = await batches.next()) {
    events.push(...next.value)
  }
  return events
}

function sendWhole(
  question: ChatQuestion,
  target: Target,
  events: readonly ChatEvent[],
  carried: OutgoingHttpHeaders,
): Promise<void> {
  const { exchange } = question
  const { response, trace, host, dialect } = exchange
  const reply = dialect.encodeResponse(events, contextOf(question, host.engine))
  trace.warnings = reply.warnings
  trace.status = reply.status
  noteEnds(question, target, events)
  trace.firstByteMs = host.engine.clock() - trace.startedAt
  const headers = { ...carried, ...answerHeaders(target.route, reply.warnings) }
  sendJson(response, reply.status, headers, reply.body)
  return Promise.resolve()
}

interface OpenReply {
  readonly head: readonly ChatEvent[]
  readonly pending: Promise<IteratorResult<readonly ChatEvent[]>> | undefined
  readonly batches: Batches
}

/** Goes on with events in a stream that has begun, but for which nothing was written yet. Never throws. */
export function goOnWithEvents(
  question: ChatQuestion,
  target: Target,
  batches: Batches,
  stream: ClientStream,
): Promise<void> {
  return sendStream(question, target, { head: [], pending: undefined, batches }, {}, stream)
}

async function sendStream(
  question: ChatQuestion,
  target: Target,
  { head, pending, batches }: OpenReply,
  carried: OutgoingHttpHeaders,
  begun?: ClientStream,
): Promise<void> {
  const { exchange, arrayFraming, timing } = question
  const { dialect, host, signal, trace } = exchange
  const encoder = dialect.createStreamEncoder(contextOf(question, host.engine))
  const framing = arrayFraming ? arrayFrames() : sseFrames
  const ping = arrayFraming ? undefined : getSsePing(dialect.id)
  const stream = begun ?? createClientStream(exchange, timing, ping)
  try {
    const first = encode(encoder, head)
    trace.warnings = encoder.warnings
    stream.begin({
      ...streamHeaders,
      ...framing.headers,
      ...carried,
      ...answerHeaders(target.route, encoder.warnings),
    })
    await write(stream, framing.write(first))
    noteEnds(question, target, head)
    let next = await (pending ?? batches.next())
    while (next.done !== true && !signal.aborted) {
      const text = framing.write(encode(encoder, next.value))
      noteEnds(question, target, next.value)
      const wait = text === '' ? undefined : stream.write(text)
      if (wait !== undefined) await wait
      next = await batches.next()
    }
    const stopped = next.done === true ? undefined : stoppedBy(signal)
    if (stopped !== undefined) {
      const error = toErrorInfo(stopped)
      noteFailure(trace, error)
      await write(stream, framing.write(encode(encoder, [{ type: 'error', error }])))
    }
    if (framing.end !== undefined) await write(stream, framing.end())
    trace.warnings = encoder.warnings
    stream.end()
  } catch (error) {
    // Not one of ours may end in silence: the reader would take half a reply for a whole one.
    noteFailure(trace, toErrorInfo(error))
    stream.destroy()
  } finally {
    await batches.return?.()
  }
}

function encode(encoder: StreamEncoder, events: readonly ChatEvent[]): StreamFrame[] {
  const frames: StreamFrame[] = []
  for (const event of events) for (const frame of encoder.push(event)) frames.push(frame)
  return frames
}

async function write(stream: ClientStream, text: string): Promise<void> {
  if (text !== '') await stream.write(text)
}

interface Framing {
  readonly headers: OutgoingHttpHeaders
  /** All frames of one piece in one write. */
  write(frames: readonly StreamFrame[]): string
  end?(): string
}

const sseFrames: Framing = {
  headers: {},
  write(frames) {
    let text = ''
    for (const frame of frames) text += writeSse(frame)
    return text
  },
}

function arrayFrames(): Framing {
  const encoder = createJsonArrayEncoder()
  const utf8 = new TextDecoder()
  return {
    headers: { 'content-type': 'application/json; charset=utf-8' },
    write: (frames) => frames.map((frame) => utf8.decode(encoder.push(frame))).join(''),
    end: () => utf8.decode(encoder.end()),
  }
}

function noteEnds(
  { exchange }: ChatQuestion,
  { route }: Target,
  events: readonly ChatEvent[],
): void {
  const last = events.at(-1)
  if (last?.type === 'finish' || last?.type === 'error') noteEnd(exchange.trace, last)
  const [first] = events
  const isStored =
    exchange.dialect.id === 'openai-responses' && route.dialect === 'openai-responses'
  if (isStored && first?.type === 'start' && first.id !== undefined) {
    rememberResponse(exchange, first.id, route)
  }
}
