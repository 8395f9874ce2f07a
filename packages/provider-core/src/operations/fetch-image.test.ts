/** @file Pictures that a vendor left on a host: fetched by the endpoint's way out, without anything of the endpoint's own. */
import { once } from 'node:events'
import type { IncomingHttpHeaders } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { proxySchema, tlsSchema } from '../model/connection.ts'
import type { EndpointFields, ResolvedEndpoint } from '../model/endpoint.ts'
import type { SecretValues } from '../model/secret.ts'
import { createCertificate, startStrictUpstream } from '../testing/index.ts'
import { startHttpProxy } from '../testing/network/proxies.ts'
import { openEngine } from '../testing/open-engine.ts'
import { resolveExpectations } from '../testing/resolve-expectations.ts'
import { fetchImage } from './fetch-image.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const { signal } = new AbortController()
const png = Buffer.from('iVBORw0KGgo=', 'base64')
const host = createCertificate('valid')
const client = createCertificate('valid')

interface Seen {
  readonly headers: IncomingHttpHeaders
  readonly client: string | undefined
  readonly url: string | undefined
}

/** A host of pictures that asks for a client certificate and takes those who have none. */
async function servePictures(): Promise<{ readonly port: number; readonly seen: Seen[] }> {
  const seen: Seen[] = []
  const asking = { ...host, requestCert: true, rejectUnauthorized: false }
  const server = createTlsServer(asking, (incoming, answer) => {
    const { subject } = (incoming.socket as TLSSocket).getPeerCertificate()
    const cn = subject?.CN
    seen.push({ headers: incoming.headers, client: cn?.toString(), url: incoming.url })
    answer.setHeader('content-type', 'image/png').end(png)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, seen }
}

const identity = { clientCertPem: client.cert }
const secrets: SecretValues = {
  apiKey: 'sk-canary',
  clientKey: client.key,
  'header:x-team': 'canary-header',
}

async function resolve(own: Partial<EndpointFields>): Promise<ResolvedEndpoint> {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  const fields = { headers: { 'x-row': 'canary-row' }, ...own }
  return resolveExpectations(upstream.expectations, fields, secrets)
}

test("another host gets nothing of the endpoint's: no key, no header, no client certificate", async () => {
  const { port, seen } = await servePictures()
  await using engine = openEngine()
  await using proxy = await startHttpProxy()
  const resolved = await resolve({
    tls: tlsSchema.parse({ ...identity, caPem: host.caPem }),
    proxy: proxySchema.parse({ url: `http://127.0.0.1:${proxy.port}` }),
  })
  const url = `https://localhost:${port}/p.png?sig=1`
  const fetched = await fetchImage({ kind: 'url', url }, engine, { signal, resolved })
  expect(Buffer.from(fetched.bytes)).toEqual(png)
  expect(fetched.mediaType).toBe('image/png')
  expect(proxy.asked).toEqual([`CONNECT localhost:${port}`])
  expect(seen).toMatchObject([{ url: '/p.png?sig=1', client: undefined }])
  expect(JSON.stringify(seen)).not.toContain('canary')
})

test("the endpoint's own origin is reached with its certificate, but without its key", async () => {
  const { port, seen } = await servePictures()
  await using engine = openEngine()
  const resolved = await resolve({
    baseUrl: `https://localhost:${port}/v1`,
    tls: tlsSchema.parse({ ...identity, caPem: host.caPem }),
  })
  const url = `https://localhost:${port}/files/p.png`
  await fetchImage({ kind: 'url', url }, engine, { signal, resolved })
  expect(seen).toMatchObject([{ client: 'localhost' }])
  expect(JSON.stringify(seen)).not.toContain('canary')
})

test('trust in self-signed certificates is for the endpoint alone', async () => {
  const { port } = await servePictures()
  await using engine = openEngine()
  const url = `https://localhost:${port}/p.png`
  const tls = tlsSchema.parse({ ...identity, allowSelfSigned: true })
  const elsewhere = await resolve({ tls })
  await expect(
    fetchImage({ kind: 'url', url }, engine, { signal, resolved: elsewhere }),
  ).rejects.toMatchObject({ code: 'tls' })
  const own = await resolve({ tls, baseUrl: `https://localhost:${port}/v1` })
  await expect(
    fetchImage({ kind: 'url', url }, engine, { signal, resolved: own }),
  ).resolves.toMatchObject({ mediaType: 'image/png' })
})
