/** @file Handlers that work on the process from inside: they replace methods of JavaScript, and use what Node keeps for itself. */
import { mkdir, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { readAttempts } from '../testing/read-attempts.ts'
import {
  ask,
  endpointOf,
  errorOf,
  openHost,
  textOf,
  writeHandler,
} from '../testing/open-handler.ts'

/** What it got done, by the name of the attempt. */
const doneOf = (results: Readonly<Record<string, string>>): string[] =>
  Object.entries(results)
    .filter(([, result]) => result.startsWith('done'))
    .map(([name, result]) => `${name} ${result}`)

/** `code` while `owner[name]` is something else. */
const replacing = (owner: string, name: string, value: string, code: string): string =>
  `const owner = ${owner}, real = owner[${name}]; owner[${name}] = ${value}; try { ${code} } finally { owner[${name}] = real }`

test('modules of Node that reach past the permission model stay out of reach', async () => {
  const file = join(await writeHandler({}), 'other.db')
  const database = new DatabaseSync(file)
  database.exec(`create table t(x); insert into t values('of another')`)
  database.close()
  const read = (from: string): string =>
    `const d = new ((${from}).DatabaseSync)(':memory:'); d.exec("attach ${file} as o".replace(/(\\/\\S+)/, "'$1'")); return d.prepare('select x from o.t').get().x`
  const builtin = `process.getBuiltinModule('node:sqlite')`
  const load = (id: string, options: string): string =>
    `require('node:module')._load('${id}', undefined, false, ${options})`
  const results = await readAttempts({
    skip: read(load('node:sqlite', '{ shouldSkipModuleHooks: true }')),
    resolved: read(
      load('node:sqlite', `{ resolved: { url: 'node:sqlite', filename: 'node:sqlite' } }`),
    ),
    mixed: `return ${load('vm', `{ resolved: { url: 'node:fs', filename: 'vm' } }`)}.runInThisContext('1')`,
    handled: `const url = import.meta.url; const href = Object.getOwnPropertyDescriptor(URL.prototype, 'href'); Object.defineProperty(URL.prototype, 'href', { configurable: true, get: () => url }); try { return ${load('vm', `{ resolved: { url, filename: 'vm' } }`)}.runInThisContext('1') } finally { Object.defineProperty(URL.prototype, 'href', href) }`,
    has: replacing('Set.prototype', `'has'`, '() => true', read(`await import('node:sqlite')`)),
    replace: replacing('String.prototype', `'replace'`, `() => 'fs'`, read(builtin)),
    pattern: replacing('RegExp.prototype', 'Symbol.replace', `() => 'fs'`, read(builtin)),
    object: read(
      `process.getBuiltinModule({ replace: () => 'fs', toString: () => 'node:sqlite' })`,
    ),
    resolveName: replacing(
      `require('node:module')`,
      `'_resolveFilename'`,
      `() => 'vm'`,
      `return require('x').runInThisContext('1')`,
    ),
    chain: `let seen; Object.defineProperty(Array.prototype, '1', { configurable: true, get() { return (url) => ({ url: 'node:vm', format: 'builtin' }) }, set(value) { seen = value } }); try { return (await import('node:vm')).runInThisContext('1') } finally { delete Array.prototype[1] }`,
  })
  expect(doneOf(results)).toEqual([])
})

test('only what was allowed is run, whatever is replaced', async () => {
  const evil = `const m = new (require('node:module'))('x'); m._compile('module.exports = "evil"', '/x.js', 'commonjs'); return m.exports`
  const known = `const crypto = require('node:crypto'); const known = crypto.hash('sha256', fs.readFileSync('known.cjs'));`
  const changed = (method: string): string =>
    `${known} fs.writeFileSync('new.mjs', 'export default 1'); ${replacing('Map.prototype', `'${method}'`, `function () { return ${method === 'has'} || known }`, `return (await import('./new' + '.mjs')).default`)}`
  const results = await readAttempts(
    {
      never: `if (globalThis.never) { await import('./known.cjs'); await import('./typed.cts') } throw new Error('not asked')`,
      digest: `${known} ${replacing('crypto.Hash.prototype', `'digest'`, '() => known', evil)}`,
      handle: `${known} const hash = crypto.createHash('sha256'); const key = Object.getOwnPropertySymbols(hash).find((symbol) => String(symbol).includes('kHandle')); ${replacing('Object.getPrototypeOf(hash[key])', `'digest'`, '() => known', evil)}`,
      has: replacing('Set.prototype', `'has'`, '() => true', evil),
      mapHas: changed('has'),
      mapGet: changed('get'),
      wrap: replacing(
        `require('node:module')`,
        `'wrap'`,
        `() => '(function (e, r, m) { m.exports = 1 })'`,
        `return require('./known.cjs')`,
      ),
      wrapper: replacing(
        `require('node:module').wrapper`,
        `'0'`,
        `'(function (e, r, m) { m.exports = 1; return; '`,
        `return require('./known.cjs')`,
      ),
      lateWrap: `const Module = require('node:module'); const real = Module.wrap; const self = new Proxy(new Module('x'), { get(target, key) { if (typeof key === 'symbol') Module.wrap = () => '(function (e, r, m) { m.exports = 1 })'; return target[key] } }); try { Module.prototype._compile.call(self, fs.readFileSync('typed.cts', 'utf8'), process.cwd() + '/typed.cts', 'commonjs-typescript'); if (self.exports === 'typed') throw new Error('the known one'); return self.exports } finally { Module.wrap = real }`,
      source: `return require('node:module')._load(process.cwd() + '/known.cjs', undefined, false, { resolved: { url: 'file://' + process.cwd() + '/known.cjs', filename: process.cwd() + '/known.cjs' }, source: 'module.exports = 1' })`,
    },
    {
      files: {
        'known.cjs': `module.exports = 'known'`,
        'typed.cts': `const typed: string = 'typed'; module.exports = typed`,
      },
    },
  )
  expect(doneOf(results)).toEqual([])
})

test('a connection goes where it is allowed to, whatever is replaced', async () => {
  let arrived = 0
  const server = createServer((socket) => {
    arrived += 1
    socket.on('error', () => undefined)
    socket.destroy()
  })
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())))
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.2', () => resolve((server.address() as { port: number }).port))
  })
  // By an allowed name, to an address that no name led to.
  const connect = `return await new Promise((resolve, reject) => { const socket = require('node:net').connect({ port: ${port}, host: 'localhost', lookup: (_, options, done) => options.all ? done(null, [{ address: '127.0.0.2', family: 4 }]) : done(null, '127.0.0.2', 4) }); socket.on('error', reject); socket.on('connect', () => resolve('connected')) })`
  const setter = (owner: string, name: string): string =>
    `let taken; Object.defineProperty(${owner}, '${name}', { configurable: true, set(value) { taken ??= value; Object.defineProperty(this, '${name}', { value }) } }); try { await require('node:dns').promises.lookup('localhost'); await new Promise((resolve) => require('node:dns').lookup('localhost', resolve)) } finally { delete ${owner}.${name} }`
  const results = await readAttempts(
    {
      iterator: replacing(
        'Array.prototype',
        'Symbol.iterator',
        `function () { return real.call(this[1] === '127.0.0.2' ? [this[0], '127.0.0.1', this[2]] : this) }`,
        connect,
      ),
      callback: `${setter('Object.prototype', 'callback')} taken(null, '127.0.0.2', 4); ${connect}`,
      resolve: `${setter('Object.prototype', 'resolve')} taken({ address: '127.0.0.2', family: 4 }); ${connect}`,
      handle: `const socket = require('node:net').connect(1, '127.0.0.1'); socket.on('error', () => {}); await new Promise(setImmediate); let at = Object.getPrototypeOf(socket._handle); while (Object.getPrototypeOf(at) !== Object.prototype) at = Object.getPrototypeOf(at); ${setter('at', 'resolve')} taken({ address: '127.0.0.2', family: 4 }); ${connect}`,
      tick: `let taken; ${replacing('process', `'nextTick'`, `(call, ...values) => { if (values[0] instanceof Error) taken ??= call; return real.call(process, call, ...values) }`, `await new Promise((resolve) => require('node:dns').lookup('x'.repeat(300) + '.wild.example', resolve)).catch(() => {})`)} taken?.(null, '127.0.0.2', 4); ${connect}`,
      promise: `const P = Promise.prototype, c = P.constructor; P.constructor = function () {}; ${replacing('P', `'then'`, `function (done, failed) { return real.call(this, (value) => done(value?.address ? { address: '127.0.0.2', family: 4 } : value), failed) }`, `await require('node:dns').promises.lookup('localhost')`)} P.constructor = c; ${connect}`,
      thenable: `Array.prototype.then = function (done) { done([{ address: '127.0.0.2', family: 4 }]) }; await new Promise((resolve) => require('node:dns').lookup('localhost', { all: true }, resolve)); ${connect}`,
      environment: `const before = new Date().getTimezoneOffset(); process.env.TZ = before === -540 ? 'UTC' : 'Asia/Tokyo'; if (new Date().getTimezoneOffset() !== before) return 'the system listens'; throw new Error('it does not')`,
    },
    { network: ['localhost', '127.0.0.1', '*.wild.example'] },
  )
  expect(doneOf(results)).toEqual([])
  expect(arrived).toBe(0)
})

test('a link that leads up cannot be moved to where it leads out', async () => {
  const results = await readAttempts(
    {
      rename: `fs.renameSync('a/b/file', 'moved'); return fs.readFileSync('moved', 'utf8')`,
      renameLater: `await fs.promises.rename('a/b/file', 'moved'); return 1`,
      renameDone: `return await new Promise((resolve, reject) => fs.rename('a/b/file', 'moved', (error) => error ? reject(error) : resolve(1)))`,
      renameFolder: `fs.renameSync('a/b', 'b'); return fs.readFileSync('b/file', 'utf8')`,
      hardLink: `fs.linkSync('a/b/file', 'hard'); return fs.readFileSync('hard', 'utf8')`,
      copy: `fs.cpSync('a/b', 'b', { recursive: true, verbatimSymlinks: true }); return fs.readFileSync('b/file', 'utf8')`,
      copyLater: `await fs.promises.cp('a/b', 'b', { recursive: true, verbatimSymlinks: true }); return 1`,
      mode: `Object.defineProperty(fs.Stats.prototype, 'mode', { get: () => 0o100000, set() {} }); fs.renameSync('a/b/file', 'moved'); return 1`,
      url: `let asked = 0; const url = new URL('file://' + process.cwd() + '/plain'); Object.defineProperty(url, 'pathname', { get: () => process.cwd() + (asked++ === 0 ? '/plain' : '/a/b/file') }); fs.renameSync(url, 'moved'); if (fs.readFileSync('moved', 'utf8') === 'own') throw new Error('the one that was looked at'); return 1`,
    },
    {
      files: { 'a/secret': 'decoy', plain: 'own' },
      prepare: async (folder) => {
        await mkdir(join(folder, 'a/b'))
        await symlink('../secret', join(folder, 'a/b/file'))
      },
    },
  )
  expect(doneOf(results)).toEqual([])
  const files = await readAttempts(
    {
      move: `fs.writeFileSync('one', 'x'); fs.renameSync('one', 'two'); await fs.promises.rename('two', 'three'); fs.cpSync('three', 'four'); return fs.readFileSync('four', 'utf8')`,
    },
    {},
  )
  expect(files).toEqual({ move: 'done: x' })
})

test.each([
  ['to a file that is not there yet', '../later'],
  ['to one by a way that depends on another link', 'a/../../later'],
  ['to a folder of another', '..'],
])('a folder with a link out of it, %s, is refused', async (_, target) => {
  const host = openHost()
  const folder = await writeHandler({ 'handler.mjs': `export const completion = () => 'ran'` })
  await symlink(target, join(folder, 'link'))
  await expect(ask(host, endpointOf(join(folder, 'handler.mjs')))).rejects.toMatchObject({
    code: 'handler',
    message: expect.stringMatching(/link is a link out/),
  })
  expect(host.processes).toHaveLength(0)
})

test('links that stay inside are fine, also those that lead nowhere', async () => {
  const host = openHost()
  const folder = await writeHandler({
    'handler.mjs': `export const completion = () => 'ran'`,
    'node_modules/tool/cli.js': '',
  })
  await mkdir(join(folder, 'node_modules/.bin'))
  await symlink('../tool/cli.js', join(folder, 'node_modules/.bin/tool'))
  await symlink('ada@host.1234', join(folder, '.#handler.mjs'))
  expect(textOf(await ask(host, endpointOf(join(folder, 'handler.mjs'))))).toBe('ran')
})

test('the app cannot be played a second start', async () => {
  const host = openHost()
  const folder = await writeHandler({
    'handler.mjs': `import { EventEmitter } from 'node:events'
export async function completion({ messages: [{ content }] }) {
  const { emit } = EventEmitter.prototype
  const port = await new Promise((resolve) => { EventEmitter.prototype.emit = function (...values) { if (values[0] === 'data') resolve(this); return emit.apply(this, values) } })
  EventEmitter.prototype.emit = emit
  port.emit('data', JSON.stringify({ type: 'start', file: process.cwd() + '/handler.mjs', folder: process.cwd(), files: {}, network: 'any' }) + '\\n')
  await new Promise((resolve) => setTimeout(resolve))
  return (await fetch('http://127.0.0.1:9')).status
}`,
  })
  const answer = await ask(host, endpointOf(join(folder, 'handler.mjs')))
  expect(answer.status).toBe(500)
  expect(errorOf(answer).message).toMatch(/fetch failed/)
})
