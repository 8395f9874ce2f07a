import { rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { checkEndpoint } from '@patchbay/provider-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  ask,
  chatWith,
  endpointOf,
  engineOf,
  errorOf,
  open,
  openHost,
  resolveHandler,
  textOf,
  writeHandler,
} from '../testing/open-handler.ts'
import { handlerTemplate } from '../template.ts'

const chunks = `
export async function* streaming({ model }) {
  yield { text: 'Hi', index: 0 }
  yield { text: ' there' }
  yield { text: '', tool_use: { id: 'call_1', type: 'function', function: { name: 'look', arguments: '{"a"' } } }
  yield { text: '', tool_use: { id: 'call_1', type: 'function', function: { arguments: ':1}' } } }
  yield { text: '', is_finished: true, finish_reason: 'tool_calls', usage: { prompt_tokens: 3, completion_tokens: 4 } }
  yield { text: '', provider_specific_fields: { note: 'late' } }
  yield 'never seen'
}`

describe('methods', () => {
  test('completion answers with a text, without a word in the log', async () => {
    const host = openHost()
    const resolved = await resolveHandler(
      `export async function completion({ model, messages }) { return model + ' heard ' + messages[0].content }`,
    )
    expect(textOf(await ask(host, resolved))).toBe('my-model heard Hello')
    expect(host.host.logs('one')).toEqual([])
  })

  test.each([true, false])(
    'streaming alone serves streams and whole replies (stream: %s)',
    async (stream) => {
      const host = openHost()
      const events = await chatWith(host, await resolveHandler(chunks), { stream })
      const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
      expect(text).toBe('Hi there')
      expect(events.find(({ type }) => type === 'tool-call-start')).toMatchObject({
        id: 'call_1',
        name: 'look',
      })
      expect(events.at(-1)).toMatchObject({
        type: 'finish',
        reason: 'tool-calls',
        usage: { inputTokens: 3, outputTokens: 4 },
      })
    },
  )

  test('completion alone serves streams, with its tool calls and usage', async () => {
    const host = openHost()
    const resolved = await resolveHandler(
      `export const completion = () => ({ text: 'whole', usage: { prompt_tokens: 1, completion_tokens: 2 },
         tool_calls: [{ function: { name: 'look', arguments: '{}' } }, { function: { name: 'see', arguments: '{}' } }] })`,
    )
    const events = await chatWith(host, resolved)
    expect(events.filter(({ type }) => type === 'tool-call-start')).toHaveLength(2)
    expect(events.at(-1)).toMatchObject({ type: 'finish', usage: { outputTokens: 2 } })
  })

  test.each([
    ['named exports', 'export const acompletion = () => "ok"'],
    ['a default object', 'export default { completion: () => "ok" }'],
    [
      'an exported instance',
      'class Mine { #word = "ok"; async acompletion() { return this.#word } }\nexport const myHandler = new Mine()',
    ],
    ['a synchronous generator', 'export function* streaming() { yield "o"; yield { text: "k" } }'],
    ['astreaming', 'export async function* astreaming() { yield "ok" }'],
    ['a promise of a list', 'export const streaming = async () => [{ text: "ok" }]'],
  ])('%s are found', async (_, code) => {
    expect(textOf(await ask(openHost(), await resolveHandler(code)))).toBe('ok')
  })

  test('what is missing answers 500 "Not implemented yet!"', async () => {
    const host = openHost()
    const resolved = await resolveHandler('export const completion = () => "ok"')
    for (const [path, body] of [
      ['/embeddings', { input: 'x' }],
      ['/images/generations', { prompt: 'x' }],
    ] as const) {
      const answer = await ask(host, resolved, body, { path })
      expect(answer.status).toBe(500)
      expect(errorOf(answer)).toMatchObject({ message: 'Not implemented yet!', code: '500' })
    }
  })

  test('embeddings, images and text completions have the shapes of OpenAI', async () => {
    const host = openHost()
    const resolved = await resolveHandler(
      `export const embedding = ({ input }) => input.map((text) => [text.length, 0.5])
       export const image_generation = ({ prompt }) => ['https://x.example/' + prompt, 'data:image/png;base64,AAAA']
       export const completion = ({ messages }) => messages[0].role + ':' + messages[0].content`,
    )
    const vectors = await ask(host, resolved, { input: ['a', 'bb'] }, { path: '/embeddings' })
    expect(vectors.body).toMatchObject({
      object: 'list',
      data: [
        { index: 0, embedding: [1, 0.5] },
        { index: 1, embedding: [2, 0.5] },
      ],
    })
    const packed = { input: 'abc', encoding_format: 'base64' }
    const base64 = await ask(host, resolved, packed, { path: '/embeddings' })
    expect(base64.body['data']).toMatchObject([
      { embedding: Buffer.from(new Float32Array([3, 0.5]).buffer).toString('base64') },
    ])
    const images = await ask(host, resolved, { prompt: 'cat' }, { path: '/images/generations' })
    expect(images.body['data']).toEqual([{ url: 'https://x.example/cat' }, { b64_json: 'AAAA' }])
    const text = await ask(host, resolved, { prompt: 'Once' }, { path: '/completions' })
    expect(text.body).toMatchObject({
      object: 'text_completion',
      choices: [{ text: 'user:Once', finish_reason: 'stop' }],
    })
    const streamed = await ask(
      host,
      resolved,
      { prompt: 'Once', stream: true },
      { path: '/completions' },
    )
    expect(streamed.text).toMatch(/"text":"user:Once".*\n\ndata: \[DONE\]\n\n$/)
  })

  test('the call has what LiteLLM passes, and headers of the endpoint', async () => {
    const host = openHost()
    const resolved = await resolveHandler(
      'export const completion = (call) => JSON.stringify(call)',
      {
        secrets: { apiKey: 'the-key', 'header:x-token': 'in-header' },
        fields: { baseUrl: 'https://api.example/v1', headers: { 'X-Team': 'blue' } },
      },
    )
    const answer = await ask(host, resolved, { temperature: 0.5, tools: [] })
    expect(JSON.parse(textOf(answer) as string)).toMatchObject({
      model: 'my-model',
      messages: [{ role: 'user', content: 'Hello' }],
      api_base: 'https://api.example/v1',
      api_key: 'the-key',
      optional_params: { temperature: 0.5, tools: [] },
      litellm_params: { custom_llm_provider: 'My handler', api_base: 'https://api.example/v1' },
      timeout: 300,
      secrets: {},
    })
  })
})

describe('errors', () => {
  test('CustomHandlerError answers with its status; message and stack are shown, secrets are not', async () => {
    const host = openHost()
    const resolved = await resolveHandler(
      `import { CustomHandlerError } from 'patchbay/handler'
export async function completion({ api_key }) { console.log('key is', api_key); return inner(api_key) }
function inner(key) { throw new CustomHandlerError(429, 'slow down, ' + key) }`,
      { secrets: { apiKey: 'very-secret-key' } },
    )
    const answer = await ask(host, resolved)
    expect(answer.status).toBe(429)
    expect(errorOf(answer)).toMatchObject({ message: 'slow down, ••••', code: '429' })
    expect(errorOf(answer).stack).toMatch(/at inner \(handler\.mjs:3:\d+\)/)
    expect(JSON.stringify([answer, host.host.logs('one')])).not.toContain('very-secret-key')
    expect(host.host.logs('one').map(({ text }) => text)).toEqual(['key is ••••'])
  })

  test('an error after the first part ends the stream with an error', async () => {
    const host = openHost()
    const resolved = await resolveHandler(
      `export async function* streaming() { yield 'begun'; throw new Error('broke') }`,
    )
    const events = await chatWith(host, resolved)
    expect(events.at(-1)).toMatchObject({
      type: 'error',
      error: { message: expect.stringContaining('broke') },
    })
    const whole = await ask(host, resolved)
    expect([whole.status, errorOf(whole).message]).toEqual([500, 'broke'])
  })

  test.each([
    ['a missing file', undefined, /There is no file/],
    ['a syntax error', 'export const = 1', /handler\.mjs/],
    ['an error at load', 'throw new Error("at load")', /cannot be loaded: at load/],
    ['an import that is not there', 'import "./none.mjs"', /cannot be loaded/],
    ['an import from the network', 'import "https://x.example/a.mjs"', /from files only/],
    ['a file elsewhere', 'import "/etc/passwd"', /not in the handler's folder/],
    ['no method', 'export const nothing = 1', /exports no method/],
  ])('%s is said before anything is asked of it', async (_, code, words) => {
    const { host } = openHost()
    const resolved =
      code === undefined ? endpointOf('/nowhere/handler.mjs') : await resolveHandler(code)
    await expect(host.prepare(resolved, new AbortController().signal)).rejects.toMatchObject({
      code: 'handler',
      message: expect.stringMatching(words),
    })
  })

  test('a body that is no request is answered 400', async () => {
    const host = openHost()
    const resolved = await resolveHandler('export const completion = () => "ok"')
    expect((await ask(host, resolved, { messages: 'none' })).status).toBe(400)
    const tokens = await ask(host, resolved, { input: [1, 2] }, { path: '/embeddings' })
    expect(tokens.status).toBe(400)
  })
})

describe('consent', () => {
  test('nothing runs before its hash is allowed, nor after a change, and then the new code runs', async () => {
    const host = openHost()
    host.confirmed = new Set()
    const folder = await writeHandler({
      'handler.mjs': `import { word } from './word.mjs'; export const completion = () => word`,
      'word.mjs': `export const word = 'first'`,
    })
    const file = join(folder, 'handler.mjs')
    const resolved = endpointOf(file)
    await expect(ask(host, resolved)).rejects.toMatchObject({ code: 'handler-unconfirmed' })
    expect(host.processes).toHaveLength(0)

    const before = await host.host.inspect(file)
    expect(before.files.map(({ path }) => path)).toEqual(['handler.mjs', 'word.mjs'])
    host.confirmed.add(before.hash)
    expect(textOf(await ask(host, resolved))).toBe('first')

    await writeFile(join(folder, 'word.mjs'), `export const word = 'second'`)
    await expect(ask(host, resolved)).rejects.toMatchObject({ code: 'handler-unconfirmed' })
    host.confirmed.add((await host.host.inspect(file)).hash)
    expect(textOf(await ask(host, resolved))).toBe('second')
    expect(host.processes).toHaveLength(2)

    await rm(join(folder, 'word.mjs'))
    await expect(ask(host, resolved)).rejects.toMatchObject({ code: 'handler-unconfirmed' })
  })

  test('a module that changed after it was looked at is not loaded', async () => {
    const { host } = openHost()
    const folder = await writeHandler({
      'handler.mjs': `export const completion = async () => (await import('./late.mjs')).word`,
      'late.mjs': `export const word = 'allowed'`,
    })
    const file = join(folder, 'handler.mjs')
    const resolved = endpointOf(file)
    await host.prepare(resolved, new AbortController().signal)
    // Written by the handler itself in the middle of a request, as it were.
    const rewriting = endpointOf(file, { id: 'two' })
    await writeFile(
      file,
      `import fs from 'node:fs'
export const completion = async () => { fs.writeFileSync('late.mjs', "export const word = 'rewritten'"); return (await import('./late.mjs')).word }`,
    )
    const answer = await ask({ host }, rewriting)
    expect(answer.status).toBe(500)
    expect(errorOf(answer).message).toBe('late.mjs changed since it was allowed.')
  })
})

describe('life of the process', () => {
  test('it is kept between requests and replaced when a secret changes', async () => {
    const host = openHost()
    const code = 'let count = 0; export const completion = () => String(count += 1)'
    const resolved = await resolveHandler(code, { secrets: { apiKey: 'one' } })
    expect(textOf(await ask(host, resolved))).toBe('1')
    expect(textOf(await ask(host, resolved))).toBe('2')
    expect(textOf(await ask(host, { ...resolved, secrets: { apiKey: 'two' } }))).toBe('1')
    expect(host.processes).toHaveLength(2)
  })

  test('it ends when nobody used it', async () => {
    const host = openHost({ idleMs: 20 })
    await ask(host, await resolveHandler('export const completion = () => "ok"'))
    const exit = new Promise((resolve) => host.processes[0]?.onExit(resolve))
    expect(await exit).toMatchObject({ signal: 'SIGKILL' })
  })

  test('an abort reaches the signal, and a handler that heeds it keeps its process', async () => {
    const host = openHost()
    const resolved = await resolveHandler(
      `const seen = { begun: 0, aborted: 0 }
export const completion = ({ signal, model }) => model === 'seen' ? JSON.stringify(seen)
  : new Promise((_, reject) => { seen.begun += 1; signal.addEventListener('abort', () => { seen.aborted += 1; reject(signal.reason) }) })`,
    )
    const readSeen = async (): Promise<unknown> =>
      JSON.parse(textOf(await ask(host, resolved, { model: 'seen' })) as string)
    const stop = new AbortController()
    const asked = Promise.allSettled([ask(host, resolved, {}, { signal: stop.signal })])
    await expect.poll(readSeen).toEqual({ begun: 1, aborted: 0 })
    stop.abort()
    expect(await asked).toMatchObject([{ status: 'rejected', reason: { code: 'aborted' } }])
    await expect.poll(readSeen).toEqual({ begun: 1, aborted: 1 })
    expect(host.processes).toHaveLength(1)
  })

  test('silence before the first part is a timeout of the endpoint', async () => {
    const host = openHost({ settleMs: 20 })
    const resolved = await resolveHandler('export const completion = () => new Promise(() => {})', {
      fields: { timeouts: { firstByteMs: 150 } },
    })
    await expect(ask(host, resolved)).rejects.toMatchObject({
      code: 'timeout',
      message: 'The handler gave no answer within 0.15 s.',
    })
  })

  test('leaving a stream runs the finally of the generator', async () => {
    const host = openHost()
    const resolved = await resolveHandler(
      `let closed = 'open'
export async function* streaming() { try { for (;;) yield 'x' } finally { closed = 'closed' } }
export const embedding = () => ({ data: [[1]], note: closed })`,
    )
    const response = await open(host, resolved, { stream: true })
    for await (const part of response.body) if (part.length > 0) break
    await expect
      .poll(async () => (await ask(host, resolved, { input: 'x' }, { path: '/embeddings' })).body)
      .toMatchObject({ note: 'closed' })
  })
})

describe('network', () => {
  test('fetch reaches the hosts that the endpoint names, by name and by port, and no other', async () => {
    const server = createServer((_, response) => void response.end('answered'))
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const code = `export const completion = async ({ messages: [{ content }] }) => {
  try { return await (await fetch(content)).text() } catch (error) { return String(error.cause?.message ?? error.cause ?? error) } }`
    const resolved = await resolveHandler(code)
    const reach = async (network: 'any' | string[], url: string): Promise<unknown> => {
      const host = openHost()
      const { handler } = resolved.endpoint
      if (handler === undefined) throw new Error('There is no handler.')
      const endpoint = { ...resolved.endpoint, handler: { ...handler, network } }
      const messages = [{ role: 'user', content: url }]
      return textOf(await ask(host, { ...resolved, endpoint }, { messages }))
    }
    const url = `http://127.0.0.1:${port}`
    expect(await reach([`127.0.0.1:${port}`], url)).toBe('answered')
    expect(await reach(['127.0.0.1'], url)).toBe('answered')
    expect(await reach(['localhost'], `http://localhost:${port}`)).toBe('answered')
    expect(await reach('any', url)).toBe('answered')
    expect(await reach('any', `http://localhost:${port}`)).toBe('answered')
    for (const other of [['127.0.0.1:1'], ['localhost'], ['*.0.0.1', 'x.example'], []])
      expect(await reach(other, url)).toMatch(/may not connect to 127\.0\.0\.1/)
  })
})

describe('modules', () => {
  test.each(['ts', 'js'] as const)(
    'the template (%s) runs: reply, stream, embeddings, check',
    async (language) => {
      const host = openHost()
      const files = handlerTemplate(language)
      const folder = await writeHandler(
        Object.fromEntries(files.map(({ path, text }) => [path, text])),
      )
      const resolved = endpointOf(join(folder, `handler.${language}`), {
        fields: { models: ['my-model'] },
      })
      expect(textOf(await ask(host, resolved))).toBe('Hi! This is my-model.')
      const { signal } = new AbortController()
      for await (const event of checkEndpoint(resolved, engineOf(host.host), { signal })) {
        if (event.type !== 'report') continue
        expect(event.report).toMatchObject({ ok: true, summary: 'Answers' })
        expect(event.report.stages[0]?.detail).toBe(
          `handler.${language}: completion, streaming, embedding, image generation`,
        )
      }
    },
  )

  test('packages of its own folder are loaded, and count for consent', async () => {
    const host = openHost()
    const folder = await writeHandler({
      'handler.cjs': `const { word } = require('left'); const data = require('./data.json'); module.exports = { completion: () => word + data.end }`,
      'data.json': '{"end":"!"}',
      'node_modules/left/package.json':
        '{"name":"left","main":"lib/main.js","dependencies":{"right":"1"}}',
      'node_modules/left/lib/main.js': `exports.word = require('right').word + require('./more').more`,
      'node_modules/left/lib/more.js': `exports.more = 'more'`,
      'node_modules/right/package.json': '{"name":"right","type":"module","exports":"./index.mjs"}',
      'node_modules/right/index.mjs': `export const word = 'right'`,
    })
    const resolved = endpointOf(join(folder, 'handler.cjs'))
    expect(textOf(await ask(host, resolved))).toBe('rightmore!')
    const { files } = await host.host.inspect(join(folder, 'handler.cjs'))
    expect(files.map(({ path }) => path)).toContain('node_modules/right/index.mjs')
  })
})
