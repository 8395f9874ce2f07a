/** @file The AI SDK's providers read what we write for clients: another implementation of each format than ours and the vendor's. */
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChatEvent, FinishReason, Usage } from '../model/chat-event.ts'
import {
  sdkProviders,
  startSdkClient,
  summarizeContent,
  summarizeParts,
  type SdkClient,
  type SdkPart,
  type SdkProvider,
  type SdkSummary,
} from './testing/ai-sdk-client.fixture.ts'
import { arbitraryReply, wildEvents } from './testing/arbitrary-events.ts'

let client: SdkClient
beforeAll(async () => {
  client = await startSdkClient()
})
afterAll(() => client.close())

/** What a provider has no eyes for, in its own format or at all. */
const blind: Readonly<Record<SdkProvider, readonly (keyof SdkSummary)[]>> = {
  'openai-compatible': ['files', 'sources', 'signatures'],
  'openai.chat': ['reasoning', 'files', 'signatures'],
  'openai.responses': ['signatures'],
  anthropic: ['files'],
  google: [],
}

const usage: Usage = {
  inputTokens: 20,
  outputTokens: 9,
  cachedInputTokens: 5,
  reasoningTokens: 4,
}
const start: ChatEvent = { type: 'start', id: 'reply_1', model: 'm', createdAt: 1_700_000_000 }
const image: ChatEvent = {
  type: 'image',
  source: { kind: 'base64', mediaType: 'image/png', data: 'iVBORw0KGgo=' },
  block: 2,
}
const source = { url: 'https://host.example/a', title: 'A', start: 0, end: 3 }
const content: readonly ChatEvent[] = [
  start,
  { type: 'reasoning-delta', text: 'I ', block: 0 },
  { type: 'reasoning-delta', text: 'think.', block: 0 },
  { type: 'signature', signature: 'c2lnbmF0dXJl', block: 0 },
  { type: 'text-delta', text: 'See ', block: 1 },
  { type: 'text-delta', text: 'there: ü 👋.', block: 1 },
  { type: 'citation', citation: source, block: 1 },
  image,
  { type: 'tool-call-start', id: 'call_a', name: 'get_weather', block: 3 },
  { type: 'tool-call-start', id: 'call_b', name: 'get_time', block: 4 },
  { type: 'tool-call-delta', id: 'call_a', arguments: '{"city"', block: 3 },
  { type: 'tool-call-delta', id: 'call_b', arguments: '{"zone":', block: 4 },
  { type: 'tool-call-delta', id: 'call_a', arguments: ':"Bonn"}', block: 3 },
  { type: 'tool-call-delta', id: 'call_b', arguments: '2}', block: 4 },
  { type: 'tool-call-end', id: 'call_a', block: 3 },
  { type: 'tool-call-end', id: 'call_b', block: 4 },
]
const reply: readonly ChatEvent[] = [...content, { type: 'finish', reason: 'tool-calls', usage }]
const said = {
  text: 'See there: ü 👋.',
  reasoning: 'I think.',
  signatures: ['c2lnbmF0dXJl'],
  files: ['image/png'],
  sources: ['https://host.example/a'],
  calls: [
    { id: 'call_a', name: 'get_weather', input: { city: 'Bonn' } },
    { id: 'call_b', name: 'get_time', input: { zone: 2 } },
  ],
  finish: 'tool-calls',
  usage: { input: 20, cached: 5, output: 9, reasoning: 4 },
}

function seenBy(provider: SdkProvider, all: Partial<SdkSummary>): Partial<SdkSummary> {
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => !blind[provider].includes(name as keyof SdkSummary)),
  )
}

function errorsOf(parts: readonly SdkPart[]): unknown[] {
  return parts.flatMap((part) => (part.type === 'error' ? [part.error] : []))
}

describe.each(sdkProviders)('%s', (provider) => {
  test('reads a stream of everything as it was meant', async () => {
    const parts = await client.stream(provider, reply)
    expect(errorsOf(parts)).toEqual([])
    expect(summarizeParts(parts)).toMatchObject(seenBy(provider, said))
    expect(parts.map((part) => part.type)).not.toContain('raw')
  })

  test('reads the same as a whole answer', async () => {
    const answer = await client.generate(provider, reply)
    expect(summarizeContent(answer)).toMatchObject(seenBy(provider, said))
  })

  const reasons: readonly FinishReason[] = ['stop', 'length', 'content-filter']
  test.each(reasons)('reads the reason %s', async (reason) => {
    const events: ChatEvent[] = [
      start,
      { type: 'text-delta', text: 'Hi', block: 0 },
      { type: 'finish', reason, usage },
    ]
    const parts = await client.stream(provider, events)
    expect(errorsOf(parts)).toEqual([])
    expect(summarizeParts(parts)).toMatchObject({ text: 'Hi', finish: reason })
  })

  test('reads a failure in the middle as one error with our words', async () => {
    const message = 'The model is busy.'
    const failure: ChatEvent = {
      type: 'error',
      error: { code: 'overloaded', message, retryable: true },
    }
    const parts = await client.stream(provider, [...content.slice(0, 6), failure])
    const errors = errorsOf(parts)
    expect(errors).toHaveLength(1)
    expect(JSON.stringify(errors[0])).toContain(message)
    const summary = summarizeParts(parts)
    expect(summary.text).toBe(said.text)
    expect([undefined, 'error']).toContain(summary.finish)
    await expect(client.generate(provider, [failure])).rejects.toThrow(message)
  })

  test('reads any reply that keeps the rules', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryReply(), async (events) => {
        const parts = await client.stream(provider, events)
        expect(errorsOf(parts)).toEqual([])
        const expected = seenBy(provider, sortCalls(summarizeEvents(events)))
        expect(sortCalls(summarizeParts(parts))).toMatchObject(expected)
        const answer = await client.generate(provider, events)
        expect(sortCalls(summarizeContent(answer))).toMatchObject(expected)
      }),
      { numRuns: 40 },
    )
  })

  test('reads whatever order events come in without an error of its own', async () => {
    await fc.assert(
      fc.asyncProperty(wildEvents, async (events) => {
        const fails = events.at(-1)?.type === 'error'
        try {
          const parts = await client.stream(provider, events)
          expect(errorsOf(parts)).toHaveLength(fails ? 1 : 0)
        } catch (error) {
          // A stream that begins with the failure is thrown at once.
          if (!fails || !String(error).includes('The model is busy.')) throw error
        }
      }),
      { numRuns: 60 },
    )
  })
})

/** Calls may end in another order than they began in. */
function sortCalls<Summary extends Partial<SdkSummary>>(summary: Summary): Summary {
  const { calls = [] } = summary
  return { ...summary, calls: calls.toSorted((a, b) => (a.id < b.id ? -1 : 1)) }
}

/** What the first choice of a reply says, in the words of `SdkSummary`. */
function summarizeEvents(events: readonly ChatEvent[]): Partial<SdkSummary> {
  const join = (type: 'text-delta' | 'reasoning-delta'): string =>
    events.map((event) => (event.type === type ? event.text : '')).join('')
  const calls = events.flatMap((event) => {
    if (event.type !== 'tool-call-start') return []
    const pieces = events.map((each) =>
      each.type === 'tool-call-delta' && each.id === event.id ? each.arguments : '',
    )
    return [{ id: event.id, name: event.name, input: JSON.parse(pieces.join('')) as unknown }]
  })
  const last = events.at(-1)
  const counts = last?.type === 'finish' ? last.usage : undefined
  return {
    text: join('text-delta'),
    reasoning: join('reasoning-delta'),
    calls,
    ...(last?.type === 'finish' && { finish: last.reason }),
    ...(counts !== undefined && {
      usage: {
        input: counts.inputTokens,
        cached: counts.cachedInputTokens,
        output: counts.outputTokens,
        reasoning: counts.reasoningTokens,
      },
    }),
  }
}
