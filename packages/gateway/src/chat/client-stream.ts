/** @file A streamed answer to a client: headers once, back-pressure, and a sign of life while the upstream is silent. */
import type { OutgoingHttpHeaders } from 'node:http'
import type { Exchange } from '../exchange.ts'
import type { Timing } from './timing.ts'

export interface ClientStream {
  readonly hasBegun: boolean
  /** Sends status 200 and headers; later calls do nothing. */
  begin(headers: OutgoingHttpHeaders): void
  /**
   * Writes events. A promise when the client has to catch up first; it resolves also when it has gone.
   *
   * @param isWhole False for a piece of an event: until the rest of it no keep-alive may come between.
   */
  write(events: Buffer | string, isWhole?: boolean): Promise<void> | undefined
  end(): void
  /** Breaks the connection off: nothing that could be said would be understood. */
  destroy(): void
}

/** Makes the stream of one answer; `ping` is written between events only, `undefined` for none. */
export function createClientStream(
  { response, trace, host }: Pick<Exchange, 'response' | 'trace' | 'host'>,
  { pingMs }: Pick<Timing, 'pingMs'>,
  ping: Uint8Array | undefined,
): ClientStream {
  let hasBegun = false
  let isIdle = false
  let isBlocked = false
  let isWithin = false
  let timer: NodeJS.Timeout | undefined

  const beat = (): void => {
    const mayPing = isIdle && !isBlocked && !isWithin && !response.destroyed
    if (mayPing && ping !== undefined) response.write(ping)
    isIdle = true
  }
  const stop = (): void => clearInterval(timer)

  const waitForClient = (): Promise<void> => {
    isBlocked = true
    return new Promise((resolve) => {
      const done = (): void => {
        isBlocked = false
        response.off('drain', done)
        response.off('close', done)
        resolve()
      }
      response.on('drain', done)
      response.on('close', done)
    })
  }

  return {
    get hasBegun() {
      return hasBegun
    },
    begin(headers) {
      if (hasBegun) return
      hasBegun = true
      trace.status = 200
      response.writeHead(200, headers)
      response.on('close', stop)
      timer = setInterval(beat, pingMs)
      timer.unref()
    },
    write(events, isWhole = true) {
      isIdle = false
      isWithin = !isWhole
      trace.firstByteMs ??= host.engine.clock() - trace.startedAt
      const goesOn = response.write(events)
      return goesOn || response.destroyed ? undefined : waitForClient()
    },
    end() {
      stop()
      response.end()
    },
    destroy() {
      stop()
      response.destroy()
    },
  }
}

/** Headers of every streamed answer. */
export const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
} as const satisfies OutgoingHttpHeaders
