import OpenAI from 'openai'
import { expect, test } from 'vitest'
import type { ChatEvent } from '../model/chat-event.ts'
import type { EndpointFields } from '../model/endpoint.ts'
import {
  defaultReplyText,
  startStrictUpstream,
  type StrictUpstreamOptions,
} from '../testing/index.ts'
import { openEngine } from '../testing/open-engine.ts'
import { resolveExpectations } from '../testing/resolve-expectations.ts'
import { complete, type CompleteCall } from './complete.ts'
import { createCompletionDecoder, decodeCompletion } from './complete-reply.ts'

const { signal } = new AbortController()
const request = { prompt: 'Once upon', maxOutputTokens: 20, temperature: 0.5, stop: ['END'] }

async function collect(call: CompleteCall): Promise<ChatEvent[]> {
  await using engine = openEngine()
  const events: ChatEvent[] = []
  for await (const event of complete(call, engine, { signal })) events.push(event)
  return events
}

function textOf(events: readonly ChatEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
}

const settings: {
  name: string
  options: StrictUpstreamOptions
  overrides?: Partial<EndpointFields>
}[] = [
  { name: 'OpenAI', options: { spec: 'openai-chat-completions' } },
  { name: 'OpenAI, Responses', options: { spec: 'openai-responses' } },
  { name: 'Azure, dated', options: { spec: 'azure', forms: ['dated'] } },
  {
    name: 'Azure, v1',
    options: { spec: 'azure', forms: ['v1'] },
    overrides: { apiVersion: undefined },
  },
]

test.each(settings.flatMap((setting) => [true, false].map((stream) => ({ ...setting, stream }))))(
  '$name, stream $stream: the text, one finish, the usage',
  async ({ options, overrides, stream }) => {
    await using upstream = await startStrictUpstream(options)
    const resolved = resolveExpectations(upstream.expectations, overrides)
    const events = await collect({ route: { upstreamModelId: 'm' }, resolved, request, stream })
    expect(upstream.refusals).toEqual([])
    expect(textOf(events)).toBe(defaultReplyText('m', 'Once upon'))
    expect(events[0]).toMatchObject({ type: 'start', model: 'm' })
    expect(events.at(-1)).toMatchObject({
      type: 'finish',
      reason: 'stop',
      rawReason: 'stop',
      usage: { inputTokens: expect.any(Number), outputTokens: expect.any(Number) },
      timing: { totalMs: expect.any(Number) },
    })
    expect(events.filter(({ type }) => type === 'finish' || type === 'error')).toHaveLength(1)
  },
)

test.each(['break-mid-stream', 'end-without-close', 'error-mid-stream', 'error-in-200'] as const)(
  '%s ends in an error, never in a normal end',
  async (kind) => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      behaviour: { kind },
    })
    const resolved = resolveExpectations(upstream.expectations)
    const call = { route: { upstreamModelId: 'm' }, resolved, request, stream: true }
    expect((await collect(call)).at(-1)).toMatchObject({ type: 'error' })
  },
)

test.each(['anthropic', 'google', 'amazon-bedrock', 'google-vertex'] as const)(
  '%s: a provider type without text completion says so',
  async (spec) => {
    await using upstream = await startStrictUpstream({ spec })
    const resolved = resolveExpectations(upstream.expectations)
    const call = { route: { upstreamModelId: 'm' }, resolved, request, stream: true }
    expect(await collect(call)).toMatchObject([
      {
        type: 'error',
        error: { code: 'settings', message: expect.stringContaining('has no text completion') },
      },
    ])
    expect(upstream.requests).toEqual([])
  },
)

test("OpenAI's SDK sends the same request", async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  const { baseUrl, secrets } = upstream.expectations
  const sdk = new OpenAI({ baseURL: baseUrl, apiKey: secrets['apiKey'] ?? '' })
  await sdk.completions.create({
    model: 'm',
    prompt: 'Once upon',
    max_tokens: 20,
    temperature: 0.5,
    stop: ['END'],
  })
  const resolved = resolveExpectations(upstream.expectations)
  await collect({ route: { upstreamModelId: 'm' }, resolved, request, stream: false })
  const [theirs, ours] = upstream.requests
  expect(ours?.path).toBe(theirs?.path)
  expect(ours?.body).toEqual(theirs?.body)
})

test('several choices are told apart, each with its end', () => {
  const choice = (index: number, text: string, finish_reason: string | null) => ({
    index,
    text,
    finish_reason,
  })
  const decoder = createCompletionDecoder()
  const push = (...choices: object[]) =>
    decoder.push({ event: undefined, data: JSON.stringify({ choices }) })
  const events = [
    ...push(choice(1, 'b', null), choice(0, 'a', 'stop')),
    ...push(choice(1, '', 'length')),
    ...decoder.end(),
  ]
  expect(events).toEqual([
    { type: 'start' },
    { type: 'text-delta', text: 'b', block: 1, choice: 1 },
    { type: 'text-delta', text: 'a', block: 0 },
    { type: 'choice-finish', choice: 0, reason: 'stop', rawReason: 'stop' },
    { type: 'choice-finish', choice: 1, reason: 'length', rawReason: 'length' },
    { type: 'finish', reason: 'stop', rawReason: 'stop' },
  ])
})

test('log probabilities are kept, but for a token that has none', () => {
  const logprobs = {
    tokens: ['Once', ' upon'],
    token_logprobs: [null, -0.5],
    top_logprobs: [null, { ' upon': -0.5, ' a': -1 }],
  }
  const body = { choices: [{ index: 0, text: 'x', logprobs, finish_reason: 'stop' }] }
  const top = [
    { token: ' upon', logprob: -0.5 },
    { token: ' a', logprob: -1 },
  ]
  expect(decodeCompletion(body)).toContainEqual({
    type: 'logprobs',
    block: 0,
    tokens: [{ token: ' upon', logprob: -0.5, top }],
  })
})
