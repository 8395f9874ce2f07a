import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { checkEndpoint } from '../checks/check-endpoint.ts'
import type { ChatEvent } from '../model/chat-event.ts'
import { endpointSchema, type ResolvedEndpoint } from '../model/endpoint.ts'
import type { SecretValues } from '../model/secret.ts'
import { createTokenCommands } from '../platforms/token-command.ts'
import { openEngine } from '../testing/open-engine.ts'
import { startHttpProxy } from '../testing/network/proxies.ts'
import { chat } from './chat.ts'
import { toCurl } from './curl.ts'
import type { CallOptions, Engine } from './engine.ts'
import { listModels } from './list-models.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const reply = JSON.stringify({
  id: 'c',
  object: 'chat.completion',
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'hi' }, finish_reason: 'stop' }],
})

/** Answers by the statuses given, then with 200; keeps the headers of every request. */
async function serve(...statuses: number[]) {
  const seen: IncomingHttpHeaders[] = []
  const server = createServer((incoming, answer) => {
    seen.push(incoming.headers)
    const status = statuses.shift() ?? 200
    const body = incoming.url?.endsWith('/models') ? '{"object":"list","data":[{"id":"m"}]}' : reply
    answer
      .writeHead(status, { 'content-type': 'application/json' })
      .end(status === 200 ? body : '{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { seen, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` }
}

function resolve(fields: object, secrets: SecretValues = {}): ResolvedEndpoint {
  const endpoint = endpointSchema.parse({
    id: 'e',
    name: 'Mine',
    spec: 'openai-chat-completions',
    createdAt: '',
    updatedAt: '',
    ...fields,
  })
  return { endpoint, secrets }
}

function open(more: Partial<Engine> = {}): Engine {
  const engine = openEngine()
  cleanups.push(() => engine[Symbol.asyncDispose]())
  return { ...engine, ...more }
}

const call = (resolved: ResolvedEndpoint) => ({
  route: { dialect: 'openai-chat', upstreamModelId: 'm' } as const,
  resolved,
  request: {
    messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'x' }] }],
  },
  stream: false,
})

async function ask(resolved: ResolvedEndpoint, engine: Engine, more: Partial<CallOptions> = {}) {
  const events: ChatEvent[] = []
  const options = { signal: new AbortController().signal, ...more }
  for await (const event of chat(call(resolved), engine, options)) events.push(event)
  return events
}

const names = ['authorization', 'x-api-key', 'api-key', 'x-own'] as const
const auths = (headers: IncomingHttpHeaders | undefined) =>
  Object.fromEntries(names.flatMap((name) => (headers?.[name] ? [[name, headers[name]]] : [])))

describe('own authentication', () => {
  test.each([
    ['default', {}, { authorization: 'Bearer k-123456' }],
    ['none', {}, {}],
    ['bearer', {}, { authorization: 'Bearer k-123456' }],
    ['x-api-key', {}, { 'x-api-key': 'k-123456' }],
    ['api-key', {}, { 'api-key': 'k-123456' }],
    ['header', { headerName: 'X-Own' }, { 'x-own': 'k-123456' }],
    ['command', { command: { program: 'p' } }, { authorization: 'Bearer tok-1' }],
    ['command', { headerName: 'X-Own', command: { program: 'p' } }, { 'x-own': 'tok-1' }],
  ])('%s %j, in chat and model list', async (scheme, more, expected) => {
    const { seen, baseUrl } = await serve()
    const run = async () => 'tok-1'
    const engine = open({ tokenCommands: createTokenCommands({ now: () => new Date(), run }) })
    const resolved = resolve({ baseUrl, auth: { scheme, ...more } }, { apiKey: 'k-123456' })
    expect((await ask(resolved, engine)).at(-1)?.type).toBe('finish')
    await listModels(resolved, engine, { signal: new AbortController().signal })
    expect(seen.map(auths)).toEqual([expected, expected])
  })

  test('a token that is refused with 401 is asked for anew', async () => {
    const { seen, baseUrl } = await serve(401)
    let runs = 0
    const run = async () => `tok-${(runs += 1)}`
    const engine = open({ tokenCommands: createTokenCommands({ now: () => new Date(), run }) })
    const resolved = resolve({ baseUrl, auth: { scheme: 'command', command: { program: 'p' } } })
    expect((await ask(resolved, engine)).at(-1)?.type).toBe('error')
    expect((await ask(resolved, engine)).at(-1)?.type).toBe('finish')
    expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer tok-1', 'Bearer tok-2'])
  })

  test('headers of one call win, and reserved ones are refused', async () => {
    const { seen, baseUrl } = await serve()
    const resolved = resolve({ baseUrl, headers: { 'x-own': 'endpoint' } }, { apiKey: 'k-123456' })
    await ask(resolved, open(), { headers: { 'X-Own': 'call', authorization: 'Basic eA==' } })
    expect(auths(seen[0])).toEqual({ 'x-own': 'call', authorization: 'Basic eA==' })
    const unnamed = await ask(resolved, open(), { headers: { 'x y': '1' } })
    expect(JSON.stringify(unnamed)).toContain('A header name has letters, digits and - only.')
    const refused = await ask(resolved, open(), { headers: { Host: 'x' } })
    expect(refused).toMatchObject([{ type: 'error', error: { code: 'invalid-request' } }])
    expect(seen).toHaveLength(1)
  })
})

test('an answer of 503 is followed by another try, which the reply tells of; a check sends once', async () => {
  const { seen, baseUrl } = await serve(503)
  const engine = open({ patience: { random: () => 0, wait: async () => undefined } })
  const events = await ask(resolve({ baseUrl, retry: { attempts: 2 } }), engine)
  expect(events[0]).toMatchObject({ type: 'start', warnings: [{ code: 'sent-again' }] })
  expect(seen).toHaveLength(2)
  const bad = await serve(503)
  for await (const _ of checkEndpoint(resolve({ baseUrl: bad.baseUrl }), engine, {
    signal: new AbortController().signal,
  }));
  expect(bad.seen.length).toBeLessThan(5)
})

test('a check goes through the proxy and names it', async () => {
  const { baseUrl } = await serve()
  await using proxy = await startHttpProxy({ port: Number(new URL(baseUrl).port) })
  const resolved = resolve({
    baseUrl: 'http://inside.example.invalid/v1',
    models: ['m'],
    proxy: { url: `http://127.0.0.1:${proxy.port}` },
  })
  const details: (string | undefined)[] = []
  const options = { signal: new AbortController().signal }
  for await (const event of checkEndpoint(resolved, open(), options)) {
    if (event.type === 'stage' && ['address', 'connection'].includes(event.stage.id))
      details.push(event.stage.detail)
  }
  expect(details).toEqual([
    'proxy 127.0.0.1',
    `inside.example.invalid through 127.0.0.1:${proxy.port}`,
  ])
  expect(proxy.asked).toContain('GET http://inside.example.invalid/v1/models')
})

test('curl has the proxy, the TLS settings and the auth, and no secret', async () => {
  const secrets = {
    apiKey: 'CANARY-key',
    proxyPassword: 'CANARY-proxy',
    clientKey: 'CANARY-client',
    clientKeyPassphrase: 'CANARY-phrase',
  }
  const command = await toCurl(
    call(
      resolve(
        {
          baseUrl: 'https://a.example/v1',
          auth: { scheme: 'api-key' },
          proxy: { url: 'socks5h://p.example:1080', username: 'ada', noProxy: ['b.example', '.c'] },
          tls: {
            caFile: '/ca.pem',
            clientCertPem: '-',
            allowSelfSigned: true,
            serverName: 's.example',
          },
        },
        secrets,
      ),
    ),
    open(),
  )
  for (const option of [
    '--proxy socks5h://p.example:1080',
    '--proxy-user ada:"$PROXY_PASSWORD"',
    '--noproxy b.example,.c',
    '--cacert /ca.pem',
    '--cert "$CLIENT_CERT_FILE"',
    '--key "$CLIENT_KEY_FILE"',
    '--pass "$CLIENT_KEY_PASSPHRASE"',
    '--insecure',
    '--connect-to s.example:443:a.example:443',
    'https://s.example/v1/chat/completions',
    '-H \'api-key: \'"$API_KEY"',
  ]) {
    expect(command).toContain(option)
  }
  expect(command).not.toContain('CANARY')
})
