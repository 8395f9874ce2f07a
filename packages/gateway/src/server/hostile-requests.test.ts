/**
 * @file Requests that somebody sends who wants something from the gateway that is not theirs. Each gets the right
 * status, and none of them reaches an upstream.
 */
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startStrictUpstream, type StrictUpstream } from '@patchbay/provider-core/testing'
import {
  createConfig,
  digestKey,
  endpointOf,
  openGateway,
  testKey,
  type TestGateway,
} from '../testing/open-gateway.ts'
import { openRaw, type RawAnswer } from '../testing/raw-client.ts'

const limitedKey = 'pbk-limited-key'
const maxBodyBytes = 64 * 1024
const body = JSON.stringify({ model: 'fake/m', messages: [{ role: 'user', content: 'hi' }] })

let upstream: StrictUpstream
let gateway: TestGateway

beforeAll(async () => {
  upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  gateway = await openGateway({
    endpoints: [endpointOf(upstream, { id: 'e1', name: 'Fake' })],
    keys: [
      digestKey('key-1', testKey),
      digestKey('key-2', limitedKey, ['other/*', 'fake/only-this']),
    ],
    limits: { maxBodyBytes, headersMs: 300, requestMs: 900, bodyIdleMs: 300, lateCheckMs: 50 },
  })
})

afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await upstream.close()
})

afterEach(() => {
  expect(upstream.requests).toHaveLength(0)
})

interface Wire {
  readonly method?: string
  readonly path?: string
  /** `undefined` leaves a usual header out, a list sends it several times. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body?: string | Uint8Array
}

/** The request as bytes; everything that is not named is as a good client would send it. */
function write({ method = 'POST', path = '/v1/chat/completions', ...wire }: Wire): Buffer {
  const content = Buffer.from(wire.body ?? (method === 'POST' ? body : ''))
  const headers: NonNullable<Wire['headers']> = {
    host: `127.0.0.1:${gateway.port}`,
    authorization: `Bearer ${testKey}`,
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

async function ask(wire: Wire | string): Promise<RawAnswer> {
  const client = await openRaw(gateway.port)
  client.send(typeof wire === 'string' ? wire : write(wire))
  const answer = await client.answers(1)
  client.socket.destroy()
  return answer
}

const port = (): number => gateway.port

test('the request that all of these are made from is a good one', async () => {
  await using ownUpstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  const endpoints = [endpointOf(ownUpstream, { id: 'e1', name: 'Fake', models: ['m'] })]
  await using own = await openGateway({ endpoints })
  const client = await openRaw(own.port)
  client.send(write({ headers: { host: `127.0.0.1:${own.port}` } }))
  expect((await client.closed).status).toBe(200)
  expect(ownUpstream.requests).toHaveLength(1)
})

test.each<[string, () => Wire]>([
  ['a name that was made to point here', () => ({ headers: { host: `evil.example:${port()}` } })],
  ['a rebinding service', () => ({ headers: { host: `127.0.0.1.nip.io:${port()}` } })],
  ['a name that ends like ours', () => ({ headers: { host: `evil.localhost:${port()}` } })],
  [
    'a name that begins like ours',
    () => ({ headers: { host: `localhost.evil.example:${port()}` } }),
  ],
  ['our name with a dot behind it', () => ({ headers: { host: `localhost.:${port()}` } })],
  ['IPv6 loopback, where nothing listens', () => ({ headers: { host: `[::1]:${port()}` } })],
  ['loopback written as IPv6', () => ({ headers: { host: `[::ffff:127.0.0.1]:${port()}` } })],
  ['an address of the network', () => ({ headers: { host: `192.168.1.5:${port()}` } })],
  ['any address', () => ({ headers: { host: `0.0.0.0:${port()}` } })],
  ['loopback as one number', () => ({ headers: { host: `2130706433:${port()}` } })],
  ['our address without our port', () => ({ headers: { host: '127.0.0.1' } })],
  ['our address with another port', () => ({ headers: { host: `127.0.0.1:${port() + 1}` } })],
  ['our port written twice', () => ({ headers: { host: `127.0.0.1:${port()}:${port()}` } })],
  ['a user before our address', () => ({ headers: { host: `evil@127.0.0.1:${port()}` } })],
  ['an empty Host', () => ({ headers: { host: '' } })],
  ['two Hosts, ours first', () => ({ headers: { host: [`127.0.0.1:${port()}`, 'evil.example'] } })],
  ['two Hosts, ours last', () => ({ headers: { host: ['evil.example', `127.0.0.1:${port()}`] } })],
  ['two Hosts in one', () => ({ headers: { host: `127.0.0.1:${port()}, evil.example` } })],
])('Host: %s', async (_name, wire) => {
  const { status, text } = await ask(wire())
  expect(status).toBe(403)
  expect(text).toContain('permission_denied')
})

test('no Host at all', async () => {
  expect((await ask({ headers: { host: undefined } })).status).toBe(400)
})

test.each([
  ['another site', 'https://evil.example'],
  ['an opaque origin', 'null'],
  ['another port of this machine', 'http://localhost:3000'],
  ['our address over https', 'https://127.0.0.1'],
  ['our address as a prefix', 'http://127.0.0.1.evil.example'],
  ['an extension', 'chrome-extension://abcdefgh'],
  ['a file', 'file://'],
  ['nothing', ''],
])('Origin: %s', async (_name, origin) => {
  const { status, text } = await ask({ headers: { origin } })
  expect(status).toBe(403)
  expect(text.toLowerCase()).not.toContain('access-control-')
})

test.each(['cross-site', 'same-site', 'none, cross-site', 'CROSS-SITE'])(
  'Sec-Fetch-Site: %s',
  async (site) => {
    expect((await ask({ headers: { 'sec-fetch-site': site } })).status).toBe(403)
  },
)

test('a preflight of another site gets no leave', async () => {
  const { status, text } = await ask({
    method: 'OPTIONS',
    headers: {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
      'access-control-request-private-network': 'true',
      authorization: undefined,
    },
  })
  expect(status).toBe(403)
  expect(text.toLowerCase()).not.toContain('access-control-')
})

test('OPTIONS without an origin is a method that is not served', async () => {
  const { status, text } = await ask({ method: 'OPTIONS' })
  expect(status).toBe(405)
  expect(text.toLowerCase()).toContain('allow: post')
})

test.each<[string, Readonly<Record<string, string | undefined>>, string?]>([
  ['no key', { authorization: undefined }],
  ['an empty Bearer', { authorization: 'Bearer ' }],
  ['a wrong key', { authorization: 'Bearer pbk-wrong' }],
  ['the beginning of a key', { authorization: `Bearer ${testKey.slice(0, -1)}` }],
  ['a key with more behind it', { authorization: `Bearer ${testKey}x` }],
  ['a key in capitals', { authorization: `Bearer ${testKey.toUpperCase()}` }],
  ['a key as Basic', { authorization: `Basic ${btoa(`user:${testKey}`)}` }],
  ['a key without its scheme', { authorization: testKey }],
  ['an empty x-api-key', { authorization: undefined, 'x-api-key': '' }],
  ['a wrong api-key', { authorization: undefined, 'api-key': 'sk-fake-openai-key' }],
  ['a very long key', { authorization: `Bearer ${testKey.repeat(500)}` }],
  ['a key in a cookie', { authorization: undefined, cookie: `key=${testKey}` }],
  ['a key in the query', { authorization: undefined }, `/v1/chat/completions?key=${testKey}`],
  [
    'a wrong key in the query of a path of Google',
    { authorization: undefined },
    '/v1beta/models/fake/m:generateContent?key=wrong',
  ],
])('key: %s', async (_name, headers, path = '/v1/chat/completions') => {
  const { status, text } = await ask({ headers, path })
  expect(status).toBe(401)
  expect(text).not.toContain(testKey)
})

test('two of one key header are none', async () => {
  const headers = { authorization: undefined, 'x-api-key': [testKey, testKey] }
  expect((await ask({ headers })).status).toBe(401)
})

test('a key that was revoked opens nothing from the next request on', async () => {
  await using own = await openGateway({ keys: [digestKey('k', 'pbk-short-lived')] })
  const headers = { authorization: 'Bearer pbk-short-lived' }
  expect((await fetch(`${own.url}/v1/models`, { headers })).status).toBe(200)
  own.setConfig(createConfig({ keys: [] }))
  expect((await fetch(`${own.url}/v1/models`, { headers })).status).toBe(401)
})

test('without required keys a web page is refused all the same', async () => {
  await using own = await openGateway({
    endpoints: [endpointOf(upstream, { id: 'e1', name: 'Fake' })],
    settings: { requireKey: false },
  })
  const client = await openRaw(own.port)
  const head = `host: 127.0.0.1:${own.port}\r\ncontent-length: ${body.length}\r\n`
  client.send(
    `POST /v1/chat/completions HTTP/1.1\r\n${head}content-type: text/plain\r\norigin: https://evil.example\r\n\r\n${body}`,
  )
  expect((await client.answers(1)).status).toBe(403)
  client.socket.destroy()
})

test.each(['fake/m', 'm', 'FAKE/only-this', 'fake/only-this/../m', ' other/x', 'x/other/y'])(
  'a key limited to other models asks for %s',
  async (model) => {
    const headers = { authorization: `Bearer ${limitedKey}` }
    const { status } = await ask({ headers, body: JSON.stringify({ ...JSON.parse(body), model }) })
    expect(status).toBe(403)
  },
)

test.each<[string, Wire, number]>([
  ['//v1/chat/completions', { path: '//v1/chat/completions' }, 404],
  ['/v1//chat/completions', { path: '/v1//chat/completions' }, 404],
  ['/v1/../v1/chat/completions', { path: '/v1/../v1/chat/completions' }, 404],
  ['an encoded slash', { path: '/v1%2fchat/completions' }, 404],
  ['an encoded letter', { path: '/v1/ch%61t/completions' }, 404],
  ['capitals', { path: '/V1/CHAT/COMPLETIONS' }, 404],
  ['a backslash', { path: String.raw`/v1\chat\completions` }, 404],
  ['a path of the disk', { method: 'GET', path: '/etc/passwd' }, 404],
  ['dots in a model', { path: '/v1beta/models/..%2f..%2fadmin:generateContent', body: '{}' }, 404],
  ['a percent sign alone', { path: '/v1beta/models/%zz:generateContent', body: '{}' }, 400],
  ['a NUL in a model', { path: '/v1beta/models/a%00b:embedContent', body: '{"content":{}}' }, 400],
  ['slashes in a response id', { method: 'GET', path: '/v1/responses/../../models' }, 404],
  ['dots as a response id', { method: 'GET', path: '/v1/responses/..' }, 404],
  ['a foreign response id', { method: 'GET', path: '/v1/responses/resp_123' }, 404],
  ['a whole URL', { path: 'http://evil.example/v1/chat/completions' }, 400],
  ['a whole URL of ours', { path: 'http://127.0.0.1/v1/chat/completions' }, 400],
  ['*', { method: 'OPTIONS', path: '*' }, 404],
  ['TRACE', { method: 'TRACE' }, 405],
  ['PUT', { method: 'PUT' }, 405],
])('path: %s', async (_name, wire, status) => {
  expect((await ask(wire)).status).toBe(status)
})

test('CONNECT opens no tunnel', async () => {
  const client = await openRaw(gateway.port)
  client.send(`CONNECT evil.example:443 HTTP/1.1\r\nhost: 127.0.0.1:${gateway.port}\r\n\r\n`)
  const { text } = await client.closed
  expect(text).not.toContain('200')
})

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
    () => `${head(Array.from({ length: 300 }, (_, i) => `x-${i}: 1`).join('\r\n'))}`,
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
