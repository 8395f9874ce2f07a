/** @file Bytes on a socket, as no well-behaved client would send them: for tests. */
import { connect, type Socket } from 'node:net'

export interface RawAnswer {
  /** Status of the first answer; `undefined` when the socket was closed without one. */
  readonly status: number | undefined
  /** Statuses of all answers on the socket. */
  readonly statuses: readonly number[]
  readonly text: string
}

export interface RawClient {
  readonly socket: Socket
  send(text: string | Uint8Array): void
  /** Everything that came until the server closed. */
  readonly closed: Promise<RawAnswer>
  /** Resolves when as many answers have begun. */
  answers(count: number): Promise<RawAnswer>
}

export async function openRaw(port: number): Promise<RawClient> {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  const read = (): RawAnswer => {
    const text = Buffer.concat(chunks).toString('latin1')
    const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
    return { status: statuses[0], statuses, text }
  }
  const watchers = new Set<() => void>()
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    for (const watch of watchers) watch()
  })
  // A reset is one of the ways in which a server may end it; `close` follows.
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('connect', resolve))
  return {
    socket,
    send: (text) => {
      socket.write(text)
    },
    closed: new Promise((resolve) => {
      socket.once('close', () => {
        resolve(read())
      })
    }),
    answers: (count) =>
      new Promise((resolve) => {
        const watch = (): void => {
          const answer = read()
          if (answer.statuses.length < count && !socket.destroyed) return
          watchers.delete(watch)
          resolve(answer)
        }
        watchers.add(watch)
        socket.once('close', watch)
        watch()
      }),
  }
}

/** Sends bytes on a socket of their own and gives what is answered first. */
export async function askRaw(port: number, bytes: string | Uint8Array): Promise<RawAnswer> {
  const client = await openRaw(port)
  client.send(bytes)
  const answer = await client.answers(1)
  client.socket.destroy()
  return answer
}

export interface Wire {
  /** Default: POST. */
  readonly method?: string
  readonly path?: string
  /** `undefined` leaves a usual header out, a list sends it several times. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body?: string | Uint8Array
}

/** A request as bytes; everything that is not named is as a good client would send it. */
export function writeRequest(port: number, key: string, wire: Wire): Buffer {
  const { method = 'POST', path = '/v1/chat/completions' } = wire
  const content = Buffer.from(wire.body ?? '')
  const headers: NonNullable<Wire['headers']> = {
    host: `127.0.0.1:${port}`,
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    ...(content.byteLength === 0 ? {} : { 'content-length': String(content.byteLength) }),
    connection: 'close',
    ...wire.headers,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) => {
    const values = value === undefined ? [] : [value].flat()
    return values.map((each) => `${name}: ${each}`)
  })
  const head = `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), content])
}
