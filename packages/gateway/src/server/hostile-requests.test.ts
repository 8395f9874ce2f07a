/**
 * @file Requests that somebody sends who wants something from the gateway that is not theirs. Each gets the right
 * status, and none of them reaches an upstream.
 */
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
import { askRaw, openRaw, writeRequest, type RawAnswer, type Wire } from '../testing/raw-client.ts'

const limitedKey = 'pbk-limited-key'
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

const port = (): number => gateway.port

test('the request that all of these are made from is a good one', async () => {
  await using ownUpstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  const endpoints = [endpointOf(ownUpstream, { id: 'e1', name: 'Fake', models: ['m'] })]
  await using own = await openGateway({ endpoints })
  const client = await openRaw(own.port)
  client.send(writeRequest(own.port, testKey, { body }))
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

test.each([
  ['a path of Google', '/v1beta/models/fake/m:generateContent'],
  ['a resource name', '/v1beta/models/models/fake/m:generateContent'],
  ['an encoded name', '/v1beta/models/f%61ke%2Fm:generateContent'],
  ['a deployment', '/openai/deployments/fake/m/chat/completions'],
])('a key limited to other models asks by %s', async (_name, path) => {
  const headers = { authorization: `Bearer ${limitedKey}` }
  const allowed = JSON.stringify({ ...JSON.parse(body), model: 'fake/only-this' })
  expect((await ask({ path, headers, body: allowed })).status).toBe(403)
})

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
