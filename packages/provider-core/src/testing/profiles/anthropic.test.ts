import Anthropic from '@anthropic-ai/sdk'
import { expect, test } from 'vitest'
import { defaultReasoning, defaultReplyText } from '../dialects/compose-reply.ts'
import type { AnthropicOptions } from '../server/options.ts'
import { startStrictUpstream } from '../server/strict-upstream.ts'
import { sendRequest, type TestRequest } from '../send-request.ts'

const body = {
  model: 'claude-sonnet-4-6',
  max_tokens: 64,
  messages: [{ role: 'user' as const, content: 'Hello' }],
}
const headers = {
  'x-api-key': 'sk-ant-fake-key',
  'anthropic-version': '2023-06-01',
  'content-type': 'application/json',
}

function createClient(baseURL: string): Anthropic {
  return new Anthropic({
    baseURL,
    apiKey: 'sk-ant-fake-key',
    maxRetries: 0,
    defaultHeaders: {
      authorization: null,
      'x-api-key': 'sk-ant-fake-key',
      'anthropic-version': '2023-06-01',
    },
  })
}

test('the official SDK reads a whole reply', async () => {
  await using upstream = await startStrictUpstream({ spec: 'anthropic' })
  const message = await createClient(upstream.url).messages.create(body)
  expect(upstream.refusals).toEqual([])
  expect(message.content).toEqual([
    expect.objectContaining({ type: 'thinking', thinking: defaultReasoning('Hello') }),
    { type: 'text', text: defaultReplyText('claude-sonnet-4-6', 'Hello'), citations: null },
  ])
  expect(message.stop_reason).toBe('end_turn')
  expect(message.usage).toMatchObject({ input_tokens: 21, output_tokens: 34 })
})

test('the official SDK assembles a streamed reply with a tool call', async () => {
  await using upstream = await startStrictUpstream({ spec: 'anthropic' })
  upstream.setBehaviour({
    kind: 'reply',
    text: 'Let me see.',
    toolCalls: [{ name: 'get_weather', arguments: { city: 'Åre' } }],
  })
  const message = await createClient(upstream.url).messages.stream(body).finalMessage()
  expect(upstream.refusals).toEqual([])
  expect(message.content.map(({ type }) => type)).toEqual(['thinking', 'text', 'tool_use'])
  expect(message.content[2]).toMatchObject({ name: 'get_weather', input: { city: 'Åre' } })
  expect(message.stop_reason).toBe('tool_use')
})

test('input tokens exclude those read from the cache', async () => {
  await using upstream = await startStrictUpstream({ spec: 'anthropic' })
  const usage = { inputTokens: 1000, outputTokens: 5, cachedInputTokens: 900 }
  upstream.setBehaviour({ kind: 'reply', usage })
  const message = await createClient(upstream.url).messages.create(body)
  expect(message.usage).toMatchObject({ input_tokens: 100, cache_read_input_tokens: 900 })
})

test('a stream names its events, pings once and ends with message_stop', async () => {
  await using upstream = await startStrictUpstream({ spec: 'anthropic' })
  const answer = await sendRequest(`${upstream.url}/v1/messages`, {
    headers,
    body: { ...body, stream: true },
  })
  const names = answer.text.match(/^event: .+$/gm) ?? []
  expect(answer.headers['content-type']).toMatch(/^text\/event-stream/)
  expect(names.slice(0, 2)).toEqual(['event: message_start', 'event: ping'])
  expect(names.slice(-2)).toEqual(['event: message_delta', 'event: message_stop'])
})

test('the official SDK walks the pages of the model list', async () => {
  const models = ['a', 'b', 'c', 'd', 'e']
  await using upstream = await startStrictUpstream({ spec: 'anthropic', models, pageSize: 2 })
  const listed: string[] = []
  for await (const model of createClient(upstream.url).models.list()) listed.push(model.id)
  expect(listed).toEqual(models)
  expect(upstream.requests).toHaveLength(3)
  expect(upstream.refusals).toEqual([])
})

const refused: [string, string, TestRequest, RegExp, Partial<AnthropicOptions>?][] = [
  ['a missing version path', '/messages', {}, /expected one of: POST \/v1\/messages/],
  ['a doubled version path', '/v1/v1/messages', {}, /no such path/],
  ['GET', '/v1/messages', { method: 'GET', body: undefined }, /expected POST/],
  [
    'a key that differs',
    '/v1/messages',
    { headers: { ...headers, 'x-api-key': 'sk-other' } },
    /configured key/,
  ],
  [
    'a Bearer key beside the key',
    '/v1/messages',
    { headers: { ...headers, authorization: 'Bearer sk-ant-fake-key' } },
    /`authorization` does not belong here/,
  ],
  [
    'another API version',
    '/v1/messages',
    { headers: { ...headers, 'anthropic-version': '2026-10-21' } },
    /expected header `anthropic-version: 2023-06-01`, got `2026-10-21`/,
  ],
  ['an unknown query parameter', '/v1/messages?beta=true', {}, /unknown query parameter `beta`/],
  [
    'a form body',
    '/v1/messages',
    { headers: { ...headers, 'content-type': 'text/plain' } },
    /application\/json/,
  ],
  [
    'a body without max_tokens',
    '/v1/messages',
    { body: { ...body, max_tokens: undefined } },
    /body.max_tokens/,
  ],
  [
    'an OpenAI key in the body',
    '/v1/messages',
    { body: { ...body, max_completion_tokens: 5 } },
    /max_completion_tokens/,
  ],
  [
    'a first assistant turn',
    '/v1/messages',
    { body: { ...body, messages: [{ role: 'assistant', content: 'Hi' }] } },
    /first role must be user/,
  ],
  [
    'a system role in the messages',
    '/v1/messages',
    { body: { ...body, messages: [{ role: 'system', content: 'Hi' }] } },
    /body.messages.0.role/,
  ],
  [
    'a tool result without its call',
    '/v1/messages',
    {
      body: {
        ...body,
        messages: [
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'x', content: '1' }] },
        ],
      },
    },
    /no tool_use before it/,
  ],
  ['an unknown model', '/v1/messages', {}, /expected one of: claude-v2/, { models: ['claude-v2'] }],
  [
    'a system text where none is supported',
    '/v1/messages',
    { body: { ...body, system: 'Be brief' } },
    /system messages are not supported/,
    { supportsSystemMessage: false },
  ],
]

test.each(refused)('refuses %s', async (_name, path, request, message, options) => {
  await using upstream = await startStrictUpstream({ spec: 'anthropic', ...options })
  const answer = await sendRequest(upstream.url + path, { headers, body, ...request })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.json).toMatchObject({
    type: 'error',
    error: { message: expect.stringMatching(message) },
  })
  expect(upstream.refusals).toHaveLength(1)
  expect(upstream.refusals[0]?.message).toMatch(message)
  expect(answer.text).not.toContain('sk-ant-fake-key')
})

test('version 2026-10-21 refuses sampling settings', async () => {
  const anthropicVersion = '2026-10-21'
  await using upstream = await startStrictUpstream({ spec: 'anthropic', anthropicVersion })
  const newer = { ...headers, 'anthropic-version': anthropicVersion }
  const answer = await sendRequest(`${upstream.url}/v1/messages`, {
    headers: newer,
    body: { ...body, temperature: 0.5 },
  })
  expect(answer.status).toBe(400)
  expect(upstream.refusals[0]?.message).toMatch(/temperature is refused/)
})
