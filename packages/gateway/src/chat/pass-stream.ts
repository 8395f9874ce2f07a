/** @file A streamed reply as bytes: whole events go on as they came, and how the stream ended is judged behind them. */
import {
  getSsePing,
  parseSse,
  ProviderError,
  redactorOf,
  toErrorInfo,
  type ForwardedReply,
} from '@patchbay/provider-core'
import { answerHeaders } from '../routes/answer-headers.ts'
import { answerEvents, goOnWithEvents } from './answer-events.ts'
import { carryToClient } from './carried-headers.ts'
import type { Answer, ChatQuestion, Target } from './chat-question.ts'
import { createClientStream, streamHeaders } from './client-stream.ts'
import { noteFailure } from './end-trace.ts'
import { forwardQuestion } from './forward-question.ts'
import { createFrameGate, type FrameGate } from './frame-gate.ts'
import { finishPassed, rememberStored } from './finish-passed.ts'
import { toBuffer } from './pass-whole.ts'
import { readRepaired } from './read-repaired.ts'
import { createStreamWitness } from './stream-witness.ts'
import { within } from './timing.ts'

type Next = IteratorResult<Uint8Array>

interface OpenReply {
  readonly question: ChatQuestion
  readonly target: Target
  /** A promise where the upstream was silent for too long to wait for its headers. */
  readonly reply: ForwardedReply | Promise<ForwardedReply>
  readonly gate: FrameGate
}

const nothing = Buffer.alloc(0)

/** What comes before the first event, at most: no format has a preamble. */
const maxLead = 2 * 1024 * 1024

/** Asks and waits for the first event. Throws `ProviderError` while nothing was written. */
export async function openPassStream(question: ChatQuestion, target: Target): Promise<Answer> {
  const deadline = performance.now() + question.timing.holdMs
  const gate = createFrameGate()
  const opening = forwardQuestion(question, target)
  const reply = await within(opening, question.timing.holdMs)
  if (reply === undefined) {
    return { send: () => pump({ question, target, reply: opening, gate }, nothing, undefined) }
  }
  const open: OpenReply = { question, target, reply, gate }
  const read: Buffer[] = []
  let first: Buffer = nothing
  let size = 0
  try {
    for (;;) {
      const pending = reply.body.next()
      const next = await within(pending, deadline - performance.now())
      if (next === undefined) return { send: () => pump(open, first, pending) }
      if (next.done !== true) {
        const chunk = toBuffer(next.value)
        read.push(chunk)
        size += chunk.length
        const events = gate.push(chunk)
        first = first.length === 0 ? events : Buffer.concat([first, events])
      }
      if (next.done === true || isStrange(question, read, first)) {
        return await answerEvents(question, target, readRepaired(question, target, reply, read))
      }
      if (!first.includes('data:')) {
        if (size > maxLead) throw noEvents()
        continue
      }
      throwEarlyFailure(open, first)
      return { send: () => pump(open, first, undefined) }
    }
  } catch (error) {
    await reply.body.return?.()
    reply.end()
    throw error
  }
}

function noEvents(): ProviderError {
  const message = 'The server answered with something that is not a stream of events.'
  return new ProviderError({ code: 'invalid-answer', message })
}

/** Formats whose SDKs read no event without its `event:` line. */
const namedEvents: ReadonlySet<string> = new Set(['anthropic-messages', 'openai-responses'])

/** True for an answer that cannot go on as it is: no event stream, or one whose events lack their names. */
function isStrange({ exchange }: ChatQuestion, read: readonly Buffer[], first: Buffer): boolean {
  const start = read.find(({ length }) => length > 0) ?? nothing
  const lead = /[^\s\uFEFF]/.exec(start.toString('utf8', 0, 64))?.[0]
  if (lead === '{' || lead === '[' || lead === '<') return true
  return (
    namedEvents.has(exchange.dialect.id) && first.includes('data:') && !first.includes('event:')
  )
}

/** A stream that begins with its error is no stream yet: it gets a status, and a fallback its chance. */
function throwEarlyFailure({ question, target }: OpenReply, first: Buffer): void {
  if (!first.subarray(0, 512).includes('error')) return
  const decoder = question.exchange.dialect.createStreamDecoder()
  for (const frame of parseSse(first)) {
    for (const event of decoder.push(frame)) {
      if (event.type === 'error') {
        if (event.usage !== undefined) question.exchange.trace.usage = event.usage
        throw new ProviderError(
          new ProviderError(event.error).toInfo(redactorOf(target.resolved).text),
        )
      }
      if (event.type !== 'start' && event.type !== 'raw') return
    }
  }
}

/** Hands the events on, at the pace of the client. */
async function pump(
  { question, target, reply: opening, gate }: OpenReply,
  first: Buffer,
  pending: Promise<Next> | undefined,
): Promise<void> {
  const { exchange, timing } = question
  const { dialect, signal } = exchange
  const witness = createStreamWitness(dialect)
  const stream = createClientStream(exchange, timing, getSsePing(dialect.id))
  const carried = opening instanceof Promise ? {} : carryToClient(opening.headers)
  stream.begin({ ...streamHeaders, ...carried, ...answerHeaders(target.route) })
  let reply: ForwardedReply | undefined
  let failure: unknown
  let isFirst = true
  try {
    reply = opening instanceof Promise ? await opening : opening
    let events = first
    let waiting = pending
    while (!signal.aborted) {
      if (events.length > 0) {
        if (isFirst) rememberStored(exchange, target.route, events)
        isFirst = false
        const own = dropAlienMark(events, dialect.id)
        witness.see(own, gate.isBetween)
        const wait = stream.write(own, gate.isBetween)
        if (wait !== undefined) await wait
      }
      const next = await (waiting ?? reply.body.next())
      waiting = undefined
      if (next.done === true) break
      const { held } = gate
      const chunk = toBuffer(next.value)
      events = gate.push(chunk)
      if (!isFirst || !isStrange(question, [held, chunk], events)) continue
      const batches = readRepaired(question, target, reply, [held, chunk])
      await goOnWithEvents(question, target, batches, stream)
      return
    }
  } catch (error) {
    failure = error
  }
  try {
    finishPassed({ question, target, stream, witness, gate }, failure)
  } catch (error) {
    noteFailure(exchange.trace, toErrorInfo(error))
    stream.destroy()
  } finally {
    await reply?.body.return?.()
    reply?.end()
  }
}

/** Only OpenAI's chat ends in a mark of its own; in the other formats it breaks the vendors' SDKs. */
function dropAlienMark(events: Buffer, dialect: string): Buffer {
  if (dialect === 'openai-chat') return events
  const mark = markAt(events)
  return mark === -1 ? events : events.subarray(0, mark)
}

function markAt(events: Buffer): number {
  const end = events.toString('latin1', Math.max(0, events.length - 24))
  const match = /data: ?\[DONE\]\s*$/.exec(end)
  return match === null ? -1 : events.length - end.length + match.index
}
