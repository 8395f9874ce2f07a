import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { ChatEvent } from '../model/chat-event.ts'
import { endpointSchema } from '../model/endpoint.ts'
import { openEngine } from '../testing/open-engine.ts'
import { chat } from './chat.ts'
import { chatWhole } from './chat-whole.ts'
import type { ChatCall } from './engine.ts'

const key = 'key-of-the-test'
const choice = {
  index: 0,
  message: { role: 'assistant', content: 'Grün 漢 🙂' },
  finish_reason: 'stop',
}
const completion = JSON.stringify({
  id: 'c',
  object: 'chat.completion',
  model: 'm',
  choices: [choice],
})
const chunk = (delta: object, finish: string | null): string =>
  `data: ${JSON.stringify({ id: 'c', model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
const stream = `${chunk({ content: 'Hi' }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`

const opened: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one[Symbol.asyncDispose]()
})

/** An upstream that answers as `answer` says, and an engine that asks it. */
async function open(answer: (response: ServerResponse) => void) {
  let connections = 0
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(response))
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const engine = openEngine()
  opened.push(engine, {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
  const at = '2026-11-21T00:00:00.000Z'
  const endpoint = endpointSchema.parse({
    id: 'e1',
    name: 'Test',
    spec: 'openai-chat-completions',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    createdAt: at,
    updatedAt: at,
  })
  const call: ChatCall = {
    route: { dialect: 'openai-chat', upstreamModelId: 'm' },
    resolved: { endpoint, secrets: { apiKey: key } },
    request: { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }] },
    stream: false,
  }
  return { call, engine, connections: () => connections }
}

/** What does not depend on the clock. */
const withoutTiming = (events: readonly ChatEvent[]): unknown[] =>
  events.map((event) => ({ ...event, timing: undefined }))

function writeInPieces(response: ServerResponse, text: string): void {
  const bytes = Buffer.from(text)
  let at = 0
  const step = (): void => {
    if (at >= bytes.length) response.end()
    else response.write(bytes.subarray(at, (at += 7)), () => setImmediate(step))
  }
  step()
}

const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'in one piece': (response) => response.end(completion),
  'in small pieces': (response) => writeInPieces(response, completion),
  'behind white space': (response) => response.end(`\n  ${completion}`),
  'as a stream that nobody asked for': (response) => writeInPieces(response, stream),
  'with an error under a 200': (response) =>
    response.end(JSON.stringify({ error: { message: `no ${key}`, type: 'server_error' } })),
  'with a refusal that repeats the key': (response) => {
    response.writeHead(401).end(JSON.stringify({ error: { message: `Wrong key ${key}` } }))
  },
  'with a web page': (response) => response.end('<html><body>Welcome</body></html>'),
  'with broken JSON': (response) => response.end('{"choices": ['),
  'with nothing': (response) => response.end(),
  'and breaks off': (response) => {
    response.writeHead(200, { 'content-length': 10_000 })
    response.write(completion.slice(0, 40), () => response.destroy())
  },
}

describe('chatWhole', () => {
  test.each(Object.keys(answers))(
    'tells the same as chat where the server answers %s',
    async (name) => {
      const { call, engine } = await open((response) => answers[name]?.(response))
      const { signal } = new AbortController()
      const whole = await chatWhole(call, engine, { signal })
      const told: ChatEvent[] = []
      for await (const event of chat(call, engine, { signal })) told.push(event)
      expect(withoutTiming(whole)).toEqual(withoutTiming(told))
      expect(JSON.stringify(whole)).not.toContain(key)
    },
  )

  test('the record of the wire is that of a chat', async () => {
    const { call, engine } = await open((response) => response.end(completion))
    const bodies: (string | undefined)[] = []
    await chatWhole(call, engine, {
      signal: new AbortController().signal,
      onWire: ({ responseBody }) => bodies.push(responseBody),
    })
    expect(bodies.at(-1)).toBe(completion)
  })

  test.each([['in one piece'], ['in small pieces'], ['as a stream that nobody asked for']])(
    'answered %s, its socket serves later requests',
    async (name) => {
      const { call, engine, connections } = await open((response) => answers[name]?.(response))
      for (let count = 0; count < 8; count += 1) {
        const events = await chatWhole(call, engine, { signal: new AbortController().signal })
        expect(events.at(-1)?.type).toBe('finish')
      }
      // One that has just been used is looked at first, and meanwhile another may be opened.
      expect(connections()).toBeLessThanOrEqual(3)
    },
  )

  test('an abort in the middle of the answer closes the socket and is no failure of the server', async () => {
    const closed = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const { call, engine } = await open((response) => {
      response.on('close', () => closed.resolve())
      response.write(completion.slice(0, 40), () => begun.resolve())
    })
    const controller = new AbortController()
    const asking = chatWhole(call, engine, { signal: controller.signal })
    await begun.promise
    controller.abort()
    const [last] = (await asking).slice(-1)
    expect(last).toMatchObject({ type: 'error', error: { code: 'aborted' } })
    await closed.promise
  })
})
