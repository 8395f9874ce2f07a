import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { Contract } from '#contract'
import { createBackend, type Backend } from '#backend/backend'
import { createProviderEngine, startDemo } from '#backend/provider-engine'
import { createConfFile } from '#backend/storage/settings-file'
import { startBrowserHost, type BrowserHost } from './browser-host.ts'

let home = ''
let backend: Backend
let host: BrowserHost

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'patchbay-host-'))
  const files = join(home, 'files')
  await (await import('node:fs/promises')).mkdir(files)
  await writeFile(join(files, 'index.html'), '<!doctype html><title>Patchbay</title>')
  await writeFile(join(home, 'secret.txt'), 'outside')
  backend = await createBackend({
    home,
    keychainScope: '',
    version: '1.2.3',
    host: 'browser',
    vault: { kind: 'memory', passphrase: undefined },
    settingsFile: createConfFile(home),
    createEngine: createProviderEngine,
    startDemo,
    desktop: undefined,
  })
  host = await startBrowserHost({ backend, files, port: 0 })
})
afterEach(async () => {
  await host.close()
  await backend.close()
  await rm(home, { recursive: true, force: true })
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: host.port, path, method, headers },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        )
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

const startPath = (): string => new URL(host.url).pathname

async function signIn(): Promise<string> {
  const answer = await get(startPath())
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

const openSocket = (headers: Record<string, string>): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, { headers })
    socket.on('open', () => resolve(socket))
    socket.on('error', reject)
  })

test('the link works once and gives a cookie that pages cannot read', async () => {
  const first = await get(startPath())
  expect(first.status).toBe(303)
  expect(first.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/)
  const second = await get(startPath())
  expect(second.status).toBe(403)
  expect(second.text).toMatch(/used already/)
})

test('nothing is served without the cookie', async () => {
  expect((await get('/')).status).toBe(403)
  expect((await get('/', { cookie: `patchbay_${host.port}=guess` })).status).toBe(403)
  await expect(openSocket({ origin: `http://127.0.0.1:${host.port}` })).rejects.toThrow(/403/)
})

test('with the cookie the window is served under a strict policy', async () => {
  const answer = await get('/', { cookie: await signIn() })
  expect(answer.status).toBe(200)
  expect(answer.text).toContain('<title>Patchbay</title>')
  expect(answer.headers['content-security-policy']).toMatch(
    /default-src 'none'; script-src 'self'; style-src 'self';/,
  )
  expect(answer.headers['x-frame-options']).toBe('DENY')
})

test.each([
  ['another Host (DNS rebinding)', { host: 'evil.example' }],
  ['a Host of another port', { host: '127.0.0.1:1' }],
  ['a foreign Origin', { origin: 'https://evil.example' }],
  ['an opaque Origin', { origin: 'null' }],
  ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
])('%s is refused, cookie or not', async (_name, headers) => {
  const cookie = await signIn()
  expect((await get('/', { ...headers, cookie })).status).toBe(403)
})

test('a socket from a foreign page, or without an Origin, is refused', async () => {
  const cookie = await signIn()
  await expect(openSocket({ cookie, origin: 'https://evil.example' })).rejects.toThrow(/403/)
  await expect(openSocket({ cookie })).rejects.toThrow(/403/)
})

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/%00',
  '/%zz',
  '//etc/passwd',
])('the path %s leads nowhere outside', async (path) => {
  const answer = await get(path, { cookie: await signIn() })
  expect(answer.status).toBe(404)
  expect(answer.text).not.toContain('outside')
})

test('only GET and HEAD are answered', async () => {
  expect((await get('/', { cookie: await signIn() }, 'POST')).status).toBe(405)
})

test('the contract runs over the socket, with what is wrong in words', async () => {
  const socket = await openSocket({
    cookie: await signIn(),
    origin: `http://127.0.0.1:${host.port}`,
  })
  const client: ContractRouterClient<Contract> = createORPCClient(
    new RPCLink({ websocket: socket }),
  )
  const info = await client.app.info()
  expect(info).toMatchObject({
    version: '1.2.3',
    host: 'browser',
    vault: { kind: 'memory', state: 'ready' },
  })
  await expect(
    client.providers.setMode({ providerId: 'nobody', mode: 'official' }),
  ).rejects.toMatchObject({
    data: { code: 'unknown-provider' },
  })
  const refused = await client.endpoints
    .save({ draft: { name: '', spec: 'google' } as never })
    .catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(Error)
  socket.close()
})

test('a port that is taken is said', async () => {
  await expect(startBrowserHost({ backend, files: home, port: host.port })).rejects.toThrow(
    /is taken by another program/,
  )
})
