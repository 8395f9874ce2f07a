import { GoogleGenAI } from '@google/genai'
import OpenAI, { APIError } from 'openai'
import { expect, test } from 'vitest'
import {
  fakeVector,
  startStrictUpstream,
  type StrictUpstreamOptions,
} from '@patchbay/provider-core/testing'
import { endpointOf, openGateway, testKey, type TestGateway } from '../testing/open-gateway.ts'
import { rawEndpoint, sendJsonReply, startRawUpstream } from '../testing/raw-upstream.ts'

const texts = ['first', 'zweite grün 漢', 'a third']

const openai = ({ url }: TestGateway): OpenAI =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: testKey, maxRetries: 0 })

interface Setting {
  readonly name: string
  readonly options: StrictUpstreamOptions
  readonly model: string
  readonly mode: 'pass-through' | 'translated'
}

const settings: readonly Setting[] = [
  {
    name: 'OpenAI',
    options: { spec: 'openai-chat-completions' },
    model: 'm',
    mode: 'pass-through',
  },
  { name: 'Responses', options: { spec: 'openai-responses' }, model: 'm', mode: 'pass-through' },
  {
    name: 'Azure',
    options: { spec: 'azure', forms: ['dated'] },
    model: 'dep',
    mode: 'pass-through',
  },
  {
    name: 'Gemini',
    options: { spec: 'google' },
    model: 'gemini-embedding-001',
    mode: 'translated',
  },
  {
    name: 'Vertex',
    options: { spec: 'google-vertex' },
    model: 'text-embedding-005',
    mode: 'translated',
  },
  {
    name: 'Bedrock',
    options: { spec: 'amazon-bedrock' },
    model: 'amazon.titan-embed-text-v2:0',
    mode: 'translated',
  },
]

async function open({ options, model }: Setting) {
  const upstream = await startStrictUpstream(options)
  const endpoint = endpointOf(upstream, { id: 'e', name: 'Vectors', modelMapping: { ours: model } })
  const gateway = await openGateway({ endpoints: [endpoint] })
  return {
    upstream,
    gateway,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]()
      await upstream.close()
    },
  }
}

test.each(settings)("OpenAI's SDK gets its vectors from $name", async (setting) => {
  await using opened = await open(setting)
  const { gateway, upstream } = opened
  const client = openai(gateway).embeddings
  for (const encoding_format of [undefined, 'float', 'base64'] as const) {
    const asked = { model: 'vectors/ours', input: texts, dimensions: 256 }
    const { data, response } = await client
      .create(encoding_format === undefined ? asked : { ...asked, encoding_format })
      .withResponse()
    const vectors = data.data
      .toSorted((a, b) => a.index - b.index)
      .map(({ embedding }) => embedding)
    const expected = texts.map((text) => fakeVector(text, 256))
    const read = (vector: unknown): number[] => {
      if (typeof vector !== 'string') return [...(vector as number[])]
      const bytes = Buffer.from(vector, 'base64')
      return [...new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)]
    }
    expect(typeof vectors[0] === 'string').toBe(encoding_format === 'base64')
    const near = vectors.map((vector) => read(vector).map((value) => value.toFixed(4)))
    expect(near).toEqual(expected.map((vector) => vector.map((value) => value.toFixed(4))))
    expect(response.headers.get('x-patchbay-endpoint')).toBe('Vectors')
    expect(response.headers.get('x-patchbay-model')).toBe(setting.model)
  }
  expect(upstream.refusals).toEqual([])
  const trace = await gateway.ended(0)
  expect(trace).toMatchObject({
    operation: 'embed',
    mode: setting.mode,
    state: 'done',
    status: 200,
  })
  expect(trace).toMatchObject({ model: 'vectors/ours', keyId: 'key-1', client: 'openai-chat' })
})

test.each(settings)("Google's SDK gets its vectors from $name", async (setting) => {
  await using opened = await open(setting)
  const { gateway, upstream } = opened
  const httpOptions = { baseUrl: gateway.url }
  const client = new GoogleGenAI({ apiKey: testKey, httpOptions })
  const { embeddings } = await client.models.embedContent({
    model: 'vectors/ours',
    contents: texts,
    config: { outputDimensionality: 256 },
  })
  const values = embeddings?.map((each) => each.values?.map((value) => value.toFixed(4)))
  expect(values).toEqual(
    texts.map((text) => fakeVector(text, 256).map((value) => value.toFixed(4))),
  )
  expect(upstream.refusals).toEqual([])
})

test('token ids go to endpoints that take them, and are refused where they are not', async () => {
  const [plain, , , google] = settings
  if (plain === undefined || google === undefined) throw new Error('no setting')
  await using other = await open(google)
  const ask = openai(other.gateway).embeddings.create({ model: 'vectors/ours', input: [1, 2, 3] })
  await expect(ask).rejects.toMatchObject({
    status: 400,
    message: expect.stringMatching(/token ids/),
  })
  expect(other.upstream.requests).toHaveLength(0)

  await using opened = await open(plain)
  await openai(opened.gateway)
    .embeddings.create({ model: 'vectors/ours', input: [[1, 2], [3]] })
    .catch(() => undefined)
  expect(opened.upstream.requests[0]?.body).toMatchObject({ input: [[1, 2], [3]] })
})

test('what a translation has no word for is named in a header', async () => {
  const google = settings[3]
  if (google === undefined) throw new Error('no setting')
  await using opened = await open(google)
  const asked = { model: 'vectors/ours', input: 'x', user: 'u', truncate: 'END' }
  const { response } = await openai(opened.gateway).embeddings.create(asked).withResponse()
  expect(response.headers.get('x-patchbay-warnings')).toBe('setting-left-out')
  const { warnings } = await opened.gateway.ended(0)
  expect(warnings.map(({ message }) => message).join(' ')).toMatch(/userId.*truncate/)
})

test('an endpoint without embeddings says so with a status of its own', async () => {
  await using opened = await open({
    name: '',
    options: { spec: 'anthropic' },
    model: 'x',
    mode: 'translated',
  })
  const error: unknown = await openai(opened.gateway)
    .embeddings.create({ model: 'vectors/ours', input: 'x' })
    .catch((failure: unknown) => failure)
  expect(error).toBeInstanceOf(APIError)
  expect(error).toMatchObject({ status: 501, message: expect.stringMatching(/embeddings/) })
})

test('an error of the upstream arrives in its own words', async () => {
  const [plain] = settings
  if (plain === undefined) throw new Error('no setting')
  await using opened = await open(plain)
  opened.upstream.setBehaviour({ kind: 'http-error', status: 422, message: 'Odd input.' })
  const ask = openai(opened.gateway).embeddings.create({ model: 'vectors/ours', input: 'x' })
  await expect(ask).rejects.toMatchObject({
    status: 422,
    message: expect.stringMatching(/Odd input/),
  })
})

test('a fallback answers when the first endpoint cannot, and the answer says who did', async () => {
  await using first = await startStrictUpstream({ spec: 'openai-chat-completions' })
  await using second = await startStrictUpstream({ spec: 'google' })
  first.setBehaviour({ kind: 'http-error', status: 503 })
  await using gateway = await openGateway({
    endpoints: [
      endpointOf(first, { id: 'a', name: 'First' }),
      endpointOf(second, { id: 'b', name: 'Sécond' }),
    ],
    aliases: [
      {
        name: 'vec',
        targets: [{ address: { endpointId: 'a', modelId: 'm' } }],
        fallbacks: [{ endpointId: 'b', modelId: 'gemini-embedding-001' }],
      },
    ],
  })
  const { data, response } = await openai(gateway)
    .embeddings.create({ model: 'vec', input: texts })
    .withResponse()
  expect(data.data).toHaveLength(3)
  expect(response.headers.get('x-patchbay-endpoint')).toBe('S%C3%A9cond')
  const trace = await gateway.ended(0)
  expect(trace.failedAttempts.map(({ route, error }) => [route.endpointId, error.status])).toEqual([
    ['a', 503],
  ])
  expect(trace.route?.endpointId).toBe('b')
})

test("nothing of the client's own goes on: keys, cookies, addresses, our own headers", async () => {
  const [plain] = settings
  if (plain === undefined) throw new Error('no setting')
  await using opened = await open(plain)
  const { gateway, upstream } = opened
  const own = {
    authorization: `Bearer ${testKey}`,
    'x-api-key': 'client-key-1',
    'api-key': 'client-key-2',
    'x-goog-api-key': 'client-key-3',
    cookie: 'session=client-key-4',
    referer: 'http://client-key-5.example/',
    forwarded: 'for=10.0.0.9',
    'x-forwarded-for': '10.0.0.9',
    'x-patchbay-assume-model-exists': 'true',
    'openai-organization': 'org-client',
    'x-stainless-lang': 'js',
    te: 'trailers',
    'proxy-authorization': 'Basic client-key-6',
  }
  const response = await fetch(`${gateway.url}/v1/embeddings?api_key=client-key-7`, {
    method: 'POST',
    headers: { ...own, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'vectors/ours', input: 'x' }),
  })
  expect(response.status).toBe(200)
  const [request] = upstream.requests
  expect(Object.keys(request?.headers ?? {}).toSorted()).toEqual([
    'accept',
    'authorization',
    'connection',
    'content-length',
    'content-type',
    'host',
    'user-agent',
  ])
  const sent = JSON.stringify([request?.headers, request?.target])
  expect(sent).not.toMatch(/client-key|pbk-|10\.0\.0\.9|org-client/)
  expect(upstream.refusals).toEqual([])
})

test('an answer in another form than the one asked for is labelled as what it is: changed', async () => {
  const vector = [0.5, -0.25]
  await using upstream = await startRawUpstream((response) =>
    sendJsonReply(response, 200, {
      object: 'list',
      model: 'm',
      data: [{ object: 'embedding', index: 0, embedding: vector }],
      usage: { prompt_tokens: 1, total_tokens: 1 },
    }),
  )
  await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
  const client = openai(gateway).embeddings
  const asked = { model: 'e1/m', input: 'Hi' }
  const floats = await client.create({ ...asked, encoding_format: 'float' })
  expect(floats.data[0]?.embedding).toEqual(vector)
  const packed = await client.create({ ...asked, encoding_format: 'base64' })
  expect(typeof packed.data[0]?.embedding).toBe('string')
  const modes = [(await gateway.ended(0)).mode, (await gateway.ended(1)).mode]
  expect(modes).toEqual(['pass-through', 'translated'])
})
