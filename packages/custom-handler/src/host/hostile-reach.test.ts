/** @file Handlers that reach for what is not theirs, in a real process: nothing is got, and others answer meanwhile. */
import { access, readdir } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { createSocket } from 'node:dgram'
import { join } from 'node:path'
import { onTestFinished, expect, test } from 'vitest'
import {
  ask,
  endpointOf,
  openHost,
  resolveHandler,
  textOf,
  writeHandler,
} from '../testing/open-handler.ts'
import { openWitness, quick } from '../testing/witness.ts'

/** Runs `body` as an async function for each request and gives what it throws as text, or "done: …". */
const attempts = (body: Readonly<Record<string, string>>): string => `
import fs from 'node:fs'
import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
const attempts = {
${Object.entries(body)
  .map(([name, code]) => `  ${JSON.stringify(name)}: async () => { ${code} },`)
  .join('\n')}
}
export async function completion() {
  const results = {}
  for (const [name, attempt] of Object.entries(attempts)) {
    try { results[name] = 'done: ' + (await attempt()) }
    catch (error) { results[name] = String(error?.code ?? error?.message ?? error) }
  }
  return JSON.stringify(results)
}`

async function readAttempts(
  body: Readonly<Record<string, string>>,
  settings: { readonly network?: 'any' | readonly string[] } = {},
): Promise<Record<string, string>> {
  const host = openHost(quick)
  const check = await openWitness(host)
  const answer = await ask(host, await resolveHandler(attempts(body), settings))
  expect(answer.body).toMatchObject({ object: 'chat.completion' })
  await check()
  return JSON.parse(textOf(answer) as string) as Record<string, string>
}

/** A connection that waits for ever is none; the server below counts those that arrive. */
const connected = (open: string): string =>
  `return await new Promise((resolve, reject) => { const socket = ${open}; socket.on('error', reject); socket.on('connect', () => resolve('connected')) })`

async function listen(server: Server, path?: string): Promise<number> {
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())))
  return new Promise((resolve) => {
    const done = (): void => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    }
    if (path === undefined) server.listen(0, '127.0.0.1', done)
    else server.listen(path, done)
  })
}

test('1. reads /etc/passwd: by no way does it get there', async () => {
  const results = await readAttempts({
    sync: `return fs.readFileSync('/etc/passwd', 'utf8')`,
    promises: `return fs.promises.readFile('/etc/passwd', 'utf8')`,
    stream: `return await new Promise((resolve, reject) => fs.createReadStream('/etc/passwd').on('error', reject).on('data', resolve))`,
    symlink: `fs.symlinkSync('/etc/passwd', 'link'); return fs.readFileSync('link', 'utf8')`,
    link: `fs.linkSync('/etc/passwd', 'hard'); return fs.readFileSync('hard', 'utf8')`,
    copy: `fs.copyFileSync('/etc/passwd', 'copy'); return fs.readFileSync('copy', 'utf8')`,
    above: `return fs.readFileSync('../../../../../../etc/passwd', 'utf8')`,
    list: `return fs.readdirSync('/').join()`,
    require: `return require('/etc/pass' + 'wd')`,
    import: `return await import('/etc/pass' + 'wd')`,
    binding: `return process.binding('fs')`,
    builtin: `return process.getBuiltinModule('fs').readFileSync('/etc/passwd', 'utf8')`,
    sqlite: `return new (process.getBuiltinModule('node:sqlite').DatabaseSync)(':memory:').exec("attach '/etc/passwd' as o")`,
    sqliteRequire: `return require('node:sqlite')`,
    blob: `return (await fs.openAsBlob('/etc/passwd')).text()`,
    environ: `return fs.readFileSync('/proc/self/environ', 'utf8')`,
    write: `fs.writeFileSync('/tmp/patchbay-hostile', 'x')`,
  })
  for (const result of Object.values(results)) expect(result).not.toMatch(/^done/)
  expect(results['sync']).toBe('ERR_ACCESS_DENIED')
})

test('2. spawns: no program, no worker, no native code, no debugger, no signal to others', async () => {
  const results = await readAttempts({
    spawn: `return (await import('node:child_process')).execSync('id').toString()`,
    fork: `return (await import('node:child_process')).fork('handler.mjs').pid`,
    worker: `return new (await import('node:worker_threads')).Worker('1', { eval: true }).threadId`,
    dlopen: `return process.dlopen({ exports: {} }, './x.node')`,
    addon: `fs.writeFileSync('x.node', 'x'); return require('./x' + '.node')`,
    inspector: `return await import('node:inspector')`,
    vm: `return await import('node:vm')`,
    eval: `return (0, eval)('1 + 1')`,
    function: `return new Function('return 1')()`,
    compile: `const m = new (require('node:module'))('x'); m._compile('module.exports = 1', '/x.js'); return m.exports`,
    newModule: `fs.writeFileSync('new.mjs', 'export default 1'); return (await import('./new' + '.mjs')).default`,
    data: `return (await import('data:' + 'text/javascript,export default 1')).default`,
    hooks: `return require('node:module').registerHooks({})`,
    kill: `return process.kill(process.ppid, 0)`,
    rawKill: `return process._kill(process.ppid, 0)`,
    debug: `return process._debugProcess(process.ppid)`,
    execve: `return process.execve('/bin/true')`,
    priority: `return require('node:os').setPriority(process.ppid, 19)`,
    setuid: `return process.setuid(1)`,
    hooksByName: `return (await import('node:module')).registerHooks({})`,
    killByName: `return (await import('node:process'))._kill(1, 0)`,
    load: `return require('node:module')._load('node:vm')`,
    engine: `return require('node:tls').createSecureContext({ clientCertEngine: './evil.so' })`,
    asyncFunction: `return new (Object.getPrototypeOf(async () => {}).constructor)('return 1')()`,
    extension: `fs.writeFileSync('evil.js', 'x'); const Module = require('node:module'); return Module._extensions['.js'](new Module('y'), process.cwd() + '/evil.js') ?? 1`,
  })
  for (const result of Object.values(results)) expect(result).not.toMatch(/^done/)
})

test('3. opens a socket: neither TCP nor UDP nor a local socket nor a name server is reached', async () => {
  let arrived = 0
  const server = createServer((socket) => {
    arrived += 1
    socket.on('error', () => undefined)
    socket.destroy()
  })
  const port = await listen(server)
  const local = join(await writeHandler({}), 'local.sock')
  await listen(
    createServer(() => {
      arrived += 1
    }),
    local,
  )
  const datagrams = createSocket('udp4')
  datagrams.on('message', () => {
    arrived += 1
  })
  await new Promise<void>((resolve) => void datagrams.bind(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => void datagrams.close(resolve)))
  const udpPort = datagrams.address().port

  const results = await readAttempts(
    {
      net: connected(`require('node:net').connect(${port}, '127.0.0.1')`),
      localhost: connected(`require('node:net').connect(${port})`),
      lookup: connected(
        `require('node:net').connect({ port: ${port}, host: 'allowed.example', lookup: (_n, o, done) => o.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4) })`,
      ),
      prototype: `const has = Set.prototype.has; Set.prototype.has = () => true; String.prototype.toLowerCase = () => 'allowed.example'; try { ${connected(`require('node:net').connect(${port}, '127.0.0.1')`)} } finally { Set.prototype.has = has }`,
      http: `return await new Promise((resolve, reject) => require('node:http').get('http://127.0.0.1:${port}', resolve).on('error', reject))`,
      http2: `return await new Promise((resolve, reject) => { const session = require('node:http2').connect('http://127.0.0.1:${port}'); session.on('error', reject); session.request({ ':path': '/' }).on('response', resolve).on('error', reject) })`,
      tls: `return await new Promise((resolve, reject) => require('node:tls').connect(${port}, '127.0.0.1', resolve).on('error', reject))`,
      fetch: `try { return (await fetch('http://127.0.0.1:${port}')).status } catch (error) { throw error.cause }`,
      socket: `return await new Promise((resolve, reject) => { const socket = new WebSocket('ws://127.0.0.1:${port}'); socket.onerror = () => reject(new Error('refused')); socket.onopen = resolve })`,
      handle: `const { Socket } = require('node:net'); const socket = new Socket(); socket.on('error', () => {}); socket.connect(${port}, '127.0.0.1'); if (socket._handle) return 'a handle'; throw new Error('no handle')`,
      dgram: `const socket = require('node:dgram').createSocket('udp4'); return await new Promise((resolve, reject) => socket.send('x', ${udpPort}, '127.0.0.1', (error) => error ? reject(error) : resolve('sent')))`,
      dns: `return await new Promise((resolve, reject) => require('node:dns').lookup('secret.example.com', (error, found) => error ? reject(error) : resolve(found)))`,
      dnsLater: `return require('node:dns/promises').lookup('secret.example.com')`,
      dnsQuery: `return require('node:dns').promises.resolveTxt('secret.example.com')`,
      dnsServers: `const r = new (require('node:dns').Resolver)(); r.setServers(['127.0.0.1:${udpPort}']); return await new Promise((resolve, reject) => r.resolve4('secret.example.com', (error, found) => error ? reject(error) : resolve(found)))`,
      unix: connected(`require('node:net').connect(${JSON.stringify(local)})`),
      dnsByName: `return (await import('node:dns/promises')).lookup('secret.example.com')`,
      dgramByName: `return new (await import('node:dgram')).Socket('udp4')`,
      listen: `return await new Promise((resolve, reject) => require('node:net').createServer().on('error', reject).listen(0, () => resolve('listening')))`,
      hook: `return require('node:async_hooks').createHook({ init() {} }).enable()`,
      bound: `const { BoundSocket } = require('node:net'); return new BoundSocket({ host: '127.0.0.1', port: 0 })`,
    },
    { network: ['allowed.example'] },
  )
  for (const [name, result] of Object.entries(results))
    expect([name, result]).not.toEqual([name, expect.stringMatching(/^done/)])
  expect(results['net']).toBe('ERR_ACCESS_DENIED')
  expect(arrived).toBe(0)
})

test('sees no environment, no other secret, and nothing of the runner', async () => {
  process.env['PATCHBAY_TEST_SECRET'] = 'of the app'
  onTestFinished(() => {
    delete process.env['PATCHBAY_TEST_SECRET']
  })
  const host = openHost(quick)
  const folder = await writeHandler({
    'handler.mjs': `export const completion = (call) => JSON.stringify({ env: process.env, argv: process.argv.length, call, globals: Object.keys(globalThis), process: Object.keys(process) })`,
  })
  const resolved = endpointOf(join(folder, 'handler.mjs'), {
    secrets: {
      apiKey: 'key-of-this',
      'handler:TOKEN': 'named-one',
      proxyPassword: 'not-for-code',
      clientKey: 'nor-this',
    },
  })
  const text = textOf(await ask(host, resolved)) as string
  const seen = JSON.parse(text) as { env: object; call: Record<string, unknown>; process: string[] }
  expect(seen.env).toEqual({})
  expect(seen.call).toMatchObject({ api_key: 'key-of-this', secrets: { TOKEN: 'named-one' } })
  expect(text).not.toMatch(/not-for-code|nor-this|of the app/)
  for (const name of ['send', 'channel', 'disconnect', 'binding', 'dlopen', '_getActiveHandles'])
    expect(seen.process).not.toContain(name)
  await expect(access(folder)).resolves.toBeUndefined()
  expect(await readdir(folder)).toEqual(['handler.mjs'])
})
