import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createCertificate } from '../testing/index.ts'
import { startHttpProxy, startSocksProxy } from '../testing/network/proxies.ts'
import type { Connection, Machine } from './connection.ts'
import { readText } from './limits.ts'
import { createSend } from './send.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const { key, cert, caPem } = createCertificate('valid')
const hello: RequestListener = (incoming, answer) =>
  void answer.end(
    `${incoming.headers.host} ${incoming.url} ${incoming.headers['proxy-authorization'] ?? 'clean'}`,
  )

async function listen(server: Server & { closeAllConnections(): void }): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}
const servePlain = () => listen(createServer(hello))
const serveTls = () => listen(createTlsServer({ key, cert }, hello))

async function get(url: string, connection: Connection, machine?: Machine): Promise<string> {
  const send = createSend(machine)
  cleanups.push(() => send.close())
  const signal = new AbortController().signal
  const response = await send({
    method: 'GET',
    url: new URL(url),
    headers: {},
    body: undefined,
    signal,
    timeouts: {},
    connection,
  })
  return readText(response.body, 1000, 'refuse')
}

const proxyAt = (url: string, more: Partial<NonNullable<Connection['proxy']>> = {}) => ({
  proxy: { url, noProxy: [], fromEnvironment: false, username: undefined, ...more },
})
const account = { username: 'ada', password: 'p:ä s' }

describe('an HTTP proxy', () => {
  test('tunnels https, and TLS is still verified to the host itself', async () => {
    const port = await serveTls()
    await using proxy = await startHttpProxy()
    const connection = proxyAt(`http://127.0.0.1:${proxy.port}`)
    const url = `https://localhost:${port}/v1`
    await expect(get(url, connection)).rejects.toMatchObject({ code: 'tls' })
    const text = await get(url, { ...connection, tls: { caPem } })
    expect(text).toBe(`localhost:${port} /v1 clean`)
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT localhost:${port}`]))
  })

  test('is handed whole URLs of plain http, and keeps its sign-in to itself', async () => {
    const port = await servePlain()
    await using proxy = await startHttpProxy({ account })
    const connection = proxyAt(`http://127.0.0.1:${proxy.port}`, account)
    await expect(get(`http://127.0.0.1:${port}/v1?a=1`, connection)).resolves.toBe(
      `127.0.0.1:${port} /v1?a=1 clean`,
    )
    expect(proxy.asked).toEqual([`GET http://127.0.0.1:${port}/v1?a=1`])
  })

  test.each(['http', 'https'])(
    'that refuses the sign-in is blamed by name (%s)',
    async (scheme) => {
      await using proxy = await startHttpProxy({ account })
      const connection = (more: object) => proxyAt(`http://127.0.0.1:${proxy.port}`, more)
      const url = `${scheme}://api.example.invalid/v1`
      await expect(get(url, connection({}))).rejects.toMatchObject({
        code: 'connection',
        retryable: false,
        message: expect.stringContaining('wants a user name and a password'),
      })
      const wrong = get(url, connection({ username: 'ada', password: 'CANARY' }))
      await expect(wrong).rejects.toMatchObject({
        message: expect.stringMatching(
          /^The proxy 127.* does not take this user name and password/,
        ),
      })
      await expect(wrong).rejects.not.toMatchObject({ message: expect.stringContaining('CANARY') })
    },
  )

  test('lets a signed-in tunnel through to a name that only it knows', async () => {
    const port = await serveTls()
    await using proxy = await startHttpProxy({ account, port })
    const connection = {
      ...proxyAt(`http://127.0.0.1:${proxy.port}`, account),
      tls: { caPem, serverName: 'localhost' },
    }
    await expect(get('https://inside.example.invalid/v1', connection)).resolves.toContain(
      'inside.example.invalid /v1 clean',
    )
  })

  test('that is not there is named, not the host', async () => {
    const gone = await startHttpProxy()
    await gone[Symbol.asyncDispose]()
    for (const scheme of ['http', 'https']) {
      const answer = get(
        `${scheme}://api.example.invalid/`,
        proxyAt(`http://127.0.0.1:${gone.port}`),
      )
      await expect(answer).rejects.toMatchObject({
        code: 'connection-refused',
        message: `Nothing answers at the proxy 127.0.0.1:${gone.port}. Check that it is running.`,
      })
    }
  })

  test('that reaches nothing says so', async () => {
    await using proxy = await startHttpProxy({ port: 1 })
    await expect(
      get('https://api.example.invalid/', proxyAt(`http://127.0.0.1:${proxy.port}`)),
    ).rejects.toMatchObject({
      code: 'connection',
      message: expect.stringContaining('it answered 502'),
    })
  })
})

describe('a SOCKS 5 proxy', () => {
  test('looks names up itself (socks5h), with a sign-in, for https', async () => {
    const port = await serveTls()
    await using proxy = await startSocksProxy({ account, port })
    const connection = {
      ...proxyAt(`socks5h://127.0.0.1:${proxy.port}`, account),
      tls: { caPem, serverName: 'localhost' },
    }
    await expect(get('https://inside.example.invalid/v1', connection)).resolves.toContain('/v1')
    expect(proxy.asked).toEqual(['name inside.example.invalid:443'])
  })

  test('gets addresses (socks5), also for plain http', async () => {
    const port = await servePlain()
    await using proxy = await startSocksProxy()
    await expect(
      get(`http://127.0.0.1:${port}/v1`, proxyAt(`socks5://127.0.0.1:${proxy.port}`)),
    ).resolves.toBe(`127.0.0.1:${port} /v1 clean`)
    expect(proxy.asked).toEqual([`address 127.0.0.1:${port}`])
  })

  test('that refuses the sign-in, or reaches nothing, says so', async () => {
    await using closed = await startSocksProxy({ account })
    const url = 'http://api.example.invalid/'
    const at = `socks5h://127.0.0.1:${closed.port}`
    const signIn = { username: 'ada', password: 'wrong' }
    await expect(get(url, proxyAt(at))).rejects.toThrow('wants a user name')
    await expect(get(url, proxyAt(at, signIn))).rejects.toThrow('does not take this user name')
    await using empty = await startSocksProxy({ port: 1 })
    await expect(get(url, proxyAt(`socks5h://127.0.0.1:${empty.port}`))).rejects.toThrow(
      'opened no way to api.example.invalid:80: nothing answers at that port',
    )
  })

  test('that speaks something else is told', async () => {
    const port = await servePlain()
    await expect(
      get('http://api.example.invalid/', proxyAt(`socks5h://127.0.0.1:${port}`)),
    ).rejects.toThrow('is not SOCKS 5')
  })
})

describe('which proxy', () => {
  test('no-proxy hosts are reached directly', async () => {
    const port = await servePlain()
    await using proxy = await startHttpProxy()
    const connection = proxyAt(`http://127.0.0.1:${proxy.port}`, { noProxy: ['127.0.0.0/8'] })
    await get(`http://127.0.0.1:${port}/`, connection)
    expect(proxy.asked).toEqual([])
  })

  test('the environment counts only where the endpoint says so', async () => {
    const port = await servePlain()
    await using proxy = await startHttpProxy()
    const machine: Machine = {
      readFile: () => Promise.reject(new Error('none')),
      environment: () => ({ HTTP_PROXY: `127.0.0.1:${proxy.port}`, NO_PROXY: 'a.example' }),
    }
    const none = { url: undefined, username: undefined, noProxy: [] }
    await get(`http://127.0.0.1:${port}/`, {}, machine)
    await get(`http://127.0.0.1:${port}/`, { proxy: { ...none, fromEnvironment: false } }, machine)
    expect(proxy.asked).toEqual([])
    await get(`http://127.0.0.1:${port}/`, { proxy: { ...none, fromEnvironment: true } }, machine)
    expect(proxy.asked).toHaveLength(1)
  })
})
