import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { defaultReplyText } from '../dialects/compose-reply.ts'
import type { OpenAIOptions } from '../server/options.ts'
import { startStrictUpstream, type StrictUpstream } from '../server/strict-upstream.ts'
import { sendRequest, type TestRequest } from '../send-request.ts'

const messages = [{ role: 'user' as const, content: 'Hello' }]
const chat = { model: 'gpt-5.2', messages }
const headers = {
  authorization: 'Bearer sk-fake-openai-key',
  'content-type': 'application/json',
}

function createClient({ expectations }: StrictUpstream): OpenAI {
  const { baseUrl, secrets } = expectations
  return new OpenAI({ baseURL: baseUrl, apiKey: secrets['apiKey'], maxRetries: 0 })
}

test('the official SDK reads a whole chat reply', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  const reply = await createClient(upstream).chat.completions.create(chat)
  expect(upstream.refusals).toEqual([])
  expect(reply.choices[0]?.message.content).toBe(defaultReplyText('gpt-5.2', 'Hello'))
  expect(reply.usage?.total_tokens).toBe(55)
})

test('the official SDK assembles a streamed chat reply with a tool call and usage', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  upstream.setBehaviour({ kind: 'reply', toolCalls: [{ name: 'add', arguments: { a: 1 } }] })
  const stream = createClient(upstream).chat.completions.stream({
    ...chat,
    stream_options: { include_usage: true },
  })
  const reply = await stream.finalChatCompletion()
  expect(upstream.refusals).toEqual([])
  expect(reply.choices[0]?.finish_reason).toBe('tool_calls')
  expect(reply.choices[0]?.message.tool_calls?.[0]).toMatchObject({
    function: { name: 'add', arguments: '{"a":1}' },
  })
  expect(reply.usage?.completion_tokens).toBe(34)
})

test('a chat stream has a usage chunk only when asked, and ends with [DONE]', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  const answer = await sendRequest(`${upstream.expectations.baseUrl}/chat/completions`, {
    headers,
    body: { ...chat, stream: true },
  })
  expect(answer.text).not.toContain('usage')
  expect(answer.text).not.toContain('event:')
  expect(answer.text.endsWith('data: [DONE]\n\n')).toBe(true)
})

test('the official SDK assembles a streamed response with reasoning and a tool call', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-responses' })
  upstream.setBehaviour({
    kind: 'reply',
    text: 'Adding.',
    toolCalls: [{ name: 'add', arguments: { a: 1 } }],
  })
  const stream = createClient(upstream).responses.stream({ model: 'gpt-5.2', input: 'Hello' })
  const numbers: number[] = []
  for await (const event of stream) numbers.push(event.sequence_number)
  const response = await stream.finalResponse()
  expect(upstream.refusals).toEqual([])
  expect(numbers).toEqual(numbers.map((_, index) => index))
  expect(response.output.map(({ type }) => type)).toEqual(['reasoning', 'message', 'function_call'])
  expect(response.output_text).toBe('Adding.')
  expect(response.usage?.total_tokens).toBe(55)
})

test('the official SDK reads a whole response that was cut by the token limit', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-responses' })
  const model = 'fake-length'
  const response = await createClient(upstream).responses.create({ model, input: messages })
  expect(response.status).toBe('incomplete')
  expect(response.incomplete_details).toEqual({ reason: 'max_output_tokens' })
  expect(response.output_text).toBe(defaultReplyText(model, 'Hello'))
})

test('lists its models', async () => {
  const models = ['one', 'two/three']
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions', models })
  const listed: string[] = []
  for await (const model of createClient(upstream).models.list()) listed.push(model.id)
  expect(listed).toEqual(models)
})

test('keeps a base path and its query, custom headers and extra body keys apart', async () => {
  await using upstream = await startStrictUpstream({
    spec: 'openai-chat-completions',
    basePath: '/team-a/proxy/v1',
    baseUrlQuery: { tenant: 'a b' },
    query: { trace: '1' },
    headers: { 'X-Team': 'blue' },
    extraBody: { top_k: 40 },
  })
  expect(upstream.expectations.baseUrl).toBe(`${upstream.url}/team-a/proxy/v1?tenant=a+b`)
  const target = `${upstream.url}/team-a/proxy/v1/chat/completions?tenant=a%20b&trace=1`
  const request = { headers: { ...headers, 'x-team': 'blue' }, body: { ...chat, top_k: 40 } }
  expect(await sendRequest(target, request)).toMatchObject({ status: 200 })
  expect(await sendRequest(target.replace('&trace=1', ''), request)).toMatchObject({ status: 400 })
  expect(await sendRequest(target, { ...request, headers })).toMatchObject({ status: 400 })
  expect(await sendRequest(target, { ...request, body: chat })).toMatchObject({ status: 400 })
  expect(upstream.refusals.map(({ message }) => message)).toEqual([
    'expected query `trace=1`, it is missing',
    'expected header `x-team: blue`, it is missing',
    'expected extra body key `top_k` to be 40, got undefined',
  ])
})

test('an empty key means that no Authorization may come', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions', apiKey: '' })
  const url = `${upstream.expectations.baseUrl}/models`
  expect(await sendRequest(url)).toMatchObject({ status: 200 })
  expect(await sendRequest(url, { headers })).toMatchObject({ status: 401 })
})

test('the vLLM-like server answers wrong paths with its detail only', async () => {
  await using upstream = await startStrictUpstream({
    spec: 'openai-chat-completions',
    notFound: 'fastapi',
  })
  const answer = await sendRequest(`${upstream.url}/chat/completions`, { headers, body: chat })
  expect(answer).toMatchObject({ status: 404, json: { detail: 'Not Found' } })
  expect(upstream.refusals[0]?.message).toMatch(/POST \/v1\/chat\/completions/)
})

const tool = (id: string) => ({ role: 'tool', tool_call_id: id, content: '3' })
const refusedChat: [string, TestRequest & { path?: string }, RegExp, Partial<OpenAIOptions>?][] = [
  ['the Responses path', { path: '/v1/responses' }, /POST \/v1\/chat\/completions/],
  [
    'a missing key',
    { headers: { 'content-type': 'application/json' } },
    /`authorization` with `Bearer `/,
  ],
  [
    'an x-api-key',
    { headers: { ...headers, 'x-api-key': 'k' } },
    /`x-api-key` does not belong here/,
  ],
  ['a cookie', { headers: { ...headers, cookie: 'a=b' } }, /`cookie` does not belong here/],
  [
    'a forwarding header',
    { headers: { ...headers, 'x-forwarded-for': '::1' } },
    /must not be sent upstream/,
  ],
  ['a hop-by-hop header', { headers: { ...headers, te: 'trailers' } }, /`te` must not be sent/],
  [
    'a repeated header',
    { headers: { ...headers, 'x-a': ['1', '2'] } },
    /`x-a` came more than once/,
  ],
  ['a body that is no JSON', { body: '{"model"' }, /one JSON object/],
  ['an unknown key', { body: { ...chat, max_token: 1 } }, /Unrecognized key: "max_token"/],
  [
    'an unknown role',
    { body: { ...chat, messages: [{ role: 'model', content: '' }] } },
    /messages.0.role/,
  ],
  [
    'two token limits',
    { body: { ...chat, max_tokens: 1, max_completion_tokens: 1 } },
    /must not both/,
  ],
  [
    'stream options without a stream',
    { body: { ...chat, stream_options: {} } },
    /only allowed when/,
  ],
  [
    'a tool message without its call',
    { body: { ...chat, messages: [...messages, tool('x')] } },
    /no call before it/,
  ],
  [
    'a developer message where none is supported',
    { body: { ...chat, messages: [{ role: 'developer', content: 'x' }, ...messages] } },
    /not supported/,
    { supportsSystemMessage: false },
  ],
  ['an unknown model', {}, /`gpt-5.2` does not exist/, { models: ['claude-v2'] }],
]

test.each(refusedChat)('refuses %s', async (_name, { path, ...request }, message, options) => {
  const spec = 'openai-chat-completions'
  await using upstream = await startStrictUpstream({ ...options, spec })
  const url = upstream.url + (path ?? '/v1/chat/completions')
  const answer = await sendRequest(url, { headers, body: chat, ...request })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.json).toMatchObject({ error: { message: expect.stringMatching(message) } })
  expect(upstream.refusals).toHaveLength(1)
})

const refusedResponses: [string, object, RegExp][] = [
  ['chat messages', { messages }, /body.input/],
  ['an unknown item', { input: [{ type: 'text', text: 'x' }] }, /body.input.0.type/],
  [
    'a chat content part',
    { input: [{ role: 'user', content: [{ type: 'text', text: '' }] }] },
    /body.input.0.content/,
  ],
  [
    'an output without its call',
    { input: [{ type: 'function_call_output', call_id: 'c', output: '' }] },
    /no function_call before it/,
  ],
  ['max_tokens', { input: 'x', max_tokens: 5 }, /Unrecognized key: "max_tokens"/],
]

test.each(refusedResponses)('refuses a Responses body with %s', async (_name, body, message) => {
  await using upstream = await startStrictUpstream({ spec: 'openai-responses' })
  const url = `${upstream.expectations.baseUrl}/responses`
  const answer = await sendRequest(url, { headers, body: { model: 'gpt-5.2', ...body } })
  expect(answer.status).toBe(400)
  expect(upstream.refusals[0]?.message).toMatch(message)
})
