/**
 * @file An upstream that costs next to nothing: a plain socket server that answers canned bytes, so that
 * what is measured is the gateway before it.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { cannedReplies, type CannedReply } from './canned-replies.ts'

export interface CannedUpstream {
  readonly port: number
  /** Requests answered so far. */
  readonly answered: () => number
  close(): Promise<void>
}

const endOfHead = Buffer.from('\r\n\r\n')
const streamMark = Buffer.from('"stream":true')
/** A prompt with this word gets its stream slowly, so that many are open at once. */
export const slowWord = 'slowly'
const slowMark = Buffer.from(slowWord)
const slowStepMs = 50

/** Answers `/chat/completions` in OpenAI's format and `/messages` in Anthropic's, streamed when the body says so. */
export async function startCannedUpstream(chunks: number): Promise<CannedUpstream> {
  const replies = cannedReplies(chunks)
  const sockets = new Set<Socket>()
  let answered = 0

  const answer = (socket: Socket, reply: CannedReply): void => {
    answered += 1
    socket.write(reply.whole)
  }
  const answerSlowly = (socket: Socket, reply: CannedReply): void => {
    answered += 1
    socket.write(reply.head)
    let next = 0
    const timer = setInterval(() => {
      const piece = reply.pieces[next]
      next += 1
      if (piece === undefined || socket.destroyed) clearInterval(timer)
      else socket.write(piece)
    }, slowStepMs)
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    let pending: Buffer = Buffer.alloc(0)
    socket.on('data', (data: Buffer) => {
      pending = pending.length === 0 ? data : Buffer.concat([pending, data])
      for (;;) {
        const end = pending.indexOf(endOfHead)
        if (end < 0) return
        const head = pending.toString('latin1', 0, end)
        const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? NaN)
        const whole = Number.isNaN(length) ? endOfChunked(pending, end + 4) : end + 4 + length
        if (whole === undefined || pending.length < whole) return
        const body = pending.subarray(end + 4, whole)
        const streamed = body.includes(streamMark)
        pending = pending.subarray(whole)
        const format = head.slice(0, head.indexOf('\r\n')).includes('/messages')
          ? replies.anthropic
          : replies.openai
        if (streamed && body.includes(slowMark)) answerSlowly(socket, format.stream)
        else answer(socket, streamed ? format.stream : format.whole)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    answered: () => answered,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

/** Where a chunked body ends that begins at `start`; `undefined` while it has not. */
function endOfChunked(bytes: Buffer, start: number): number | undefined {
  if (bytes.toString('latin1', start, start + 5) === '0\r\n\r\n') return start + 5
  const end = bytes.indexOf('\r\n0\r\n\r\n', start, 'latin1')
  return end < 0 ? undefined : end + 7
}
