/** @file Proxies that are reached by TLS, and targets that have IPv6 addresses only. */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, test } from 'vitest'
import { createCertificate } from '../testing/index.ts'
import { startHttpProxy, startSocksProxy } from '../testing/network/proxies.ts'
import type { Connection } from './connection.ts'
import { readText } from './limits.ts'
import { createSend } from './send.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const target = createCertificate('valid')
const atProxy = createCertificate('valid')
const bothCas = target.caPem + atProxy.caPem
const hello: RequestListener = (incoming, answer) =>
  void answer.end(`${incoming.url} ${incoming.headers['proxy-authorization'] ?? 'clean'}`)

async function listen(
  server: Server & { closeAllConnections(): void },
  host = '127.0.0.1',
): Promise<number> {
  server.listen(0, host)
  await once(server, 'listening')
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

async function get(url: string, connection: Connection): Promise<string> {
  const send = createSend()
  cleanups.push(() => send.close())
  const response = await send({
    method: 'GET',
    url: new URL(url),
    headers: {},
    body: undefined,
    signal: new AbortController().signal,
    timeouts: {},
    connection,
  })
  return readText(response.body, 1000, 'refuse')
}

const proxyAt = (url: string, more: object = {}): Connection => ({
  proxy: { url, noProxy: [], fromEnvironment: false, username: undefined, ...more },
})

describe('an HTTPS proxy', () => {
  const account = { username: 'ada', password: 'p:ä s' }

  test('tunnels https: TLS to the host inside TLS to the proxy, each verified', async () => {
    const port = await listen(createTlsServer(target, hello))
    await using proxy = await startHttpProxy({ tls: atProxy, account })
    const connection = proxyAt(`https://localhost:${proxy.port}`, account)
    const url = `https://localhost:${port}/v1`
    await expect(get(url, { ...connection, tls: { caPem: bothCas } })).resolves.toBe('/v1 clean')
    expect(proxy.asked).toEqual([`CONNECT localhost:${port}`])
    // Neither the proxy's authority alone nor the host's is enough.
    for (const caPem of [target.caPem, atProxy.caPem]) {
      await expect(get(url, { ...connection, tls: { caPem } })).rejects.toMatchObject({
        name: 'ProviderError',
      })
    }
  })

  test('is handed whole URLs of plain http over TLS', async () => {
    const port = await listen(createServer(hello))
    await using proxy = await startHttpProxy({ tls: atProxy, account })
    const connection = proxyAt(`https://localhost:${proxy.port}`, account)
    const url = `http://127.0.0.1:${port}/v1?a=1`
    await expect(get(url, { ...connection, tls: { caPem: atProxy.caPem } })).resolves.toBe(
      '/v1?a=1 clean',
    )
    expect(proxy.asked).toEqual([`GET ${url}`])
  })

  test('is not trusted because self-signed hosts are', async () => {
    const port = await listen(createTlsServer(createCertificate('self-signed'), hello))
    await using proxy = await startHttpProxy({ tls: createCertificate('self-signed') })
    const connection = proxyAt(`https://localhost:${proxy.port}`)
    const tls = { allowSelfSigned: true }
    await expect(get(`https://localhost:${port}/`, { ...connection, tls })).rejects.toMatchObject({
      name: 'ProviderError',
    })
    expect(proxy.asked).toEqual([])
  })
})

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((each) => each?.address === '::1')

describe.runIf(hasIpv6)('a target with an IPv6 address', () => {
  test.each(['socks5', 'socks5h'])('is reached through SOCKS (%s)', async (scheme) => {
    const port = await listen(createServer(hello), '::1')
    await using proxy = await startSocksProxy()
    const connection = proxyAt(`${scheme}://127.0.0.1:${proxy.port}`)
    await expect(get(`http://[::1]:${port}/v1`, connection)).resolves.toBe('/v1 clean')
    expect(proxy.asked).toEqual([`address 0:0:0:0:0:0:0:1:${port}`])
  })

  test('is named in brackets to an HTTP proxy', async () => {
    const port = await listen(createTlsServer(target, hello), '::1')
    await using proxy = await startHttpProxy()
    const tls = { caPem: target.caPem, serverName: 'localhost' }
    const connection = { ...proxyAt(`http://127.0.0.1:${proxy.port}`), tls }
    await expect(get(`https://[::1]:${port}/v1`, connection)).resolves.toBe('/v1 clean')
    expect(proxy.asked).toEqual([`CONNECT [::1]:${port}`])
  })
})
