import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { startStrictUpstream, type StrictUpstreamOptions } from '@patchbay/provider-core/testing'
import { endpointOf, openGateway, testKey } from '../testing/open-gateway.ts'

async function open(options: StrictUpstreamOptions, model: string) {
  const upstream = await startStrictUpstream(options)
  const endpoint = endpointOf(upstream, { id: 'e', name: 'Count', modelMapping: { ours: model } })
  const gateway = await openGateway({ endpoints: [endpoint] })
  return {
    upstream,
    gateway,
    anthropic: new Anthropic({
      baseURL: gateway.url,
      apiKey: testKey,
      maxRetries: 0,
      // Goes on to Anthropic as it is; the fake takes this one.
      defaultHeaders: { 'anthropic-version': '2023-06-01' },
    }),
    google: new GoogleGenAI({ apiKey: testKey, httpOptions: { baseUrl: gateway.url } }),
    openai: new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: testKey, maxRetries: 0 }),
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]()
      await upstream.close()
    },
  }
}

const model = 'count/ours'
const system = 'Be brief.'
const able: readonly (readonly [string, StrictUpstreamOptions, string])[] = [
  ['Anthropic', { spec: 'anthropic' }, 'claude-opus-4-1'],
  ['Gemini', { spec: 'google' }, 'gemini-2.5-pro'],
  ['Vertex', { spec: 'google-vertex' }, 'gemini-2.5-pro'],
  ['Bedrock', { spec: 'amazon-bedrock' }, 'anthropic.claude-3-5-sonnet-20240620-v1:0'],
]

test.each(able)(
  'Anthropic, Google and OpenAI clients have %s count',
  async (_name, options, id) => {
    await using opened = await open(options, id)
    const messages = [{ role: 'user' as const, content: 'How long is this?' }]
    const { input_tokens } = await opened.anthropic.messages.countTokens({
      model,
      system,
      messages,
    })
    expect(input_tokens).toBeGreaterThan(0)
    const { totalTokens } = await opened.google.models.countTokens({
      model,
      contents: 'How long is this?',
    })
    expect(totalTokens).toBeGreaterThan(0)
    const counted = await opened.openai.responses.inputTokens.count({ model, input: 'How long?' })
    expect(counted).toMatchObject({ object: 'response.input_tokens' })
    expect(counted.input_tokens).toBeGreaterThan(0)
    expect(opened.upstream.refusals).toEqual([])
    expect(await opened.gateway.ended(0)).toMatchObject({
      operation: 'count-tokens',
      state: 'done',
    })
  },
)

test('a format without counts is refused in the words of the client, and not asked again', async () => {
  await using opened = await open({ spec: 'openai-chat-completions' }, 'm')
  const messages = [{ role: 'user' as const, content: 'x' }]
  const retrying = new Anthropic({ baseURL: opened.gateway.url, apiKey: testKey, maxRetries: 2 })
  const ask = retrying.messages.countTokens({ model, messages })
  await expect(ask).rejects.toMatchObject({
    status: 501,
    error: { type: 'error', error: { message: expect.stringMatching(/cannot count tokens/) } },
  })
  expect(opened.gateway.traces).toHaveLength(1)
  expect(opened.upstream.requests).toHaveLength(0)
})
