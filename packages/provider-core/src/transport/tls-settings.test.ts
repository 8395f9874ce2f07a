import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { createServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import type { TLSSocket } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { ProviderError } from '../errors/provider-error.ts'
import { createCertificate } from '../testing/index.ts'
import type { Connection, Machine } from './connection.ts'
import { readText } from './limits.ts'
import { createSend, type SocketSend } from './send.ts'
import { describeTlsFailure } from './tls-failure.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const valid = createCertificate('valid')
const client = createCertificate('valid')
const tellClient: RequestListener = (incoming, answer) => {
  const { subject } = (incoming.socket as TLSSocket).getPeerCertificate()
  answer.end(`client ${String(subject?.CN)}`)
}

async function serve(options: ServerOptions): Promise<string> {
  const server = createServer(options, tellClient)
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `https://localhost:${(server.address() as AddressInfo).port}`
}

function openSend(machine?: Machine): SocketSend {
  const send = createSend(machine)
  cleanups.push(() => send.close())
  return send
}

async function get(send: SocketSend, url: string, tls?: Connection['tls']): Promise<string> {
  const { body } = await send({
    method: 'GET',
    url: new URL(url),
    headers: {},
    body: undefined,
    signal: new AbortController().signal,
    timeouts: {},
    connection: { tls },
  })
  return readText(body, 1000, 'refuse')
}

test('trust in an own authority, an identity and leniency stay with the endpoint that has them', async () => {
  const url = await serve({ ...valid, requestCert: true, rejectUnauthorized: false })
  const send = openSend()
  const { caPem, cert: clientCertPem, key: clientKey } = { ...client, caPem: valid.caPem }
  await expect(get(send, url)).rejects.toMatchObject({ code: 'tls' })
  await expect(get(send, url, { caPem })).resolves.toBe('client undefined')
  await expect(get(send, url)).rejects.toMatchObject({ code: 'tls' })
  await expect(get(send, url, { caPem, clientCertPem, clientKey })).resolves.toBe(
    'client localhost',
  )
  await expect(get(send, url, { caPem })).resolves.toBe('client undefined')
  await expect(get(send, url, { allowSelfSigned: true })).resolves.toBe('client undefined')
  await expect(get(send, url)).rejects.toMatchObject({ code: 'tls' })
})

test('a required client certificate is shown; without it there is no answer', async () => {
  const url = await serve({ ...valid, ca: client.caPem, requestCert: true })
  const { caPem } = valid
  const own = { caPem, clientCertPem: client.cert, clientKey: client.key }
  await expect(get(openSend(), url, own)).resolves.toBe('client localhost')
  await expect(get(openSend(), url, { caPem })).rejects.toBeInstanceOf(ProviderError)
  const alert = 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'
  expect(describeTlsFailure(alert, new URL(url))).toContain('may want a client certificate')
})

test('self-signed is taken when allowed, expired from a known authority is not', async () => {
  const selfSigned = await serve(createCertificate('self-signed'))
  await expect(get(openSend(), selfSigned)).rejects.toMatchObject({ code: 'tls' })
  await expect(get(openSend(), selfSigned, { allowSelfSigned: true })).resolves.toContain('client')
  const expired = createCertificate('expired')
  const url = await serve(expired)
  const tls = { allowSelfSigned: true, caPem: expired.caPem }
  await expect(get(openSend(), url, tls)).rejects.toMatchObject({
    code: 'tls',
    message: expect.stringContaining('has expired'),
  })
})

test('another server name is asked for and verified', async () => {
  const wrong = createCertificate('wrong-host')
  const url = await serve(wrong)
  const { caPem } = wrong
  await expect(get(openSend(), url, { caPem })).rejects.toMatchObject({ code: 'tls' })
  const tls = { caPem, serverName: 'wrong.example' }
  await expect(get(openSend(), url, tls)).resolves.toContain('client')
})

test('files are read by the host, only those that are named; one that is gone is told', async () => {
  const url = await serve({ ...valid, ca: client.caPem, requestCert: true })
  const files: Record<string, string> = {
    '/ca.pem': valid.caPem,
    '/me.pem': client.cert + client.key,
  }
  const machine: Machine = {
    environment: () => ({}),
    readFile: async (path) => files[path] ?? Promise.reject(new Error('ENOENT')),
  }
  const tls = { caFile: '/ca.pem', clientCertFile: '/me.pem' }
  await expect(get(openSend(machine), url, tls)).resolves.toBe('client localhost')
  await expect(get(openSend(machine), url, { caFile: '/gone.pem' })).rejects.toMatchObject({
    code: 'settings',
    message: expect.stringContaining('/gone.pem'),
  })
})

test('a file that is no file, and authorities that are none, are told with their path', async () => {
  const url = await serve(valid)
  const frame = '-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n'
  const files: Record<string, string> = {
    '/broken.pem': frame,
    '/second.pem': valid.caPem + frame,
    '/key.pem': valid.key,
    '/me.pem': frame + valid.key,
  }
  const machine: Machine = {
    environment: () => ({}),
    readFile: async (path) => files[path] ?? readFile(path, 'utf8'),
  }
  const send = openSend(machine)
  await expect(get(send, url, { clientCertFile: '/me.pem' })).rejects.toMatchObject({
    code: 'settings',
    message: expect.stringContaining('The certificate (/me.pem) or its key cannot be used'),
  })
  for (const [caFile, words] of [
    [tmpdir(), /is a folder/],
    ['/broken.pem', /The certificate of the authorities \(\/broken\.pem\) cannot be read/],
    ['/second.pem', /certificate number 2 .*\/second\.pem/],
    ['/key.pem', /\/key\.pem.* no whole certificate/],
  ] as const) {
    await expect(get(send, url, { caFile })).rejects.toMatchObject({
      code: 'settings',
      message: expect.stringMatching(words),
    })
  }
})

test('certificates and keys that cannot be used are settings errors, without their text', async () => {
  const url = await serve(valid)
  const { cert: clientCertPem } = client
  const wrongKey = createCertificate('valid').key
  const cases: [Connection['tls'], RegExp][] = [
    [{ clientCertPem }, /without its private key/],
    [{ clientCertPem, clientKey: wrongKey }, /does not belong/],
    [{ caPem: 'nonsense' }, /PEM form/],
  ]
  for (const [tls, words] of cases) {
    await expect(get(openSend(), url, tls)).rejects.toMatchObject({
      code: 'settings',
      message: expect.stringMatching(words),
    })
  }
})
