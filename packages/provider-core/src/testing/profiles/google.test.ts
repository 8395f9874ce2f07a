import { GoogleGenAI, type Model } from '@google/genai'
import { expect, test } from 'vitest'
import { defaultReplyText } from '../dialects/compose-reply.ts'
import type { GoogleOptions } from '../server/options.ts'
import { startStrictUpstream, type StrictUpstream } from '../server/strict-upstream.ts'
import { sendRequest, type TestRequest } from '../send-request.ts'

const model = 'gemini-2.5-flash'
const path = `/v1beta/models/${model}:generateContent`
const body = { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] }
const headers = { 'x-goog-api-key': 'AIza-fake-google-key', 'content-type': 'application/json' }

function createClient(upstream: StrictUpstream, apiVersion = 'v1beta'): GoogleGenAI {
  const apiKey = upstream.expectations.secrets['apiKey']
  return new GoogleGenAI({ apiKey, httpOptions: { baseUrl: upstream.url, apiVersion } })
}

test('the official SDK reads a whole reply', async () => {
  await using upstream = await startStrictUpstream({ spec: 'google' })
  const reply = await createClient(upstream).models.generateContent({
    model,
    contents: 'Hello',
    config: { systemInstruction: 'Be brief', temperature: 0.2, maxOutputTokens: 9 },
  })
  expect(upstream.refusals).toEqual([])
  expect(reply.text).toBe(defaultReplyText(model, 'Hello'))
  expect(reply.usageMetadata).toMatchObject({ candidatesTokenCount: 29, thoughtsTokenCount: 5 })
})

test('the official SDK reads a streamed reply with a function call', async () => {
  await using upstream = await startStrictUpstream({ spec: 'google' })
  upstream.setBehaviour({
    kind: 'reply',
    text: 'Häuser',
    toolCalls: [{ name: 'add', arguments: { a: 1 } }],
    lineEnding: 'crlf',
    writeBytes: 5,
  })
  const stream = await createClient(upstream).models.generateContentStream({
    model,
    contents: 'Hello',
  })
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  expect(upstream.refusals).toEqual([])
  expect(upstream.requests[0]?.query).toBe('alt=sse')
  const parts = chunks.flatMap((chunk) => chunk.candidates?.[0]?.content?.parts ?? [])
  expect(parts.flatMap(({ text, thought }) => (thought ? [] : (text ?? []))).join('')).toBe(
    'Häuser',
  )
  expect(parts.find(({ functionCall }) => functionCall)?.functionCall?.args).toEqual({ a: 1 })
  expect(chunks.at(-1)?.candidates?.[0]?.finishReason).toBe('STOP')
})

test('serves another API version when told to', async () => {
  await using upstream = await startStrictUpstream({ spec: 'google', version: 'v1' })
  expect(upstream.expectations.baseUrl).toBe(`${upstream.url}/v1`)
  const client = createClient(upstream, 'v1')
  const reply = await client.models.generateContent({ model, contents: 'Hello' })
  expect(reply.modelVersion).toBe(model)
})

test('a stream ends without [DONE]', async () => {
  await using upstream = await startStrictUpstream({ spec: 'google' })
  const target = `${upstream.url}/v1beta/models/${model}:streamGenerateContent?alt=sse`
  const { text } = await sendRequest(target, { headers, body })
  expect(text).not.toContain('[DONE]')
  expect(text.trim().split('\n\n').at(-1)).toContain('finishReason')
})

test('the official SDK walks the pages of the model list', async () => {
  const models = ['gemini-a', 'gemini-b', 'gemini-c']
  await using upstream = await startStrictUpstream({ spec: 'google', models, pageSize: 2 })
  const listed: Model[] = []
  for await (const entry of await createClient(upstream).models.list()) listed.push(entry)
  expect(listed.map(({ name }) => name)).toEqual(models.map((id) => `models/${id}`))
  expect(listed[0]?.supportedActions).toContain('generateContent')
  expect(upstream.refusals).toEqual([])
})

const turn = (role: string, part: object) => ({ role, parts: [part] })
const refused: [string, TestRequest & { path?: string }, RegExp, Partial<GoogleOptions>?][] = [
  ['v1 for v1beta', { path: path.replace('v1beta', 'v1') }, /v1beta\/models\/\{model\}/],
  ['an OpenAI path', { path: '/v1beta/chat/completions' }, /no such path/],
  [
    'a key in the query',
    { path: `${path}?key=AIza-fake-google-key` },
    /must not stand in the query/,
  ],
  ['a Bearer key', { headers: { ...headers, authorization: 'Bearer x' } }, /does not belong here/],
  [
    'a stream without alt=sse',
    { path: path.replace(':g', ':streamG') },
    /expected query `alt=sse`/,
  ],
  ['alt=sse without a stream', { path: `${path}?alt=sse` }, /unknown query parameter `alt`/],
  ['a model in the body', { body: { ...body, model } }, /Unrecognized key: "model"/],
  [
    'an assistant role',
    { body: { contents: [turn('assistant', { text: 'x' })] } },
    /contents.0.role/,
  ],
  ['snake case', { body: { ...body, generation_config: {} } }, /generation_config/],
  ['an empty part', { body: { contents: [turn('user', {})] } }, /exactly one of/],
  [
    'a call without its answer',
    {
      body: {
        contents: [
          turn('user', { text: 'x' }),
          turn('model', { functionCall: { name: 'f' } }),
          turn('user', { text: 'x' }),
        ],
      },
    },
    /0 functionResponse parts for 1/,
  ],
  ['an unknown model', {}, /does not exist/, { models: ['gemini-x'] }],
]

test.each(refused)('refuses %s', async (_name, { path: other, ...request }, message, options) => {
  await using upstream = await startStrictUpstream({ spec: 'google', ...options })
  const answer = await sendRequest(upstream.url + (other ?? path), { headers, body, ...request })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.json).toMatchObject({ error: { message: expect.stringMatching(message) } })
  expect(upstream.refusals).toHaveLength(1)
})

test('answers a wrong key as the real host does: 400 with API_KEY_INVALID', async () => {
  await using upstream = await startStrictUpstream({ spec: 'google' })
  const wrong = { ...headers, 'x-goog-api-key': 'AIza-other' }
  const answer = await sendRequest(upstream.url + path, { headers: wrong, body })
  expect(answer.status).toBe(400)
  expect(answer.json).toMatchObject({ error: { details: [{ reason: 'API_KEY_INVALID' }] } })
  expect(upstream.refusals[0]?.code).toBe('credentials')
})
