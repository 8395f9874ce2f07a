/**
 * @file A chat whose reader wants nothing before the end. As a stream of batches, each step would wait for what
 * has arrived long ago.
 */
import type { Redactor } from '../errors/redact.ts'
import { toErrorInfo } from '../errors/to-error-info.ts'
import type { ChatEvent } from '../model/chat-event.ts'
import { aborted, drainMs, encodeChat, openReply, redactInfo, type OpenedReply } from './chat.ts'
import type { CallOptions, ChatCall, Engine } from './engine.ts'
import { readReply, readWholeReply } from './read-reply.ts'
import { redactorOf } from './redactor-of.ts'

/**
 * Sends one chat request and gives all events of its reply: those that `chat` tells one by one. Never throws:
 * the last event is exactly one `finish` (with timing) or one `error`. Aborting `signal` closes the socket.
 */
export function chatWhole(
  call: ChatCall,
  engine: Engine,
  options: CallOptions,
): Promise<readonly ChatEvent[]> {
  const redactor = redactorOf(call.resolved)
  const { signal, headers, onWire, keepsWire, onAnswer } = options
  const reply = { resolved: call.resolved, encode: () => encodeChat(call, options) }
  try {
    const opening = openReply(reply, engine, {
      signal,
      headers,
      onWire,
      keepsWire,
      onAnswer,
      redactor,
    })
    // Not this function, which would hold the request for as long as the answer takes.
    return receiveAll(opening, signal, redactor)
  } catch (error) {
    return Promise.resolve([toFailure(error, signal, redactor)])
  }
}

async function receiveAll(
  opening: Promise<OpenedReply>,
  signal: AbortSignal,
  redactor: Redactor,
): Promise<readonly ChatEvent[]> {
  try {
    const { response, context, complete } = await opening
    const arrived = context.recorder === undefined ? response.body.takeRest?.() : undefined
    const whole = arrived === undefined ? undefined : readWholeReply(arrived, context)
    const source = arrived === undefined ? response.body : [arrived]
    const events = (whole ?? (await readAll(toIterator(source), context))).map(complete)
    const last = events.at(-1)
    if (last?.type !== 'error') return events
    return [...events.slice(0, -1), { ...last, error: redactInfo(last.error, redactor) }]
  } catch (error) {
    return [toFailure(error, signal, redactor)]
  }
}

function toFailure(error: unknown, signal: AbortSignal, redactor: Redactor): ChatEvent {
  const failure = signal.aborted ? aborted() : error
  return { type: 'error', error: toErrorInfo(failure, redactor.text) }
}

async function readAll(
  body: AsyncIterator<Uint8Array>,
  context: Parameters<typeof readReply>[1],
): Promise<ChatEvent[]> {
  const all: ChatEvent[] = []
  try {
    for await (const events of readReply(body, context)) {
      for (const event of events) all.push(event)
      const last = all.at(-1)?.type
      if (last === 'finish' || last === 'error') break
    }
    return all
  } finally {
    context.recorder?.end()
    void leave(body, all.at(-1)?.type === 'finish')
  }
}

/** Reads what little may follow a complete reply, so that its socket can be used again; else closes it. */
async function leave(body: AsyncIterator<Uint8Array>, isComplete: boolean): Promise<void> {
  const close = (): void => {
    body.return?.().catch(() => undefined)
  }
  if (!isComplete) {
    close()
    return
  }
  const timer = setTimeout(close, drainMs)
  try {
    let next = await body.next()
    while (next.done !== true) next = await body.next()
  } catch {
    // The reply is complete; how its connection ends matters to nobody.
    close()
  } finally {
    clearTimeout(timer)
  }
}

function toIterator(
  source: AsyncIterable<Uint8Array> | readonly Uint8Array[],
): AsyncIterator<Uint8Array> {
  if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]()
  const values = source.values()
  return { next: () => Promise.resolve(values.next()) }
}
