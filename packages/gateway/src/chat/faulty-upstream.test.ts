import { Agent, request as sendHttp } from 'node:http'
import type { ServerResponse } from 'node:http'
import fc from 'fast-check'
import { clientDialectIds } from '@patchbay/provider-core/testing'
import { afterAll, expect, test } from 'vitest'
import { bodyOf, pathOf, type Question } from '../testing/ask.ts'
import { openGateway, testKey } from '../testing/open-gateway.ts'
import { chatReply, rawEndpoint, startRawUpstream } from '../testing/raw-upstream.ts'

const total = 10_000
const atOnce = 64

const unhandled: unknown[] = []
const note = (error: unknown): void => void unhandled.push(error)
process.on('unhandledRejection', note)
process.on('uncaughtException', note)
afterAll(() => {
  process.off('unhandledRejection', note)
  process.off('uncaughtException', note)
})

const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`
const chunk = { ...chatReply, object: 'chat.completion.chunk', usage: null }
const choice = { index: 0, delta: { role: 'assistant', content: 'Hi' }, finish_reason: null }
const pieces = [
  event({ ...chunk, choices: [choice] }),
  event({ ...chunk, choices: [] }),
  event({ ...chunk, choices: [{ ...choice, delta: {}, finish_reason: 'stop' }] }),
  event({ type: 'message_start', message: { id: 'x', content: null, usage: 7 } }),
  event({ type: 'content_block_delta', index: -1, delta: { type: 'text_delta', text: 3 } }),
  event({ candidates: [{ content: { parts: [null, 7] }, finishReason: 'STOP' }] }),
  event({ type: 'response.completed', response: { output: 'none' } }),
  event({ error: { message: 'broken', code: 500 } }),
  'event: message_stop\ndata: {"type":"message_stop"}\n\n',
  'data: [DONE]\n\n',
  'data: {"half":',
  ': ping\n',
  '\r\n\r\n',
  JSON.stringify(chatReply),
  '<html>',
  '\u0000\u0000\u0000\u0010',
  '[',
]

const faults = fc.record({
  status: fc.constantFrom(
    200,
    200,
    200,
    200,
    200,
    201,
    204,
    301,
    400,
    401,
    404,
    429,
    500,
    503,
    529,
  ),
  type: fc.constantFrom('text/event-stream', 'application/json', 'text/html', undefined, 'x;;y'),
  encoding: fc.constantFrom(undefined, undefined, undefined, undefined, 'gzip', 'br'),
  body: fc.array(
    fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 20 })),
    { maxLength: 6 },
  ),
  length: fc.constantFrom(undefined, undefined, 0, 5, 10_000),
  end: fc.constantFrom('end', 'end', 'destroy', 'destroy-at-once', 'half-headers'),
})
type Fault = typeof faults extends fc.Arbitrary<infer Value> ? Value : never

function answer(response: ServerResponse, fault: Fault): void {
  const { status, type, encoding, body, length, end } = fault
  if (end === 'destroy-at-once') return void response.destroy()
  if (end === 'half-headers') {
    response.socket?.write('HTTP/1.1 200 OK\r\ncontent-ty')
    return void setImmediate(() => response.destroy())
  }
  const headers = {
    ...(type !== undefined && { 'content-type': type }),
    ...(encoding !== undefined && { 'content-encoding': encoding }),
    ...(length !== undefined && { 'content-length': length }),
  }
  try {
    response.strictContentLength = false
    response.writeHead(status, headers)
    for (const piece of body) response.write(piece)
  } catch {
    return void response.destroy()
  }
  if (end === 'end') response.end()
  else setImmediate(() => response.destroy())
  // A body that is shorter than it says would be waited for.
  setTimeout(() => response.destroy(), 5)
}

test(
  `${total} faulty answers leave no promise unhandled and no client without an answer`,
  { timeout: 90_000 },
  async () => {
    const answers = fc.sample(faults, { numRuns: total, seed: 20_261_121 })
    let next = 0
    await using upstream = await startRawUpstream((response) => {
      const fault = answers[next % total]
      next += 1
      if (fault !== undefined) answer(response, fault)
    })
    const specs = ['openai-chat-completions', 'openai-responses', 'anthropic', 'google'] as const
    await using gateway = await openGateway({
      endpoints: specs.map((spec) => rawEndpoint(upstream, { id: spec, spec })),
    })
    const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
    const outcomes = { answered: 0, brokenOff: 0 }
    const askOne = (question: Question): Promise<void> =>
      new Promise((resolve) => {
        const done = (outcome: keyof typeof outcomes) => (): void => {
          outcomes[outcome] += 1
          resolve()
        }
        const outgoing = sendHttp(gateway.url + pathOf(question), {
          agent,
          method: 'POST',
          headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
        })
        outgoing.once('error', done('brokenOff'))
        outgoing.once('response', (incoming) => {
          incoming.resume()
          incoming.once('error', () => undefined)
          incoming.once(
            'close',
            incoming.complete
              ? done('answered')
              : () => done(incoming.complete ? 'answered' : 'brokenOff')(),
          )
        })
        outgoing.end(JSON.stringify(bodyOf(question)))
      })
    let asked = 0
    const worker = async (): Promise<void> => {
      while (asked < total) {
        const number = asked
        asked += 1
        const client = clientDialectIds[number % clientDialectIds.length] ?? 'openai-chat'
        const spec = specs[Math.floor(number / 4) % specs.length]
        await askOne({ client, model: `${spec}/m`, stream: Math.floor(number / 16) % 2 === 0 })
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    agent.destroy()
    await new Promise((resolve) => setImmediate(resolve))
    expect(unhandled).toEqual([])
    expect(outcomes).toEqual({ answered: total, brokenOff: 0 })
    const unended = gateway.traces.filter((trace) => trace.state === 'running')
    expect(unended).toEqual([])
  },
)
