/** @file Handlers that do not end, end too soon, or drown others, each in a real process: the app goes on, others answer meanwhile, and nothing stays. */
import { expect, test } from 'vitest'
import { ask, errorOf, open, openHost, resolveHandler, textOf } from '../testing/open-handler.ts'
import { exitOf, isAlive, openWitness, quick } from '../testing/witness.ts'

test.each([
  ['the heap', `const kept = []; for (;;) kept.push({ text: new Array(10000).fill(kept.length) })`],
  [
    'buffers',
    `const kept = []; for (;;) { kept.push(Buffer.alloc(8 * 1024 * 1024, 1)); await null }`,
  ],
  [
    'buffers, one each turn',
    `const kept = []; for (;;) { kept.push(Buffer.alloc(8 * 1024 * 1024, 1)); await new Promise(setImmediate) }`,
  ],
])('4. allocates without end (%s): its process ends, and its memory is back', async (_, body) => {
  const host = openHost({ ...quick, silenceMs: 10_000, maxMemoryBytes: 200 * 2 ** 20 })
  const check = await openWitness(host)
  const resolved = await resolveHandler(`export async function completion() { ${body} }`)
  await expect(ask(host, resolved)).rejects.toMatchObject({ code: 'handler' })
  await check()
  const [, hostile] = host.processes
  await exitOf(hostile)
  expect(hostile && isAlive(hostile)).toBe(false)
})

test('5. loops: its process is ended, the requests in it fail, and the next one gets a new process', async () => {
  const host = openHost(quick)
  const check = await openWitness(host)
  const resolved = await resolveHandler(
    `export async function completion({ messages }) { if (messages[0].content === 'loop') for (;;); return 'fine' }`,
  )
  const looping = { messages: [{ role: 'user', content: 'loop' }] }
  await expect(ask(host, resolved, looping)).rejects.toMatchObject({
    code: 'handler',
    message: expect.stringMatching(/handler\.mjs did not react .*loop/),
  })
  await check()
  expect(textOf(await ask(host, resolved))).toBe('fine')
  expect(host.processes).toHaveLength(3)
})

test('6. never ends its stream: it is told to stop, and given up when it does not', async () => {
  const host = openHost(quick)
  const check = await openWitness(host)
  const resolved = await resolveHandler(
    `export async function* streaming() { yield 'a'; await new Promise(() => {}) }`,
    { fields: { timeouts: { idleMs: 150 } } },
  )
  await expect(ask(host, resolved, { stream: true })).rejects.toMatchObject({ code: 'timeout' })
  await check()
  await exitOf(host.processes[1])
  const response = await open(host, resolved, { stream: true })
  expect(response.status).toBe(200)
  await response.body[Symbol.asyncIterator]().return?.()
})

test('6b. streams for ever: only as much is made as the reader takes', async () => {
  const host = openHost(quick)
  const resolved = await resolveHandler(
    `let made = 0; export async function* streaming() { for (;;) yield String(made += 1) }
     export const embedding = () => [[made]]`,
  )
  const response = await open(host, resolved, { stream: true })
  const reader = response.body[Symbol.asyncIterator]()
  for (let taken = 0; taken < 5; taken += 1) await reader.next()
  const { body } = await ask(host, resolved, { input: 'x' }, { path: '/embeddings' })
  const [{ embedding }] = body['data'] as [{ embedding: [number] }]
  expect(embedding[0]).toBeLessThan(30)
  await reader.return?.()
})

test.each([
  ['a text', `throw 'just a text'`, /threw "just a text"/],
  ['nothing', `throw undefined`, /threw undefined/],
  ['an object', `throw { reason: 'x' }`, /threw \{"reason":"x"\}/],
  [
    'a getter that throws',
    `throw { get message() { throw new Error('deep') } }`,
    /cannot be shown/,
  ],
  [
    'a promise that nobody awaits',
    `Promise.reject(new Error('lost')); await new Promise(() => {})`,
    /lost/,
  ],
  ['a timer', `setTimeout(() => { throw new Error('late') }); await new Promise(() => {})`, /late/],
])(
  '7. throws non-errors (%s): the request fails with its words, the process lives',
  async (_, body, words) => {
    const host = openHost(quick)
    const resolved = await resolveHandler(
      `export async function completion({ messages }) { if (messages.length === 0) return 'fine'; ${body} }`,
    )
    const answer = await ask(host, resolved)
    expect(answer.status).toBe(500)
    expect(errorOf(answer).message).toMatch(words)
    expect(textOf(await ask(host, resolved, { messages: [] }))).toBe('fine')
    expect(host.processes).toHaveLength(1)
  },
)

test('8. writes to stdout: it ends up in the log, and on the line to the app only ends the process', async () => {
  const host = openHost(quick)
  const check = await openWitness(host)
  const code = `import fs from 'node:fs'
export async function completion({ messages }) {
  console.log('by console'); console.error('by error'); process.stdout.write('by stdout\\n')
  fs.writeSync(1, 'by descriptor\\n'); fs.writeSync(2, 'by the other\\n')
  if (messages.length === 0) { fs.writeSync(3, '{"type":"ready","methods":1}\\n'); await new Promise(() => {}) }
  return 'fine'
}`
  const resolved = await resolveHandler(code)
  expect(textOf(await ask(host, resolved))).toBe('fine')
  await expect(ask(host, resolved, { messages: [] })).rejects.toMatchObject({ code: 'handler' })
  await check()
  const lines = host.host.logs('one').map(({ text }) => text)
  for (const way of ['console', 'error', 'stdout', 'descriptor', 'the other'])
    expect(lines).toContain(`by ${way}`)
})

test('8b. sends a message without end: the process ends before the app has read much of it', async () => {
  const host = openHost({ ...quick, maxReplyBytes: 2 ** 20 })
  const resolved = await resolveHandler(
    `import fs from 'node:fs'
export async function completion() { const part = 'x'.repeat(65536); for (;;) { try { fs.writeSync(3, part) } catch { await null } } }`,
  )
  await expect(ask(host, resolved)).rejects.toMatchObject({ code: 'handler' })
  await exitOf(host.processes[0])
})

test.each([
  ['process.exit', `process.exit(0)`],
  ['process.abort', `process.abort()`],
  ['process.kill', `process.kill(process.pid, 'SIGKILL')`],
  ['reallyExit', `process.reallyExit(1)`],
  ['exit in a timer', `setTimeout(() => process.exit(3)); await new Promise(() => {})`],
])('9. exits (%s): this request fails, others in the process go on', async (_, body) => {
  const host = openHost(quick)
  const resolved = await resolveHandler(
    `let release; const held = new Promise((resolve) => { release = resolve })
export async function completion({ messages: [{ content }] }) {
  if (content === 'wait') { await held; return 'waited' }
  try { ${body} } finally { release() }
}`,
  )
  const waiting = ask(host, resolved, { messages: [{ role: 'user', content: 'wait' }] })
  const answer = await ask(host, resolved)
  expect(answer.status).toBe(500)
  expect(errorOf(answer).message).toMatch(/The handler called process\./)
  if (!body.startsWith('setTimeout')) expect(textOf(await waiting)).toBe('waited')
  else
    await host.host.close().then(() => expect(waiting).rejects.toMatchObject({ code: 'handler' }))
  expect(host.processes).toHaveLength(1)
})

test('9b. dies again and again: the next start waits, and says how long', async () => {
  const host = openHost(quick, { clock: () => 1000 })
  const resolved = await resolveHandler(
    `import fs from 'node:fs'; export const completion = () => { fs.closeSync(3); return new Promise(() => {}) }`,
  )
  for (let death = 0; death < 3; death += 1)
    await expect(ask(host, resolved)).rejects.toMatchObject({ code: 'handler' })
  await expect(ask(host, resolved)).rejects.toMatchObject({
    message: expect.stringMatching(/ended 3 times .* again in 60 s/),
  })
  expect(host.processes).toHaveLength(3)
})

test('10. floods: large parts and endless logs are cut, the request fails, the app keeps 200 lines', async () => {
  const host = openHost({
    ...quick,
    silenceMs: 10_000,
    maxChunkBytes: 100_000,
    maxReplyBytes: 1_000_000,
  })
  const check = await openWitness(host)
  const resolved = await resolveHandler(
    `import fs from 'node:fs'
export async function* streaming({ model, log }) {
  if (model === 'logs') { for (let line = 0; line < 100_000; line += 1) console.log('line', line); log('x'.repeat(1e6)) }
  if (model === 'raw') for (let line = 0; line < 400; line += 1) try { fs.writeSync(1, 'raw line\\n'.repeat(100)) } catch {}
  if (model === 'large') yield 'x'.repeat(200_000)
  if (model === 'long') for (;;) yield 'x'.repeat(50_000)
  yield 'fine'
}`,
  )
  expect((await ask(host, resolved, { model: 'large', stream: true })).status).toBe(500)
  const long = await ask(host, resolved, { model: 'long', stream: true })
  expect(long.text).toMatch(/too long.*\n\n$/)
  expect((await ask(host, resolved, { model: 'long' })).status).toBe(500)
  for (const model of ['logs', 'raw']) {
    expect(textOf(await ask(host, resolved, { model }))).toBe('fine')
    expect(host.host.logs('one').length).toBeLessThanOrEqual(200)
  }
  await check()
})

test.each([
  ['a number', '1', /a number/],
  ['nothing', 'undefined', /nothing/],
  ['a ring', '(() => { const ring = {}; ring.ring = ring; return ring })()', /circular/i],
  ['a function', '() => 1', /nothing/],
  ['big numbers', '({ text: 1n })', /BigInt/],
  ['unknown keys', `({ text: 'x', colour: 'red' })`, /"colour"/],
  ['no choices', '({ choices: [] })', /no choices/],
  ['choices that are none', '({ choices: [1] })', /no message/],
  [
    'depth',
    '(() => { let deep = {}; for (let i = 0; i < 1e5; i += 1) deep = { deep }; return deep })()',
    /.+/,
  ],
])('11. returns garbage (%s): answered 500 with what is wrong', async (_, value, words) => {
  const host = openHost(quick)
  const resolved = await resolveHandler(`export const completion = () => ${value}
export const streaming = () => ${value}`)
  for (const stream of [false, true]) {
    const answer = await ask(host, resolved, { stream })
    expect(answer.status).toBe(500)
    if (!stream) expect(errorOf(answer).message).toMatch(words)
  }
  expect(host.processes).toHaveLength(1)
})

test('12. holds 100 requests: the next is told to come later, all end when nobody waits, none stays', async () => {
  const host = openHost(quick)
  const check = await openWitness(host)
  const resolved = await resolveHandler(
    `let held = 0; export const completion = () => { held += 1; return new Promise(() => {}) }
export const embedding = () => [[held]]`,
  )
  const stop = new AbortController()
  const held = Array.from({ length: 99 }, () => ask(host, resolved, {}, { signal: stop.signal }))
  const settled = Promise.allSettled(held)
  const count = async (): Promise<number> => {
    const { body } = await ask(host, resolved, { input: 'x' }, { path: '/embeddings' })
    return (body['data'] as [{ embedding: [number] }])[0].embedding[0]
  }
  await expect.poll(count, { timeout: 10_000 }).toBe(99)
  const last = ask(host, resolved, {}, { signal: stop.signal })
  const lastSettled = Promise.allSettled([last])
  await check()
  const refused = await ask(host, resolved)
  expect(refused.status).toBe(429)
  expect(errorOf(refused).message).toMatch(/100 requests/)
  stop.abort()
  for (const { status } of [...(await settled), ...(await lastSettled)])
    expect(status).toBe('rejected')
  await exitOf(host.processes[1])
  expect(await count()).toBe(0)
})
