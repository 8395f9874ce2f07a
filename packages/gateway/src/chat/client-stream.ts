/** @file A streamed answer to a client: headers once, back-pressure, and a sign of life while the upstream is silent. */
import type { OutgoingHttpHeaders } from 'node:http'
import type { Exchange } from '../exchange.ts'
import type { Timing } from './timing.ts'

export interface ClientStream {
  readonly hasBegun: boolean
  /** Sends status 200 and headers; later calls do nothing. */
  begin(headers: OutgoingHttpHeaders): void
  /** Writes whole events. A promise when the client has to catch up first; it resolves also when it has gone. */
  write(events: Buffer | string): Promise<void> | undefined
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
  let timer: NodeJS.Timeout | undefined

  const beat = (): void => {
    if (isIdle && !isBlocked && ping !== undefined && !response.destroyed) response.write(ping)
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
    write(events) {
      isIdle = false
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
