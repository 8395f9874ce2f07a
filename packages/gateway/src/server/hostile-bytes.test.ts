/** @file Hostile bytes: smuggled requests, bombs, bodies that are none or come too slowly. None of them reaches an upstream. */
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startStrictUpstream, type StrictUpstream } from '@patchbay/provider-core/testing'
import { endpointOf, openGateway, testKey, type TestGateway } from '../testing/open-gateway.ts'
import { askRaw, openRaw, writeRequest, type RawAnswer, type Wire } from '../testing/raw-client.ts'

const maxBodyBytes = 64 * 1024
const body = JSON.stringify({ model: 'fake/m', messages: [{ role: 'user', content: 'hi' }] })

let upstream: StrictUpstream
let gateway: TestGateway

beforeAll(async () => {
  upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  gateway = await openGateway({
    endpoints: [endpointOf(upstream, { id: 'e1', name: 'Fake' })],
    limits: { maxBodyBytes, headersMs: 300, requestMs: 900, bodyIdleMs: 300, lateCheckMs: 50 },
  })
})

afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await upstream.close()
})

afterEach(() => {
  if (upstream.requests.length > 0) throw new Error('It reached the upstream.')
})

const write = (wire: Wire): Buffer =>
  writeRequest(gateway.port, testKey, wire.method === undefined ? { body, ...wire } : wire)

const ask = (wire: Wire | string): Promise<RawAnswer> =>
  askRaw(gateway.port, typeof wire === 'string' ? wire : write(wire))

const chunked = { 'transfer-encoding': 'chunked', 'content-length': undefined }
const head = (lines: string): string =>
  `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:${gateway.port}\r\nauthorization: Bearer ${testKey}\r\ncontent-type: application/json\r\n${lines}\r\n\r\n`

test.each<[string, () => string, number]>([
  [
    'a length and chunks',
    () => `${head('content-length: 5\r\ntransfer-encoding: chunked')}0\r\n\r\n`,
    400,
  ],
  [
    'chunks and a length',
    () => `${head('transfer-encoding: chunked\r\ncontent-length: 5')}0\r\n\r\n`,
    400,
  ],
  ['two lengths', () => `${head('content-length: 5\r\ncontent-length: 6')}hello`, 400],
  ['a length that is none', () => `${head('content-length: +5')}hello`, 400],
  ['a negative length', () => `${head('content-length: -1')}hello`, 400],
  ['another coding', () => `${head('transfer-encoding: xchunked')}0\r\n\r\n`, 400],
  [
    'chunks before another coding',
    () => `${head('transfer-encoding: chunked, gzip')}0\r\n\r\n`,
    400,
  ],
  [
    'a chunk without its size',
    () => `${head('transfer-encoding: chunked')}zz\r\nhello\r\n0\r\n\r\n`,
    400,
  ],
  ['a folded header', () => `${head('x-a: 1\r\n folded: 2\r\ncontent-length: 2')}{}`, 400],
  ['a blank before the colon', () => `${head('content-length : 2')}{}`, 400],
  ['a NUL in a header', () => `${head('x-a: a\0b\r\ncontent-length: 2')}{}`, 400],
  ['a bare line feed', () => `${head('x-a: 1\ncontent-length: 2')}{}`, 400],
  ['no version', () => `POST /v1/chat/completions\r\nhost: 127.0.0.1\r\n\r\n`, 400],
  ['HTTP/2 in clear', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['TLS', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ['one huge header', () => head(`x-a: ${'a'.repeat(40_000)}`), 431],
  ['a huge path', () => head('').replace('completions', 'x'.repeat(40_000)), 431],
  [
    'a flood of headers',
    () => head(Array.from({ length: 300 }, (_, i) => `x-${i}: 1`).join('\r\n')),
    431,
  ],
])('smuggling: %s', async (_name, text, status) => {
  expect((await ask(text())).status).toBe(status)
})

test.each<[string, string | Uint8Array, Wire['headers'], number]>([
  ['nothing', '', { 'content-length': '0' }, 400],
  ['no JSON', 'hello', {}, 400],
  ['half of it', body.slice(0, -2), {}, 400],
  ['two of them', `${body}${body}`, {}, 400],
  ['a list', '[]', {}, 400],
  ['null', 'null', {}, 400],
  ['a model that is none', '{"model":{"toString":"x"},"messages":[]}', {}, 400],
  ['no model', '{"messages":[{"role":"user","content":"hi"}]}', {}, 400],
  ['a model of __proto__', '{"__proto__":{"model":"fake/m"},"messages":[]}', {}, 400],
  ['a model called __proto__', '{"model":"__proto__","messages":[]}', {}, 404],
  ['a model called constructor', '{"model":"constructor","messages":[]}', {}, 404],
  ['an endless model', JSON.stringify({ model: 'x'.repeat(60_000) }), {}, 400],
  ['invalid UTF-8', Buffer.from([...Buffer.from('{"model":"fa'), 0xff, 0xfe, 0x22, 0x7d]), {}, 400],
  ['UTF-16', Buffer.from(body, 'utf16le'), {}, 400],
  ['too long', `{"model":"fake/m","x":"${'x'.repeat(maxBodyBytes)}"}`, {}, 413],
  ['too long, as it says', '', { 'content-length': '99999999999' }, 413],
  ['a gzip bomb', gzipSync(Buffer.alloc(5_000_000)), { 'content-encoding': 'gzip' }, 413],
  ['a deflate bomb', deflateSync(Buffer.alloc(5_000_000)), { 'content-encoding': 'deflate' }, 413],
  ['a brotli bomb', brotliCompressSync(Buffer.alloc(5_000_000)), { 'content-encoding': 'br' }, 413],
  ['a zstd bomb', zstdCompressSync(Buffer.alloc(5_000_000)), { 'content-encoding': 'zstd' }, 413],
  ['gzip that is none', body, { 'content-encoding': 'gzip' }, 400],
  ['half a gzip', gzipSync(body).subarray(0, 20), { 'content-encoding': 'gzip' }, 400],
  ['packed twice', gzipSync(gzipSync(body)), { 'content-encoding': 'gzip, gzip' }, 415],
  ['an unknown packing', body, { 'content-encoding': 'compress' }, 415],
  ['a packing called __proto__', body, { 'content-encoding': '__proto__' }, 415],
  ['a form', 'model=fake/m', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ['what a page may send unasked', body, { 'content-type': 'text/plain' }, 415],
  ['parts', body, { 'content-type': 'multipart/form-data; boundary=x' }, 415],
  ['JSON by half its name', body, { 'content-type': 'text/plain; application/json' }, 415],
])('body: %s', async (_name, content, headers, status) => {
  expect((await ask({ body: content, headers: { ...headers } })).status).toBe(status)
})

test('a body without end is cut off', async () => {
  const client = await openRaw(gateway.port)
  client.send(write({ headers: chunked, body: '' }))
  const piece = `1000\r\n${'x'.repeat(0x1000)}\r\n`
  for (let sent = 0; sent < maxBodyBytes * 2; sent += 0x1000) client.send(piece)
  expect((await client.answers(1)).status).toBe(413)
  client.socket.destroy()
})

test('a list nested too deeply for any stack is refused', async () => {
  const input = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
  const content = `{"model":"fake/m","input":${input}}`
  expect((await ask({ path: '/v1/embeddings', body: content })).status).toBe(400)
})

test('headers that come too slowly are not waited for', async () => {
  const client = await openRaw(gateway.port)
  client.send(`POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:${gateway.port}\r\nx-a: `)
  const { status } = await client.closed
  expect(status).toBe(408)
})

test('a body that stops on its way is not waited for', async () => {
  const client = await openRaw(gateway.port)
  client.send(write({ headers: { 'content-length': '5000' } }))
  expect((await client.closed).status).toBe(408)
})

test('a body that trickles is cut off in the end', async () => {
  const client = await openRaw(gateway.port)
  client.send(write({ headers: { 'content-length': '5000' }, body: '{' }))
  const trickle = setInterval(() => client.send(' '), 60)
  const { status } = await client.closed
  clearInterval(trickle)
  expect(status).toBe(408)
})

test('each of several requests on one socket is judged by itself', async () => {
  const client = await openRaw(gateway.port)
  const keep = { connection: 'keep-alive' }
  const good = write({ method: 'GET', path: '/v1/models', headers: keep })
  const noKey = write({ headers: { ...keep, authorization: undefined } })
  const rebound = write({ headers: { ...keep, host: 'evil.example' } })
  client.send(Buffer.concat([good, noKey, rebound, noKey, good]))
  const { statuses } = await client.answers(5)
  client.socket.destroy()
  expect(statuses).toEqual([200, 401, 403, 401, 200])
})

test('a request hidden in the body of another is its body', async () => {
  const hidden = `GET /v1/models HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`
  const client = await openRaw(gateway.port)
  client.send(write({ body: hidden }))
  const { statuses } = await client.closed
  expect(statuses).toEqual([400])
})

test('a client that waits for a 100 without a key never sends its body', async () => {
  const client = await openRaw(gateway.port)
  client.send(
    write({
      headers: { expect: '100-continue', authorization: undefined, 'content-length': '9' },
      body: '',
    }),
  )
  const { statuses } = await client.closed
  expect(statuses).toEqual([401])
})

test('an upgrade is not followed', async () => {
  const headers = { connection: 'Upgrade', upgrade: 'websocket', authorization: undefined }
  expect((await ask({ headers })).status).toBe(401)
})
