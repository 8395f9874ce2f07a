import Anthropic from '@anthropic-ai/sdk'
import { expect, test } from 'vitest'
import type { ChatRequest } from '../model/chat-request.ts'
import type { EndpointFields } from '../model/endpoint.ts'
import type { DialectId } from '../model/spec.ts'
import { getSpec } from '../specs/registry.ts'
import { fakeCount, startStrictUpstream, type StrictUpstreamOptions } from '../testing/index.ts'
import { openEngine } from '../testing/open-engine.ts'
import { resolveExpectations } from '../testing/resolve-expectations.ts'
import { countTokens } from './count-tokens.ts'

const { signal } = new AbortController()
const request: ChatRequest = {
  messages: [
    { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
    { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
  ],
  maxOutputTokens: 100,
  temperature: 0.5,
}

async function count(
  options: StrictUpstreamOptions,
  model: string,
  overrides?: Partial<EndpointFields>,
  asked: ChatRequest = request,
) {
  const upstream = await startStrictUpstream(options)
  await using engine = openEngine()
  try {
    const resolved = resolveExpectations(upstream.expectations, overrides)
    const { endpoint } = resolved
    const dialect: DialectId = getSpec(endpoint.spec).resolveDialect(endpoint, model)
    const route = { dialect, upstreamModelId: model }
    const result = await countTokens({ route, resolved, request: asked }, engine, { signal }).catch(
      (error: unknown) => error,
    )
    const seen = upstream.requests.filter(({ operation }) => operation !== 'token')
    return { result, refusals: upstream.refusals, seen }
  } finally {
    await upstream.close()
  }
}

test.each<{
  name: string
  options: StrictUpstreamOptions
  model: string
  overrides?: Partial<EndpointFields>
}>([
  { name: 'Anthropic', options: { spec: 'anthropic' }, model: 'claude-x' },
  { name: 'Gemini', options: { spec: 'google' }, model: 'gemini-x' },
  { name: 'Vertex Gemini', options: { spec: 'google-vertex' }, model: 'gemini-x' },
  { name: 'Vertex Claude', options: { spec: 'google-vertex' }, model: 'claude-x@20260101' },
  { name: 'Bedrock', options: { spec: 'amazon-bedrock' }, model: 'amazon.nova-x-v1:0' },
  { name: 'Bedrock Claude', options: { spec: 'amazon-bedrock' }, model: 'anthropic.claude-x-v1:0' },
  {
    name: 'Claude on Foundry',
    options: { spec: 'azure', forms: ['claude'] },
    model: 'claude-dep',
    overrides: { dialect: 'anthropic-messages' },
  },
])('$name counts', async ({ options, model, overrides }) => {
  const { result, refusals, seen } = await count(options, model, overrides)
  expect(refusals).toEqual([])
  expect(result).toMatchObject({ inputTokens: fakeCount })
  expect(seen).toHaveLength(1)
})

test('Gemini without system text is asked with the contents alone', async () => {
  const messages = request.messages.slice(1)
  const { seen } = await count({ spec: 'google' }, 'g', {}, { messages })
  expect(Object.keys(seen[0]?.body as object)).toEqual(['contents'])
})

test.each(['openai-chat-completions', 'azure'] as const)(
  '%s cannot count, and nothing is sent',
  async (spec) => {
    const { result, seen } = await count({ spec }, 'm')
    expect(result).toMatchObject({
      code: 'settings',
      message: expect.stringContaining('cannot count tokens'),
    })
    expect(seen).toEqual([])
  },
)

test('an exact URL is not billed for a count', async () => {
  const { result, seen } = await count({ spec: 'anthropic' }, 'claude-x', { exactUrl: true })
  expect(result).toMatchObject({ code: 'settings' })
  expect(seen).toEqual([])
})

test("Anthropic's SDK calls the same path with the same fields", async () => {
  await using upstream = await startStrictUpstream({ spec: 'anthropic' })
  const { baseUrl, secrets } = upstream.expectations
  const apiKey = secrets['apiKey'] ?? ''
  const sdk = new Anthropic({
    baseURL: baseUrl,
    apiKey,
    defaultHeaders: {
      authorization: null,
      'x-api-key': apiKey,
      'anthropic-version': '2023-06-01',
    },
  })
  const counted = await sdk.messages.countTokens({
    model: 'claude-x',
    system: 'Be brief.',
    messages: [{ role: 'user', content: 'Hi' }],
  })
  const { seen } = await count({ spec: 'anthropic' }, 'claude-x')
  expect(upstream.refusals).toEqual([])
  expect(counted.input_tokens).toBe(fakeCount)
  expect(seen[0]?.path).toBe(upstream.requests[0]?.path)
  expect(Object.keys(seen[0]?.body as object).toSorted()).toEqual(
    Object.keys(upstream.requests[0]?.body as object).toSorted(),
  )
})
