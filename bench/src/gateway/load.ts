/** @file Load over plain keep-alive sockets, each with one request at a time, with as little cost of its own as can be. */
import { connect, type Socket } from 'node:net'

export interface LoadRequest {
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface LoadOptions {
  readonly connections: number
  /** Milliseconds that are measured, after `warmUpMs` that are not. */
  readonly measureMs: number
  readonly warmUpMs: number
}

export interface LoadFigures {
  readonly requests: number
  readonly failed: number
  readonly seconds: number
  /** Milliseconds of each measured request, sorted: to the first byte of the body, and to the end. */
  readonly firstByteMs: Float64Array
  readonly totalMs: Float64Array
}

/** Value below which the given share (0 to 1) of sorted samples lie. */
export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

/** Sends the same request again and again. An answer that is not 200, or a socket that breaks, counts as failed. */
export async function runLoad(request: LoadRequest, options: LoadOptions): Promise<LoadFigures> {
  const bytes = toBytes(request)
  const firstByte: number[] = []
  const total: number[] = []
  let failed = 0
  const begin = performance.now()
  const from = begin + options.warmUpMs
  const until = from + options.measureMs

  const runOne = (): Promise<void> =>
    new Promise((resolve) => {
      let reader: ResponseReader
      let sentAt = 0
      let firstAt = 0
      let socket: Socket
      const send = (): void => {
        if (performance.now() >= until) {
          socket.destroy()
          resolve()
          return
        }
        reader = createResponseReader()
        firstAt = 0
        sentAt = performance.now()
        socket.write(bytes)
      }
      const open = (): void => {
        socket = connect({ host: '127.0.0.1', port: request.port, noDelay: true }, send)
        socket.on('data', (data: Buffer) => {
          const state = reader.read(data)
          if (firstAt === 0 && state.bodyBegun) firstAt = performance.now()
          if (!state.done) return
          const now = performance.now()
          if (sentAt >= from) {
            if (state.status === 200) {
              firstByte.push(firstAt - sentAt)
              total.push(now - sentAt)
            } else failed += 1
          }
          send()
        })
        socket.on('error', () => {
          failed += 1
          if (performance.now() < until) setImmediate(open)
          else resolve()
        })
      }
      open()
    })

  await Promise.all(Array.from({ length: options.connections }, runOne))
  return {
    requests: total.length,
    failed,
    seconds: options.measureMs / 1000,
    firstByteMs: Float64Array.from(firstByte).toSorted(),
    totalMs: Float64Array.from(total).toSorted(),
  }
}

function toBytes({ port, path, headers, body }: LoadRequest): Buffer {
  const fields = {
    host: `127.0.0.1:${port}`,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}

interface ReadState {
  readonly status: number
  readonly bodyBegun: boolean
  readonly done: boolean
}

interface ResponseReader {
  read(data: Buffer): ReadState
}

const lastChunk = '\r\n0\r\n\r\n'

/** Finds the end of one answer: by its length, or by the last chunk. */
function createResponseReader(): ResponseReader {
  let head = ''
  let status = 0
  let remaining = NaN
  let tail = ''
  let received = 0
  return {
    read(data) {
      let body = data
      if (status === 0) {
        head += data.toString('latin1')
        const end = head.indexOf('\r\n\r\n')
        if (end < 0) return { status, bodyBegun: false, done: false }
        status = Number(head.slice(9, 12))
        remaining = Number(/\r\ncontent-length: *(\d+)/i.exec(head.slice(0, end))?.[1] ?? NaN)
        body = Buffer.from(head.slice(end + 4), 'latin1')
      }
      received += body.length
      if (!Number.isNaN(remaining)) {
        return { status, bodyBegun: received > 0, done: received >= remaining }
      }
      tail = (tail + body.toString('latin1', Math.max(0, body.length - 7))).slice(-7)
      const done = tail === lastChunk || (received === 5 && tail === lastChunk.slice(2))
      return { status, bodyBegun: received > 0, done }
    },
  }
}
