/** @file Server-sent events of an upstream, passed on as they come, in whole events and at the client's pace. */
import {
  getSsePing,
  parseSse,
  ProviderError,
  redactorOf,
  toErrorInfo,
  writeSse,
  type ForwardedReply,
  type StreamFrame,
} from '@patchbay/provider-core'
import type { ResolvedEndpoint, Route, Usage } from '@patchbay/provider-core/model'
import { carryToClient } from '../chat/carried-headers.ts'
import { createClientStream, streamHeaders } from '../chat/client-stream.ts'
import { noteFailure } from '../chat/end-trace.ts'
import { createFrameGate } from '../chat/frame-gate.ts'
import { usualTiming } from '../chat/timing.ts'
import type { Exchange } from '../exchange.ts'
import { stoppedBy } from '../server/running.ts'
import { answerHeaders } from './answer-headers.ts'

/** An answer that has begun, with its first bytes: a failure before them may still go on to another endpoint. */
export interface BegunStream {
  readonly route: Route
  readonly resolved: ResolvedEndpoint
  readonly reply: ForwardedReply
  readonly first: IteratorResult<Uint8Array>
}

/** True when the upstream answers with events, as it was asked to. */
export function isEventStream({ headers }: Pick<ForwardedReply, 'headers'>): boolean {
  return headers['content-type']?.toLowerCase().includes('text/event-stream') === true
}

/** Waits for the first bytes. Throws `ProviderError`. */
export async function beginStream(
  reply: ForwardedReply,
  target: Pick<BegunStream, 'route' | 'resolved'>,
): Promise<BegunStream> {
  try {
    return { ...target, reply, first: await reply.body.next() }
  } catch (error) {
    reply.end()
    throw error
  }
}

/** What the end of a stream says. */
export interface StreamEnd {
  readonly usage: Usage | undefined
  /** True when the closing mark was there. */
  readonly complete: boolean
}

/** Enough for the last events, of which one may hold a report. */
const keptTail = 32 * 1024

/**
 * Writes the stream to its end. A failure on the way is the stream's last event, and never looks like an end.
 *
 * @param readEnd Reads the last events, up to 32 kB of them.
 */
export async function passStream(
  exchange: Exchange,
  { reply, first, route, resolved }: BegunStream,
  readEnd: (frames: readonly StreamFrame[]) => StreamEnd,
): Promise<void> {
  const { trace, dialect, signal } = exchange
  const stream = createClientStream(exchange, usualTiming, getSsePing(dialect.id))
  stream.begin({ ...streamHeaders, ...carryToClient(reply.headers), ...answerHeaders(route) })
  const gate = createFrameGate()
  let tail: Buffer = Buffer.alloc(0)
  try {
    for (let next = first; next.done !== true; next = await reply.body.next()) {
      const chunk = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
      tail = Buffer.concat([tail, chunk]).subarray(-keptTail)
      const whole = gate.push(chunk)
      const wait = whole.byteLength === 0 ? undefined : stream.write(whole, gate.isBetween)
      if (wait !== undefined) await wait
      if (signal.aborted) break
    }
    if (signal.aborted)
      throw new ProviderError({ code: 'aborted', message: 'The client went away.' })
    const end = readEnd(parseSse(tail))
    trace.usage = end.usage
    if (!end.complete) {
      const message = 'The server closed the stream before its end.'
      throw new ProviderError({ code: 'stream-broken', message })
    }
    if (gate.held.byteLength > 0) await stream.write(gate.held)
    stream.end()
  } catch (error) {
    const stopped = stoppedBy(signal)
    const info = toErrorInfo(stopped ?? error, redactorOf(resolved).text)
    noteFailure(trace, info)
    if (gate.isBetween && (stopped !== undefined || !signal.aborted)) {
      const data = JSON.stringify(dialect.encodeError(info).body)
      await stream.write(writeSse({ event: undefined, data }))
      stream.end()
    } else stream.destroy()
  } finally {
    await reply.body.return?.()
    reply.end()
  }
}
