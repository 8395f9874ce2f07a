/** @file Proxies for tests: an HTTP one (CONNECT and forwarding) and a SOCKS 5 one, with and without sign-in. */
import { once } from 'node:events'
import { createServer, request, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net'

export interface TestProxy extends AsyncDisposable {
  readonly port: number
  /** What it was asked to reach, in order, such as "CONNECT localhost:443". */
  readonly asked: string[]
}

export interface TestProxyOptions {
  /** The only pair that is let in; everyone is without it. */
  readonly account?: { readonly username: string; readonly password: string }
  /** Connects every target to this port of 127.0.0.1: names need not exist then. */
  readonly port?: number
  /** Speaks TLS to its clients (an HTTP proxy only). */
  readonly tls?: { readonly key: string; readonly cert: string }
}

async function open(server: Server, asked: string[]): Promise<TestProxy> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function join(one: Socket, other: Socket): void {
  one.pipe(other)
  other.pipe(one)
  for (const [socket, peer] of [
    [one, other],
    [other, one],
  ] as const) {
    socket.on('error', () => peer.destroy())
    socket.on('close', () => peer.destroy())
  }
}

/** Starts an HTTP proxy. */
export async function startHttpProxy(options: TestProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = []
  const { account } = options
  const wanted =
    account && `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`
  const listener: RequestListener = (incoming, answer) => {
    asked.push(`${incoming.method} ${incoming.url}`)
    if (wanted !== undefined && incoming.headers['proxy-authorization'] !== wanted) {
      answer.writeHead(407).end()
      return
    }
    const { 'proxy-authorization': _, ...headers } = incoming.headers
    const onward = request(
      incoming.url ?? '',
      {
        method: incoming.method,
        headers,
        ...(options.port === undefined ? {} : { host: '127.0.0.1', port: options.port }),
      },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(answer)
      },
    )
    onward.on('error', () => answer.writeHead(502).end())
    incoming.pipe(onward)
  }
  const { tls } = options
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  server.on('connect', (incoming, socket: Socket) => {
    asked.push(`CONNECT ${incoming.url}`)
    if (wanted !== undefined && incoming.headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n')
      return
    }
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(incoming.url ?? '') ?? []
    const target =
      options.port === undefined
        ? connect(Number(port), host.replace(/^\[|\]$/g, ''))
        : connect(options.port, '127.0.0.1')
    target.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      join(socket, target)
    })
    target.once('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'))
  })
  return open(server, asked)
}

/** Starts a SOCKS 5 proxy (RFC 1928, 1929). */
export async function startSocksProxy(options: TestProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = []
  const server = createTcpServer((socket) => {
    void serveSocks(socket, options, asked).catch(() => socket.destroy())
  })
  return open(server, asked)
}

async function serveSocks(
  socket: Socket,
  options: TestProxyOptions,
  asked: string[],
): Promise<void> {
  const { account } = options
  let kept = Buffer.alloc(0)
  const take = async (length: number): Promise<Buffer> => {
    while (kept.byteLength < length) {
      const [chunk] = (await once(socket, 'data')) as [Buffer]
      kept = Buffer.concat([kept, chunk])
    }
    const taken = kept.subarray(0, length)
    kept = kept.subarray(length)
    return taken
  }
  const [, count = 0] = await take(2)
  const methods = await take(count)
  const method = account === undefined ? 0 : 2
  socket.write(Buffer.from([5, methods.includes(method) ? method : 255]))
  if (!methods.includes(method)) return
  if (account !== undefined) {
    const [, nameLength = 0] = await take(2)
    const name = (await take(nameLength)).toString()
    const [wordLength = 0] = await take(1)
    const word = (await take(wordLength)).toString()
    const good = name === account.username && word === account.password
    socket.write(Buffer.from([1, good ? 0 : 1]))
    if (!good) return
  }
  const [, , , kind = 0] = await take(4)
  const host =
    kind === 3
      ? (await take((await take(1))[0] ?? 0)).toString()
      : kind === 1
        ? [...(await take(4))].join('.')
        : toIpv6(await take(16))
  const port = (await take(2)).readUInt16BE()
  asked.push(`${kind === 3 ? 'name' : 'address'} ${host}:${port}`)
  const target = connect(options.port ?? port, options.port === undefined ? host : '127.0.0.1')
  target.once('connect', () => {
    socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]))
    join(socket, target)
  })
  target.once('error', () => socket.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0])))
}

/** Sixteen bytes as eight groups, none of them shortened. */
function toIpv6(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16))
  return groups.join(':')
}
