/** @file The end of a stream that was handed on as bytes: its last bytes, or the error that it did not tell itself. */
import {
  parseSse,
  ProviderError,
  redactorOf,
  toErrorInfo,
  writeSse,
  type StreamFrame,
} from '@patchbay/provider-core'
import type { ErrorInfo, Route } from '@patchbay/provider-core/model'
import type { Exchange } from '../exchange.ts'
import { rememberResponse } from '../routes/stored-responses.ts'
import { stoppedBy } from '../server/running.ts'
import { contextOf, type ChatQuestion, type Target } from './chat-question.ts'
import type { ClientStream } from './client-stream.ts'
import { noteEnd, noteFailure } from './end-trace.ts'
import type { FrameGate } from './frame-gate.ts'
import type { StreamWitness, Verdict } from './stream-witness.ts'

export interface PassedStream {
  readonly question: ChatQuestion
  readonly target: Target
  readonly stream: ClientStream
  readonly witness: StreamWitness
  readonly gate: FrameGate
}

/**
 * Ends the client's stream. A reply that has its end is left as it is; to any other an error of the client's
 * format is added, never an end that the upstream did not send.
 *
 * @param broken What broke the connection off, if anything did.
 */
export function finishPassed(passed: PassedStream, broken: unknown): void {
  const { question, target, stream, witness, gate } = passed
  const { signal, trace } = question.exchange
  const stopped = stoppedBy(signal)
  const failure: unknown = stopped ?? broken
  if (signal.aborted && stopped === undefined) {
    noteFailure(trace, { code: 'aborted', message: 'The client went away.', retryable: false })
    stream.destroy()
    return
  }
  const redact = redactorOf(target.resolved).text
  if (!gate.isBetween) {
    // Half an event went through: nothing that follows it would be understood.
    if (failure === undefined) stream.end()
    else {
      noteFailure(trace, toErrorInfo(failure, redact))
      stream.destroy()
    }
    return
  }
  const verdict = witness.judge(failure === undefined ? gate.held : Buffer.alloc(0))
  if (verdict.isClosed) {
    if (failure === undefined && gate.held.length > 0) void stream.write(gate.held)
    noteEnd(trace, redacted(verdict.end, redact))
    stream.end()
    return
  }
  const error = failureOf(failure, verdict, redact)
  noteFailure(trace, error)
  void stream.write(encodeBreak(question, verdict, error))
  stream.end()
}

function redacted(end: Verdict['end'], redact: (text: string) => string): Verdict['end'] {
  return end.type === 'finish'
    ? end
    : { ...end, error: new ProviderError(end.error).toInfo(redact) }
}

function failureOf(
  failure: unknown,
  { end }: Verdict,
  redact: (text: string) => string,
): ErrorInfo {
  if (failure !== undefined) return toErrorInfo(failure, redact)
  if (end.type === 'error') return new ProviderError(end.error).toInfo(redact)
  return { code: 'stream-broken', message: 'The reply has no end.', retryable: true }
}

/** The error as the last event of a stream that another hand has written so far. */
function encodeBreak(
  question: ChatQuestion,
  { start, lastFrame }: Verdict,
  error: ErrorInfo,
): string {
  const { dialect, host } = question.exchange
  const encoder = dialect.createStreamEncoder(contextOf(question, host.engine))
  encoder.push(start ?? { type: 'start' })
  const frames = encoder.push({ type: 'error', error })
  const last = frames.at(-1)
  if (last === undefined) return ''
  return writeSse(dialect.id === 'openai-responses' ? renumber(last, lastFrame) : last)
}

/** Numbers of a response's events go up without end: this one comes after the last that was sent. */
function renumber(frame: StreamFrame, before: StreamFrame | undefined): StreamFrame {
  const number = readNumber(before)
  const value: unknown = JSON.parse(frame.data)
  if (number === undefined || typeof value !== 'object') return frame
  return { ...frame, data: JSON.stringify({ ...value, sequence_number: number + 1 }) }
}

function readNumber(frame: StreamFrame | undefined): number | undefined {
  try {
    const value: unknown = JSON.parse(frame?.data ?? '')
    const number = (value as { sequence_number?: unknown } | null)?.sequence_number
    return typeof number === 'number' ? number : undefined
  } catch {
    return undefined
  }
}

/** Lets stored responses be asked for at the endpoint that keeps them, while they are still being written. */
export function rememberStored(exchange: Exchange, route: Route, first: Buffer): void {
  if (exchange.dialect.id !== 'openai-responses') return
  const [frame] = parseSse(first)
  if (frame === undefined) return
  const [event] = exchange.dialect.createStreamDecoder().push(frame)
  if (event?.type === 'start' && event.id !== undefined) rememberResponse(exchange, event.id, route)
}
