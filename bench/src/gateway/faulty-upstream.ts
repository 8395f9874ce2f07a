/** @file An upstream that answers well most of the time, and otherwise in every way in which servers fail. */
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { cannedReplies, type CannedReply } from './canned-replies.ts'

export const faults = [
  'none',
  'reset before the answer',
  'reset inside the stream',
  'end inside the stream',
  'status 429',
  'status 500',
  'status 503 with a web page',
  'not JSON',
  'empty',
  'slow',
] as const
export type Fault = (typeof faults)[number]

export interface FaultyUpstream {
  readonly port: number
  readonly counts: Readonly<Record<Fault, number>>
  close(): Promise<void>
}

const endOfHead = '\r\n\r\n'

/**
 * Starts it. Which fault comes is told by `random`, so that a run can be repeated.
 *
 * @param share of requests that meet a fault, 0 to 1
 */
export async function startFaultyUpstream(
  share: number,
  random: () => number,
): Promise<FaultyUpstream> {
  const replies = cannedReplies(100)
  const sockets = new Set<Socket>()
  const counts = Object.fromEntries(faults.map((fault) => [fault, 0])) as Record<Fault, number>
  const pick = (): Fault =>
    random() >= share ? 'none' : (faults[1 + Math.floor(random() * (faults.length - 1))] ?? 'none')

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    let pending = Buffer.alloc(0)
    socket.on('data', (data: Buffer) => {
      pending = Buffer.concat([pending, data])
      for (;;) {
        const end = pending.indexOf(endOfHead)
        if (end < 0) return
        const head = pending.toString('latin1', 0, end)
        const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
        if (pending.length < end + 4 + length) return
        const body = pending.toString('utf8', end + 4, end + 4 + length)
        pending = pending.subarray(end + 4 + length)
        const format = head.startsWith('POST /v1/messages') ? replies.anthropic : replies.openai
        const fault = pick()
        counts[fault] += 1
        answer(socket, body.includes('"stream":true') ? format.stream : format.whole, fault)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    counts,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function answer(socket: Socket, reply: CannedReply, fault: Fault): void {
  const half = Math.floor(reply.pieces.length / 2)
  const say = (status: string, type: string, text: string): void => {
    socket.write(
      `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    )
  }
  switch (fault) {
    case 'none':
      socket.write(reply.whole)
      return
    case 'reset before the answer':
      socket.resetAndDestroy()
      return
    case 'reset inside the stream':
      socket.write(
        Buffer.concat([reply.head.subarray(0, -1), ...reply.pieces.slice(0, half)]),
        () => socket.resetAndDestroy(),
      )
      return
    case 'end inside the stream':
      socket.end(Buffer.concat([reply.head, ...reply.pieces.slice(0, half)]))
      return
    case 'status 429':
      say('429 Too Many Requests', 'application/json', '{"error":{"message":"Slow down."}}')
      return
    case 'status 500':
      say('500 Internal Server Error', 'application/json', '{"error":{"message":"It broke."}}')
      return
    case 'status 503 with a web page':
      say('503 Service Unavailable', 'text/html', '<!doctype html><title>Busy</title>')
      return
    case 'not JSON':
      say('200 OK', 'application/json', '{"choices":[{')
      return
    case 'empty':
      say('200 OK', 'application/json', '')
      return
    case 'slow':
      setTimeout(() => {
        if (!socket.destroyed) socket.write(reply.whole)
      }, 500)
  }
}
