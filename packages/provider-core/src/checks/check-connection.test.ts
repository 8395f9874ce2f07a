/** @file The check goes the way that requests go: own authorities, client certificates, leniency and proxies. */
import { createServer, connect, type AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { proxySchema, tlsSchema } from '../model/connection.ts'
import type { EndpointFields } from '../model/endpoint.ts'
import { createCertificate, startStrictUpstream, type StrictUpstream } from '../testing/index.ts'
import { startHttpProxy, startSocksProxy } from '../testing/network/proxies.ts'
import { codesOf, runCheck, statesOf } from '../testing/run-check.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const spec = 'openai-chat-completions'
const models = ['m']
const tlsOf = (settings: object) => ({ tls: tlsSchema.parse(settings) })

function expectSeen(upstream: StrictUpstream): void {
  expect(upstream.refusals).toEqual([])
  expect(upstream.requests.length).toBeGreaterThanOrEqual(2)
}

describe('TLS settings of the endpoint', () => {
  test('an own authority is trusted at every stage', async () => {
    await using upstream = await startStrictUpstream({ spec, tls: 'valid' })
    const without = await runCheck(upstream, { fields: { models } })
    expect(statesOf(without.report)).toMatchObject({ tls: 'failed', reply: 'skipped' })
    const fields = { models, ...tlsOf({ caPem: upstream.caPem }) }
    const { report } = await runCheck(upstream, { fields })
    expect(report).toMatchObject({ ok: true })
    expect(codesOf(report)).toEqual([])
    expectSeen(upstream)
  })

  test('a self-signed certificate passes where it is allowed, and that is said', async () => {
    await using upstream = await startStrictUpstream({ spec, tls: 'self-signed' })
    const refused = await runCheck(upstream, { fields: { models } })
    expect(refused.report.ok).toBe(false)
    const fields = { models, ...tlsOf({ allowSelfSigned: true }) }
    const { report } = await runCheck(upstream, { fields })
    expect(report.ok).toBe(true)
    expect(statesOf(report)).toMatchObject({ reply: 'passed', stream: 'passed' })
    expectSeen(upstream)
  })

  test('a client certificate is shown at the handshake and with every request', async () => {
    await using upstream = await startStrictUpstream({ spec })
    const server = createCertificate('valid')
    const client = createCertificate('valid')
    // Only who shows a certificate of the right authority gets through to the fake.
    const guard = createTlsServer(
      { ...server, ca: client.caPem, requestCert: true, rejectUnauthorized: true },
      (socket) => {
        const onward = connect(Number(new URL(upstream.url).port), '127.0.0.1')
        socket.on('error', () => onward.destroy())
        onward.on('error', () => socket.destroy())
        socket.pipe(onward).pipe(socket)
      },
    )
    guard.listen(0, '127.0.0.1')
    await once(guard, 'listening')
    cleanups.push(() => guard.close())
    const baseUrl = `https://localhost:${(guard.address() as AddressInfo).port}/v1`
    const own = { caPem: server.caPem, clientCertPem: client.cert }
    const fields: Partial<EndpointFields> = { baseUrl, models, ...tlsOf(own) }
    const secrets = { ...upstream.expectations.secrets, clientKey: client.key }
    const { report } = await runCheck(upstream, { fields, secrets })
    expect(report).toMatchObject({ ok: true })
    expectSeen(upstream)

    const bare = { baseUrl, models, ...tlsOf({ caPem: server.caPem }) }
    const without = await runCheck(upstream, { fields: bare })
    expect(without.report.ok).toBe(false)
  })
})

describe('the proxy of the endpoint', () => {
  const proxyAt = (url: string) => ({ proxy: proxySchema.parse({ url }) })

  test('every stage goes through an HTTPS proxy with an authority of its own', async () => {
    await using upstream = await startStrictUpstream({ spec, tls: 'valid' })
    const atProxy = createCertificate('valid')
    await using proxy = await startHttpProxy({ tls: atProxy })
    const caPem = `${upstream.caPem}${atProxy.caPem}`
    const fields = {
      models,
      ...tlsOf({ caPem }),
      ...proxyAt(`https://localhost:${proxy.port}`),
    }
    const { report } = await runCheck(upstream, { fields })
    expect(statesOf(report)).toMatchObject({ connection: 'passed', tls: 'passed' })
    expect(report).toMatchObject({ ok: true })
    expect(proxy.asked.length).toBeGreaterThanOrEqual(3)
    expectSeen(upstream)
  })

  test('a host that only the SOCKS proxy knows is checked through it', async () => {
    await using upstream = await startStrictUpstream({ spec })
    const { port } = new URL(upstream.url)
    await using proxy = await startSocksProxy({ port: Number(port) })
    const fields = {
      models,
      baseUrl: 'http://inside.example.invalid/v1',
      allowPlainHttp: true,
      ...proxyAt(`socks5h://127.0.0.1:${proxy.port}`),
    }
    const { report } = await runCheck(upstream, { fields })
    expect(report).toMatchObject({ ok: true })
    expect(new Set(proxy.asked)).toEqual(new Set(['name inside.example.invalid:80']))
    expectSeen(upstream)
  })

  test('a proxy that is not there is what the check blames', async () => {
    await using upstream = await startStrictUpstream({ spec })
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    const fields = { models, ...proxyAt(`http://127.0.0.1:${port}`) }
    const { report } = await runCheck(upstream, { fields })
    expect(statesOf(report)).toMatchObject({ connection: 'failed', reply: 'skipped' })
    expect(report.findings[0]?.message).toContain(`proxy 127.0.0.1:${port}`)
    expect(upstream.requests).toEqual([])
  })
})
