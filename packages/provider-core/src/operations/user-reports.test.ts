/**
 * @file What users report of gateways about the way to the upstream, by the numbers of that list: sockets, bytes, time,
 * memory and signatures. The reports about formats are tested beside each of them.
 */
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../model/chat-event.ts'
import type { EndpointFields } from '../model/endpoint.ts'
import type { DialectId } from '../model/spec.ts'
import {
  createGate,
  startStrictUpstream,
  type StrictSpec,
  type StrictUpstream,
} from '../testing/index.ts'
import { openEngine } from '../testing/open-engine.ts'
import { resolveExpectations } from '../testing/resolve-expectations.ts'
import { chat } from './chat.ts'
import type { Engine } from './engine.ts'

const dialects = {
  'openai-chat-completions': 'openai-chat',
  'openai-responses': 'openai-responses',
  anthropic: 'anthropic-messages',
  google: 'google-generate',
  'amazon-bedrock': 'bedrock-converse',
} as const satisfies Partial<Record<StrictSpec, DialectId>>
type Spec = keyof typeof dialects
const specs = Object.keys(dialects) as Spec[]

interface Asked {
  readonly stream?: boolean
  readonly modelId?: string
  readonly fields?: Partial<EndpointFields>
  readonly signal?: AbortSignal
}

function ask(
  upstream: StrictUpstream,
  engine: Engine,
  spec: Spec,
  { stream = true, modelId = 'some-model', fields, signal }: Asked = {},
): AsyncGenerator<ChatEvent> {
  const route = { dialect: dialects[spec], upstreamModelId: modelId }
  const resolved = resolveExpectations(upstream.expectations, fields)
  const content = [{ type: 'text' as const, text: 'Hi' }]
  const request = { messages: [{ role: 'user' as const, content }] }
  return chat({ route, resolved, request, stream }, engine, {
    signal: signal ?? new AbortController().signal,
  })
}

async function readAll(events: AsyncIterable<ChatEvent>): Promise<ChatEvent[]> {
  const out: ChatEvent[] = []
  for await (const event of events) out.push(event)
  return out
}

const textOf = (events: readonly ChatEvent[]): string =>
  events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')

describe('10: the client is gone, and the upstream stops', () => {
  /** By then the upstream has to know. */
  const limitMs = 100

  test.each(specs)('before the first byte, streamed and whole (%s)', async (spec) => {
    await using engine = openEngine()
    for (const stream of [true, false]) {
      await using upstream = await startStrictUpstream({
        spec,
        behaviour: { kind: 'hang-before-headers' },
      })
      const stop = new AbortController()
      const reading = readAll(ask(upstream, engine, spec, { stream, signal: stop.signal }))
      const seen = await upstream.waitForRequest()
      const stoppedAt = performance.now()
      stop.abort()
      const { how, at } = await seen.ended
      expect(how).toBe('aborted')
      expect(at - stoppedAt).toBeLessThan(limitMs)
      expect((await reading).at(-1)).toMatchObject({ type: 'error', error: { code: 'aborted' } })
    }
  })

  test.each(specs)('in the middle, also while nothing comes (%s)', async (spec) => {
    await using engine = openEngine()
    await using upstream = await startStrictUpstream({
      spec,
      behaviour: { kind: 'hang-mid-stream' },
    })
    const stop = new AbortController()
    let stoppedAt = 0
    for await (const event of ask(upstream, engine, spec, { signal: stop.signal })) {
      if (!event.type.endsWith('-delta') || stoppedAt > 0) continue
      stoppedAt = performance.now()
      stop.abort()
    }
    const { how, at } = (await upstream.requests[0]?.ended) ?? {}
    expect(how).toBe('aborted')
    expect((at ?? Infinity) - stoppedAt).toBeLessThan(limitMs)
  })
})

const text = 'grün 漢字 🙂 – ende '.repeat(4)

test.each(specs)('11: characters cut between two chunks are whole (%s)', async (spec) => {
  await using engine = openEngine()
  await using upstream = await startStrictUpstream({ spec })
  for (const writeBytes of [1, 2, 3, 7]) {
    upstream.setBehaviour({ kind: 'reply', text, writeBytes })
    const events = await readAll(ask(upstream, engine, spec))
    expect(events.at(-1)).toMatchObject({ type: 'finish' })
    expect(textOf(events)).toBe(text)
  }
})

const sseSpecs = specs.filter((spec) => spec !== 'amazon-bedrock')

test.each(sseSpecs)('12: comments between and inside events are no data (%s)', async (spec) => {
  await using engine = openEngine()
  await using upstream = await startStrictUpstream({ spec })
  const [plain, pinged] = await Promise.all(
    [false, true].map(async (comments) => {
      upstream.queueBehaviours({ kind: 'reply', text, comments, lineEnding: 'crlf' })
      return readAll(ask(upstream, engine, spec))
    }),
  )
  expect(textOf(pinged ?? [])).toBe(text)
  expect(pinged?.map(({ type }) => type)).toEqual(plain?.map(({ type }) => type))
})

test.each(specs)('16: a reader that stalls holds the upstream back (%s)', async (spec) => {
  await using engine = openEngine()
  await using upstream = await startStrictUpstream({
    spec,
    // 40 MB, more than every buffer on the way.
    behaviour: { kind: 'huge', chunks: 4000, chunkChars: 10_000 },
  })
  const events = ask(upstream, engine, spec)
  for (let read = 0; read < 5; read += 1) await events.next()
  const before = process.memoryUsage()
  // The writer gets every chance: what it could send without a reader it has sent by then.
  const other = await startStrictUpstream({ spec, behaviour: { kind: 'reply', chunkDelayMs: 20 } })
  await readAll(ask(other, engine, spec))
  await other.close()
  const grown = process.memoryUsage().arrayBuffers - before.arrayBuffers
  expect(grown).toBeLessThan(8 * 1024 * 1024)
  expect(upstream.requests[0]?.end).toBeUndefined()
  await events.return(undefined)
  expect((await upstream.requests[0]?.ended)?.how).toBe('aborted')
})

const limitMs = 500
const timeouts = { connectMs: limitMs, firstByteMs: limitMs, idleMs: limitMs }

test.concurrent.each(specs)(
  '17: a live stream outlasts every time limit, and all of them together (%s)',
  async (spec) => {
    const words = Array.from({ length: 180 }, (_, at) => `word${at} `).join('')
    await using upstream = await startStrictUpstream({
      spec,
      behaviour: { kind: 'reply', text: words, chunkDelayMs: 20, writeBytes: 64 },
    })
    await using engine = openEngine()
    const events = await readAll(ask(upstream, engine, spec, { fields: { timeouts } }))
    expect(upstream.refusals).toEqual([])
    const last = events.at(-1)
    expect(last).toMatchObject({ type: 'finish', reason: 'stop' })
    if (last?.type === 'finish') expect(last.timing?.totalMs).toBeGreaterThan(2 * limitMs)
    expect(textOf(events).trim()).toBe(words.trim())
  },
)

test('17: pieces of a tool call are handed on as they come', async () => {
  const gate = createGate()
  await using upstream = await startStrictUpstream({
    spec: 'openai-chat-completions',
    behaviour: {
      kind: 'reply',
      reasoning: '',
      text: '',
      toolCalls: [{ name: 'get_weather', arguments: { city: 'Oslo', unit: 'celsius' } }],
      gate,
    },
  })
  await using engine = openEngine()
  const events = ask(upstream, engine, 'openai-chat-completions')
  let next = events.next()
  let seen: ChatEvent | undefined
  while (seen?.type !== 'tool-call-delta') {
    gate.release()
    const { value } = (await next) as { value: ChatEvent | undefined }
    seen = value
    if (seen === undefined || seen.type === 'finish') break
    if (seen.type !== 'tool-call-delta') next = events.next()
  }
  expect(seen?.type).toBe('tool-call-delta')
  expect(upstream.requests[0]?.end).toBeUndefined()
  await events.return(undefined)
})

describe('18: Bedrock signatures', () => {
  const arn = 'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-v1:0'

  test.each(['amazon.nova-pro-v1:0', 'a b/ü:0', arn])(
    'the model id %s is encoded once in the URL and once more under the signature',
    async (modelId) => {
      await using upstream = await startStrictUpstream({
        spec: 'amazon-bedrock',
        region: 'eu-central-1',
      })
      await using engine = openEngine()
      const events = await readAll(ask(upstream, engine, 'amazon-bedrock', { modelId }))
      expect(upstream.refusals).toEqual([])
      expect(events.at(-1)?.type).toBe('finish')
      expect(upstream.requests[0]?.path).toBe(
        `/model/${encodeURIComponent(modelId)}/converse-stream`,
      )
    },
  )

  test("the region of the signature is the endpoint's, whatever the host is called", async () => {
    await using upstream = await startStrictUpstream({
      spec: 'amazon-bedrock',
      region: 'ap-northeast-1',
    })
    await using engine = openEngine()
    const other = { region: 'us-east-1' }
    const right = await readAll(ask(upstream, engine, 'amazon-bedrock'))
    expect(right.at(-1)?.type).toBe('finish')
    const wrong = await readAll(ask(upstream, engine, 'amazon-bedrock', { fields: other }))
    expect(wrong.at(-1)).toMatchObject({ type: 'error', error: { code: 'authentication' } })
  })
})
