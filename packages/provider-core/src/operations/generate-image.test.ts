import { GoogleGenAI } from '@google/genai'
import OpenAI from 'openai'
import { expect, test } from 'vitest'
import type { EndpointFields } from '../model/endpoint.ts'
import { fakePng, startStrictUpstream, type StrictUpstreamOptions } from '../testing/index.ts'
import { openEngine } from '../testing/open-engine.ts'
import { resolveExpectations } from '../testing/resolve-expectations.ts'
import { generateImage } from './generate-image.ts'

const { signal } = new AbortController()
const png = { kind: 'base64', mediaType: 'image/png', data: fakePng }

test.each<{
  name: string
  options: StrictUpstreamOptions
  model: string
  size: string
  overrides?: Partial<EndpointFields>
}>([
  {
    name: 'OpenAI',
    options: { spec: 'openai-responses' },
    model: 'gpt-image-1',
    size: '1024x1024',
  },
  {
    name: 'OpenAI, DALL·E',
    options: { spec: 'openai-chat-completions' },
    model: 'dall-e-3',
    size: '1024x1024',
  },
  {
    name: 'Azure, dated',
    options: { spec: 'azure', forms: ['dated'] },
    model: 'img',
    size: '1024x1024',
  },
  {
    name: 'Azure, v1',
    options: { spec: 'azure', forms: ['v1'] },
    model: 'img',
    size: '1024x1024',
    overrides: { apiVersion: undefined },
  },
  { name: 'Imagen, Gemini API', options: { spec: 'google' }, model: 'imagen-4', size: '16:9' },
  { name: 'Imagen, Vertex', options: { spec: 'google-vertex' }, model: 'imagen-4', size: '16:9' },
])('$name: as many pictures as asked', async ({ options, model, size, overrides }) => {
  await using upstream = await startStrictUpstream(options)
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations, overrides)
  const request = { prompt: 'a cat', count: 2, size }
  const call = { route: { upstreamModelId: model }, resolved, request }
  const result = await generateImage(call, engine, { signal })
  expect(upstream.refusals).toEqual([])
  expect(result.images).toEqual([png, png])
  expect(result.warnings).toEqual([])
})

test('a Gemini model draws in a chat that may answer with images', async () => {
  await using upstream = await startStrictUpstream({ spec: 'google' })
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations)
  const inlineData = { mimeType: 'image/png', data: fakePng }
  const body = JSON.stringify({
    candidates: [
      {
        content: { role: 'model', parts: [{ text: 'Here.' }, { inlineData }] },
        finishReason: 'STOP',
        index: 0,
      },
    ],
    usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 9, totalTokenCount: 14 },
  })
  upstream.queueBehaviours({
    kind: 'raw',
    body,
    headers: { 'content-type': 'application/json' },
  })
  const request = { prompt: 'a cat', size: '16:9' }
  const call = { route: { upstreamModelId: 'gemini-3-image' }, resolved, request }
  const result = await generateImage(call, engine, { signal })
  expect(upstream.refusals).toEqual([])
  expect(result).toMatchObject({ images: [png], text: 'Here.', usage: { outputTokens: 9 } })
  expect(upstream.requests[0]).toMatchObject({
    path: '/v1beta/models/gemini-3-image:generateContent',
    body: {
      generationConfig: {
        responseModalities: ['TEXT', 'IMAGE'],
        imageConfig: { aspectRatio: '16:9' },
      },
    },
  })
})

test('an answer in words only is an error that says them', async () => {
  await using upstream = await startStrictUpstream({ spec: 'google' })
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations)
  const call = { route: { upstreamModelId: 'g' }, resolved, request: { prompt: 'a cat' } }
  await expect(generateImage(call, engine, { signal })).rejects.toMatchObject({
    code: 'invalid-answer',
    message: expect.stringContaining('without an image'),
  })
})

test('pictures that the vendor held back are a refusal with its reason', async () => {
  await using upstream = await startStrictUpstream({ spec: 'google' })
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations)
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ predictions: [{ raiFilteredReason: 'A person is shown.' }] })
  upstream.queueBehaviours({ kind: 'raw', body, headers }, { kind: 'raw', body: '{}', headers })
  const call = { route: { upstreamModelId: 'imagen-4' }, resolved, request: { prompt: 'x' } }
  await expect(generateImage(call, engine, { signal })).rejects.toMatchObject({
    code: 'content-policy',
    message: expect.stringContaining('A person is shown.'),
  })
  await expect(generateImage(call, engine, { signal })).rejects.toMatchObject({
    code: 'content-policy',
  })
})

test('settings that Imagen has not are warnings', async () => {
  await using upstream = await startStrictUpstream({ spec: 'google' })
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations)
  const request = { prompt: 'x', size: '1024x1024', quality: 'high' }
  const call = { route: { upstreamModelId: 'imagen-4' }, resolved, request }
  const { warnings } = await generateImage(call, engine, { signal })
  expect(warnings.map(({ message }) => message).join(' ')).toMatch(/quality.*1024x1024/)
})

test.each(['anthropic', 'amazon-bedrock'] as const)(
  '%s: a provider type without images says so',
  async (spec) => {
    await using upstream = await startStrictUpstream({ spec })
    await using engine = openEngine()
    const resolved = resolveExpectations(upstream.expectations)
    const call = { route: { upstreamModelId: 'm' }, resolved, request: { prompt: 'x' } }
    await expect(generateImage(call, engine, { signal })).rejects.toMatchObject({
      code: 'settings',
      message: expect.stringContaining('cannot make images'),
    })
    expect(upstream.requests).toEqual([])
  },
)

test("the official SDKs send the same requests as OpenAI's and Imagen's codecs", async () => {
  await using openai = await startStrictUpstream({ spec: 'openai-responses' })
  await using google = await startStrictUpstream({ spec: 'google' })
  await using engine = openEngine()
  const sdk = new OpenAI({
    baseURL: openai.expectations.baseUrl,
    apiKey: openai.expectations.secrets['apiKey'] ?? '',
  })
  await sdk.images.generate({ model: 'gpt-image-1', prompt: 'a cat', n: 2, size: '1024x1024' })
  // The SDK draws with Imagen on Vertex only; what it sends is kept although this host is another one.
  const genai = new GoogleGenAI({
    vertexai: true,
    apiKey: google.expectations.secrets['apiKey'] ?? '',
    httpOptions: { baseUrl: google.expectations.baseUrl },
  })
  const config = { numberOfImages: 2, aspectRatio: '16:9' }
  const drawing = genai.models.generateImages({ model: 'imagen-4', prompt: 'a cat', config })
  await expect(drawing).rejects.toMatchObject({ status: 404 })
  for (const [upstream, model, size] of [
    [openai, 'gpt-image-1', '1024x1024'],
    [google, 'imagen-4', '16:9'],
  ] as const) {
    const resolved = resolveExpectations(upstream.expectations)
    const request = { prompt: 'a cat', count: 2, size }
    await generateImage({ route: { upstreamModelId: model }, resolved, request }, engine, {
      signal,
    })
    const [theirs, ours] = upstream.requests
    expect(ours?.path.split('/').at(-1)).toBe(theirs?.path.split('/').at(-1))
    expect(ours?.body).toEqual(theirs?.body)
  }
})
