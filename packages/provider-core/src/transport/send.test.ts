import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { startStrictUpstream } from '../testing/index.ts'
import { readText } from './limits.ts'
import { createSend, type SendRequest, type SocketSend } from './send.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

function openSend(): SocketSend {
  const send = createSend()
  cleanups.push(() => send.close())
  return send
}

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => sockets.delete(socket))
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const serve = (listener: RequestListener): Promise<string> => listen(createHttpServer(listener))

function request(url: string, more: Partial<SendRequest> = {}): SendRequest {
  return {
    method: 'GET',
    url: new URL(url),
    headers: {},
    body: undefined,
    signal: new AbortController().signal,
    timeouts: {},
    ...more,
  }
}

describe('what is sent', () => {
  test('path, query, headers and body arrive as given', async () => {
    const seen: unknown[] = []
    const origin = await serve(async (incoming, answer) => {
      const chunks = await incoming.toArray()
      seen.push(
        incoming.method,
        incoming.url,
        incoming.headers['x-a'],
        Buffer.concat(chunks).toString(),
      )
      answer.setHeader('x-b', ['1', '2']).end('ok')
    })
    const response = await openSend()(
      request(`${origin}/model/a%3A0/converse?api-version=1&x=a%20b`, {
        method: 'POST',
        headers: { 'x-a': 'v' },
        body: new TextEncoder().encode('{"ü":1}'),
      }),
    )
    expect(response.headers['x-b']).toBe('1, 2')
    expect(await readText(response.body, 100, 'refuse')).toBe('ok')
    expect(seen).toEqual(['POST', '/model/a%3A0/converse?api-version=1&x=a%20b', 'v', '{"ü":1}'])
  })

  test('requests one after the other share sockets', async () => {
    const sockets = new Set<unknown>()
    const origin = await serve((incoming, answer) => {
      sockets.add(incoming.socket)
      answer.end('ok')
    })
    const send = openSend()
    for (let n = 0; n < 8; n += 1) {
      await readText((await send(request(origin))).body, 100, 'refuse')
    }
    expect(sockets.size).toBeLessThanOrEqual(2)
  })

  test('a redirect is refused by naming its target, and nothing goes there', async () => {
    let reached = 0
    const other = await serve((_incoming, answer) => {
      reached += 1
      answer.end()
    })
    const origin = await serve((_incoming, answer) => {
      answer.writeHead(308, { location: `${other}/v1?key=abcd` }).end()
    })
    await expect(
      openSend()(request(origin, { headers: { authorization: 'Bearer k' } })),
    ).rejects.toMatchObject({ code: 'redirected', status: 308, url: `${other}/v1` })
    expect(reached).toBe(0)
  })

  test('a credential for another machine over plain http leaves no byte', async () => {
    const before = request('http://gpu.example.invalid/v1', { headers: { 'x-api-key': 'k' } })
    await expect(openSend()(before)).rejects.toMatchObject({ code: 'plain-http' })
  })

  test('an answer that a proxy compressed is read all the same', async () => {
    const origin = await serve((_incoming, answer) => {
      answer.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}'))
    })
    const response = await openSend()(request(origin))
    expect(await readText(response.body, 100, 'refuse')).toBe('{"a":1}')
  })
})

describe('what fails', () => {
  test('a host name that does not resolve', async () => {
    const failure = openSend()(request('https://no-such-host.invalid/v1'))
    await expect(failure).rejects.toMatchObject({
      code: 'host-not-found',
      message: expect.stringContaining('no-such-host.invalid'),
      cause: expect.anything(),
    })
  })

  test('a port where nothing listens', async () => {
    const server = createTcpServer()
    const origin = await listen(server)
    await new Promise((resolve) => server.close(resolve))
    await expect(openSend()(request(origin))).rejects.toMatchObject({
      code: 'connection-refused',
      retryable: true,
      message: expect.stringContaining(new URL(origin).port),
    })
  })

  test('https to a server that speaks plain http', async () => {
    const origin = await serve((_incoming, answer) => answer.end())
    await expect(openSend()(request(origin.replace('http:', 'https:')))).rejects.toMatchObject({
      code: 'tls',
      message: expect.stringContaining('does not speak TLS'),
    })
  })

  test('a server that takes the connection and hangs up', async () => {
    const origin = await listen(
      createTcpServer((socket) => socket.once('data', () => socket.destroy())),
    )
    await expect(openSend()(request(origin))).rejects.toMatchObject({ code: 'connection' })
  })

  test('a server that speaks something else', async () => {
    const origin = await listen(
      createTcpServer((socket) => socket.once('data', () => socket.end('220 smtp.example\r\n'))),
    )
    await expect(openSend()(request(origin))).rejects.toMatchObject({ code: 'invalid-answer' })
  })

  test('a certificate that nobody here trusts', async () => {
    await using upstream = await startStrictUpstream({ spec: 'anthropic', tls: 'self-signed' })
    const headers = { 'x-api-key': 'k' }
    await expect(openSend()(request(upstream.url, { headers }))).rejects.toMatchObject({
      code: 'tls',
      retryable: false,
      message: expect.stringContaining('self-signed'),
    })
    expect(upstream.requests).toEqual([])
  })

  test('a header that cannot be sent', async () => {
    const origin = await serve((_incoming, answer) => answer.end())
    await expect(
      openSend()(request(origin, { headers: { 'x-name': '漢' } })),
    ).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringContaining('x-name'),
    })
  })

  test('a TLS handshake that never ends is a connect timeout', async () => {
    const origin = await listen(createTcpServer(() => undefined))
    await expect(
      openSend()(request(origin.replace('http:', 'https:'), { timeouts: { connectMs: 150 } })),
    ).rejects.toMatchObject({ code: 'timeout', message: expect.stringContaining('150 ms') })
  })

  test('no answer within the first-byte limit', async () => {
    const origin = await serve(() => undefined)
    await expect(
      openSend()(request(origin, { timeouts: { firstByteMs: 120 } })),
    ).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('sent no answer within 120 ms'),
    })
  })

  test('silence inside the answer', async () => {
    const origin = await serve((_incoming, answer) => {
      answer.write('a')
    })
    const response = await openSend()(request(origin, { timeouts: { idleMs: 120 } }))
    await expect(readText(response.body, 100, 'refuse')).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('silent'),
    })
  })

  test('a connection that breaks inside the answer', async () => {
    const origin = await serve((_incoming, answer) => {
      answer.write('a', () => answer.destroy())
    })
    const response = await openSend()(request(origin))
    await expect(readText(response.body, 100, 'refuse')).rejects.toMatchObject({
      code: 'stream-broken',
    })
  })

  test('headers past the limit', async () => {
    const origin = await listen(
      createTcpServer((socket) => {
        socket.once('data', () =>
          socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`),
        )
      }),
    )
    await expect(openSend()(request(origin))).rejects.toMatchObject({ code: 'invalid-answer' })
  })

  test('a whole body past its limit', async () => {
    const origin = await serve((_incoming, answer) => answer.end('x'.repeat(1000)))
    const send = openSend()
    const refused = await send(request(origin))
    await expect(readText(refused.body, 10, 'refuse')).rejects.toMatchObject({
      code: 'invalid-answer',
    })
    const cut = await send(request(origin))
    expect(await readText(cut.body, 10, 'cut')).toBe('x'.repeat(10))
  })
})

describe('stopping', () => {
  test('an abort before the answer closes the socket', async () => {
    const arrived = Promise.withResolvers<Socket>()
    const origin = await serve((incoming) => arrived.resolve(incoming.socket))
    const controller = new AbortController()
    const failure = openSend()(request(origin, { signal: controller.signal }))
    const caught = failure.catch((error: unknown) => error)
    const socket = await arrived.promise
    const closed = once(socket, 'close')
    controller.abort()
    await closed
    expect(await caught).toMatchObject({ code: 'aborted', retryable: false })
  })

  test('an abort inside the answer closes the socket and ends the body with aborted', async () => {
    const arrived = Promise.withResolvers<Socket>()
    const origin = await serve((incoming, answer) => {
      answer.write('a')
      arrived.resolve(incoming.socket)
    })
    const controller = new AbortController()
    const response = await openSend()(request(origin, { signal: controller.signal }))
    const body = response.body[Symbol.asyncIterator]()
    await body.next()
    const closed = once(await arrived.promise, 'close')
    controller.abort()
    await expect(body.next()).rejects.toMatchObject({ code: 'aborted' })
    await closed
  })

  test('leaving the loop early closes the socket', async () => {
    const arrived = Promise.withResolvers<Socket>()
    const origin = await serve((incoming, answer) => {
      answer.write('a')
      arrived.resolve(incoming.socket)
    })
    const response = await openSend()(request(origin))
    const closed = once(await arrived.promise, 'close')
    for await (const chunk of response.body) {
      expect(Buffer.from(chunk).toString()).toBe('a')
      break
    }
    await closed
  })

  test('an already stopped request opens no socket', async () => {
    let connections = 0
    const origin = await listen(createTcpServer(() => (connections += 1)))
    await expect(
      openSend()(request(origin, { signal: AbortSignal.abort() })),
    ).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(connections).toBe(0)
  })
})

test('a reader that stalls holds the upstream back, whatever it wants to send', async () => {
  const total = 64 * 1024 * 1024
  let written = 0
  const stalled = Promise.withResolvers<void>()
  const origin = await serve((_incoming, answer) => {
    const block = Buffer.alloc(256 * 1024)
    const pump = (): void => {
      while (written < total) {
        written += block.length
        if (!answer.write(block)) {
          answer.once('drain', pump)
          // No drain for this long means that the sockets are full and nobody reads.
          clearTimeout(quiet)
          quiet = setTimeout(stalled.resolve, 300)
          return
        }
      }
      answer.end()
    }
    let quiet = setTimeout(stalled.resolve, 5000)
    pump()
  })
  const response = await openSend()(request(origin))
  const body = response.body[Symbol.asyncIterator]()
  await body.next()
  await stalled.promise
  expect(written).toBeLessThan(total / 2)
  let received = 0
  for (let next = await body.next(); next.done !== true; next = await body.next()) {
    received += next.value.byteLength
  }
  expect(received).toBeGreaterThan(total / 2)
})
