import { GoogleGenAI } from '@google/genai'
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import OpenAI from 'openai'
import { expect, test } from 'vitest'
import type { EmbeddingRequest } from '../model/embedding.ts'
import type { EndpointFields } from '../model/endpoint.ts'
import {
  fakeTokens,
  fakeVector,
  startStrictUpstream,
  type StrictUpstreamOptions,
} from '../testing/index.ts'
import { openEngine } from '../testing/open-engine.ts'
import { resolveExpectations } from '../testing/resolve-expectations.ts'
import { embed } from './embed.ts'

const { signal } = new AbortController()
const texts = ['first', 'zweite grün 漢', 'a third']
const inputTokens = texts.reduce((sum, text) => sum + fakeTokens(text), 0)

interface Setting {
  readonly name: string
  readonly options: StrictUpstreamOptions
  readonly model: string
  readonly overrides?: Partial<EndpointFields>
  readonly dimensions?: number
  /** Requests that it takes for the three texts. */
  readonly requests?: number
  readonly noUsage?: boolean
}

const settings: readonly Setting[] = [
  { name: 'OpenAI', options: { spec: 'openai-chat-completions' }, model: 'text-embedding-3-large' },
  { name: 'OpenAI, Responses', options: { spec: 'openai-responses' }, model: 'm' },
  { name: 'Azure, dated', options: { spec: 'azure', forms: ['dated'] }, model: 'dep/1' },
  {
    name: 'Azure, v1',
    options: { spec: 'azure', forms: ['v1'] },
    model: 'dep',
    overrides: { apiVersion: undefined },
  },
  {
    name: 'Azure, an endpoint set to Claude',
    options: { spec: 'azure', forms: ['v1'] },
    model: 'dep',
    overrides: { apiVersion: undefined, dialect: 'anthropic-messages' },
  },
  { name: 'Gemini', options: { spec: 'google' }, model: 'gemini-embedding-001', noUsage: true },
  { name: 'Vertex text model', options: { spec: 'google-vertex' }, model: 'text-embedding-005' },
  {
    name: 'Vertex Gemini model',
    options: { spec: 'google-vertex' },
    model: 'gemini-embedding-001',
    requests: 3,
  },
  {
    name: 'Vertex, newer Gemini model',
    options: { spec: 'google-vertex' },
    model: 'gemini-embedding-2',
    requests: 3,
  },
  {
    name: 'Bedrock Titan',
    options: { spec: 'amazon-bedrock' },
    model: 'amazon.titan-embed-text-v2:0',
    requests: 3,
    dimensions: 256,
  },
  {
    name: 'Bedrock Cohere',
    options: { spec: 'amazon-bedrock' },
    model: 'eu.cohere.embed-v4:0',
    noUsage: true,
  },
]

test.each(settings)('$name: a vector for each text, in order', async (setting) => {
  const { options, model, overrides, dimensions = 4, requests = 1, noUsage } = setting
  await using upstream = await startStrictUpstream(options)
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations, overrides)
  const call = { route: { upstreamModelId: model }, resolved, request: { texts, dimensions } }
  const result = await embed(call, engine, { signal })
  expect(upstream.refusals).toEqual([])
  expect(result.vectors).toEqual(texts.map((text) => fakeVector(text, dimensions)))
  expect(result.usage).toEqual(noUsage ? undefined : { inputTokens })
  expect(result.warnings).toEqual([])
  expect(upstream.requests.filter(({ operation }) => operation !== 'token')).toHaveLength(requests)
})

test('one text goes to the method for one text', async () => {
  await using upstream = await startStrictUpstream({ spec: 'google' })
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations)
  const request: EmbeddingRequest = { texts: ['one'], taskType: 'RETRIEVAL_QUERY' }
  await embed({ route: { upstreamModelId: 'models/g' }, resolved, request }, engine, { signal })
  expect(upstream.refusals).toEqual([])
  expect(upstream.requests[0]).toMatchObject({
    path: '/v1beta/models/g:embedContent',
    body: { taskType: 'RETRIEVAL_QUERY' },
  })
})

test('what a provider type has no word for is a warning', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations)
  const request = { texts: ['a'], taskType: 'RETRIEVAL_QUERY', userId: 'u1' }
  const result = await embed({ route: { upstreamModelId: 'm' }, resolved, request }, engine, {
    signal,
  })
  expect(result.warnings).toMatchObject([
    { code: 'setting-left-out', message: expect.stringContaining('taskType') },
  ])
  expect(upstream.requests[0]?.body).toMatchObject({ user: 'u1' })
})

test('vectors that are missing, an error inside a 200 and a web page are no embeddings', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations)
  const call = { route: { upstreamModelId: 'm' }, resolved, request: { texts: ['a', 'b'] } }
  const one = JSON.stringify({ data: [{ index: 0, embedding: [1] }] })
  upstream.queueBehaviours(
    { kind: 'raw', body: one, headers: { 'content-type': 'application/json' } },
    { kind: 'error-in-200' },
    { kind: 'html' },
    { kind: 'http-error', status: 429, retryAfter: '2' },
  )
  await expect(embed(call, engine, { signal })).rejects.toMatchObject({ code: 'invalid-answer' })
  await expect(embed(call, engine, { signal })).rejects.toMatchObject({
    message: expect.stringContaining('told to fail'),
  })
  await expect(embed(call, engine, { signal })).rejects.toMatchObject({
    message: expect.stringContaining('web page in place of embeddings'),
  })
  await expect(embed(call, engine, { signal })).rejects.toMatchObject({
    code: 'rate-limit',
    retryAfterMs: 2000,
  })
})

test('a provider type without embeddings says so, and nothing is sent', async () => {
  await using upstream = await startStrictUpstream({ spec: 'anthropic' })
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations)
  const call = { route: { upstreamModelId: 'm' }, resolved, request: { texts: ['a'] } }
  await expect(embed(call, engine, { signal })).rejects.toMatchObject({
    code: 'settings',
    message: 'Fake anthropic is of the type Anthropic, which cannot make embeddings.',
  })
  expect(upstream.requests).toEqual([])
})

test('a refusal that repeats the key does not carry it on', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations)
  const key = resolved.secrets.apiKey ?? ''
  upstream.queueBehaviours({ kind: 'http-error', status: 401, message: `bad key ${key}` })
  const call = { route: { upstreamModelId: 'm' }, resolved, request: { texts: ['a'] } }
  const error: unknown = await embed(call, engine, { signal }).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ status: 401 })
  expect(JSON.stringify(error)).not.toContain(key)
})

test("OpenAI's SDK sends the same request and reads the same vectors", async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  await using engine = openEngine()
  const { baseUrl, secrets } = upstream.expectations
  const sdk = new OpenAI({ baseURL: baseUrl, apiKey: secrets['apiKey'] ?? '' })
  const read = await sdk.embeddings.create({ model: 'm', input: texts, dimensions: 4 })
  const resolved = resolveExpectations(upstream.expectations)
  const request = { texts, dimensions: 4 }
  await embed({ route: { upstreamModelId: 'm' }, resolved, request }, engine, { signal })
  const [theirs, ours] = upstream.requests
  expect(ours?.path).toBe(theirs?.path)
  expect(ours?.body).toEqual(theirs?.body)
  expect(read.data.toSorted((a, b) => a.index - b.index).map((item) => item.embedding)).toEqual(
    texts.map((text) => fakeVector(text, 4)),
  )
})

test("Google's SDK sends the same items", async () => {
  await using upstream = await startStrictUpstream({ spec: 'google' })
  await using engine = openEngine()
  const { baseUrl, secrets } = upstream.expectations
  const apiKey = secrets['apiKey'] ?? ''
  const sdk = new GoogleGenAI({ apiKey, httpOptions: { baseUrl, apiVersion: 'v1beta' } })
  await sdk.models.embedContent({
    model: 'g',
    contents: texts,
    config: { outputDimensionality: 4, taskType: 'CLUSTERING' },
  })
  const resolved = resolveExpectations(upstream.expectations)
  const request = { texts, dimensions: 4, taskType: 'CLUSTERING' }
  await embed({ route: { upstreamModelId: 'g' }, resolved, request }, engine, { signal })
  const [theirs, ours] = upstream.requests
  expect(upstream.refusals).toEqual([])
  expect(ours?.path).toBe(theirs?.path)
  expect(withoutRoles(ours?.body)).toEqual(withoutRoles(theirs?.body))
})

/** The SDK adds the role, which embeddings ignore. */
function withoutRoles(body: unknown): unknown {
  return JSON.parse(
    JSON.stringify(body, (name: string, value: unknown) => (name === 'role' ? undefined : value)),
  )
}

test("AWS's SDK reaches the same path", async () => {
  await using upstream = await startStrictUpstream({ spec: 'amazon-bedrock' })
  await using engine = openEngine()
  const { baseUrl, secrets, settings: fields } = upstream.expectations
  const modelId = 'amazon.titan-embed-text-v2:0'
  const sdk = new BedrockRuntimeClient({
    endpoint: baseUrl,
    requestHandler: new NodeHttpHandler(),
    region: fields['region'] ?? '',
    credentials: {
      accessKeyId: secrets['accessKeyId'] ?? '',
      secretAccessKey: secrets['secretAccessKey'] ?? '',
    },
  })
  const body = JSON.stringify({ inputText: 'a' })
  await sdk.send(new InvokeModelCommand({ modelId, contentType: 'application/json', body }))
  const resolved = resolveExpectations(upstream.expectations)
  const request = { texts: ['a'] }
  await embed({ route: { upstreamModelId: modelId }, resolved, request }, engine, { signal })
  const [theirs, ours] = upstream.requests
  expect(upstream.refusals).toEqual([])
  expect(ours?.path).toBe(theirs?.path)
  expect(ours?.body).toEqual(theirs?.body)
})
