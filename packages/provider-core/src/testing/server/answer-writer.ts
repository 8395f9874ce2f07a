import type { ServerResponse } from 'node:http'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Framing, StreamEvent } from '../dialects/dialect.ts'
import type { Pace } from './behaviour.ts'

/** Writes one HTTP answer at a scripted pace and stops quietly when the client has gone. */
export interface AnswerWriter {
  head(status: number, headers: Record<string, string>): Promise<void>
  /** One stream event, after its gate and delay. */
  event(framing: Framing, event: StreamEvent): Promise<void>
  bytes(data: string | Uint8Array): Promise<void>
  end(): void
  /** Destroys the socket. */
  breakOff(): void
  /** Resolves when the client closes. */
  hang(): Promise<void>
  readonly isClosed: boolean
}

/** @param onBreakOff called before the server itself destroys the socket. */
export function createAnswerWriter(
  response: ServerResponse,
  pace: Pace,
  onBreakOff: () => void,
): AnswerWriter {
  let isClosed = false
  const closed = new Promise<void>((resolve) => {
    response.once('close', () => {
      isClosed = true
      resolve()
    })
  })
  const write = async (data: string | Uint8Array): Promise<void> => {
    if (isClosed || response.write(data)) return
    await Promise.race([once(response, 'drain'), closed])
  }
  const bytes = async (data: string | Uint8Array): Promise<void> => {
    const size = pace.writeBytes
    if (size === undefined) return write(data)
    const buffer = Buffer.from(data)
    for (let start = 0; start < buffer.length; start += size) {
      await write(buffer.subarray(start, start + size))
    }
  }
  return {
    get isClosed() {
      return isClosed
    },
    async head(status, headers) {
      if (pace.headersGate !== undefined) await Promise.race([pace.headersGate.pass(), closed])
      if (isClosed) return
      response.writeHead(status, headers)
      response.flushHeaders()
    },
    async event(framing, event) {
      if (pace.gate !== undefined) await Promise.race([pace.gate.pass(), closed])
      if (pace.chunkDelayMs !== undefined) {
        await Promise.race([sleep(pace.chunkDelayMs, undefined, { ref: false }), closed])
      }
      await bytes(framing.encode(event))
    },
    bytes,
    end() {
      if (!isClosed) response.end()
    },
    breakOff() {
      onBreakOff()
      response.destroy()
    },
    hang: () => closed,
  }
}
