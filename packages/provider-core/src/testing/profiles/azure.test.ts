import { AzureOpenAI, OpenAI } from 'openai'
import { expect, test } from 'vitest'
import { defaultReplyText } from '../dialects/compose-reply.ts'
import type { AzureOptions } from '../server/options.ts'
import { startStrictUpstream } from '../server/strict-upstream.ts'
import { sendRequest, type TestRequest } from '../send-request.ts'

const apiVersion = '2024-10-21'
const messages = [{ role: 'user' as const, content: 'Hello' }]
const dated = `/openai/deployments/gpt-4o/chat/completions?api-version=${apiVersion}`
const headers = { 'api-key': 'azure-fake-key', 'content-type': 'application/json' }

test('the official SDK chats by deployment and dated version', async () => {
  await using upstream = await startStrictUpstream({ spec: 'azure', models: ['my-gpt'] })
  const client = new AzureOpenAI({ endpoint: upstream.url, apiKey: 'azure-fake-key', apiVersion })
  const stream = client.chat.completions.stream({ model: 'my-gpt', messages })
  expect(await stream.finalContent()).toBe(defaultReplyText('my-gpt', 'Hello'))
  const whole = await client.chat.completions.create({ model: 'my-gpt', messages })
  expect(whole.choices[0]?.finish_reason).toBe('stop')
  expect(upstream.requests[0]?.target).toBe(dated.replace('gpt-4o', 'my-gpt'))
  expect(upstream.refusals).toEqual([])
})

test('the official SDK reads Responses by dated version', async () => {
  await using upstream = await startStrictUpstream({ spec: 'azure' })
  const client = new AzureOpenAI({ endpoint: upstream.url, apiKey: 'azure-fake-key', apiVersion })
  const response = await client.responses.create({ model: 'gpt-5.2', input: 'Hello' })
  expect(response.output_text).toBe(defaultReplyText('gpt-5.2', 'Hello'))
  expect(upstream.requests[0]?.target).toBe(`/openai/responses?api-version=${apiVersion}`)
  expect(upstream.refusals).toEqual([])
})

test('the official SDK chats and lists models on the v1 form', async () => {
  await using upstream = await startStrictUpstream({ spec: 'azure', models: ['my-gpt'] })
  const client = new OpenAI({
    baseURL: `${upstream.url}/openai/v1`,
    apiKey: 'azure-fake-key',
    defaultHeaders: { authorization: null, 'api-key': 'azure-fake-key' },
  })
  const reply = await client.chat.completions.create({ model: 'my-gpt', messages })
  expect(reply.model).toBe('my-gpt')
  const list = await client.models.list()
  expect(list.data.map(({ id }) => id)).toEqual(['my-gpt'])
  expect(upstream.refusals).toEqual([])
})

test('Claude speaks Messages, with api-key or x-api-key', async () => {
  await using upstream = await startStrictUpstream({ spec: 'azure' })
  const url = `${upstream.url}/anthropic/v1/messages`
  const version = { 'content-type': 'application/json', 'anthropic-version': '2023-06-01' }
  const body = { model: 'claude-sonnet-4-6', max_tokens: 9, messages }
  for (const key of ['api-key', 'x-api-key']) {
    const answer = await sendRequest(url, {
      headers: { ...version, [key]: 'azure-fake-key' },
      body,
    })
    expect(answer.json).toMatchObject({ type: 'message', stop_reason: 'end_turn' })
  }
  const answer = await sendRequest(url, { headers: version, body })
  expect(answer).toMatchObject({ status: 401, json: { type: 'error' } })
})

test('a chat stream begins with a chunk without choices', async () => {
  await using upstream = await startStrictUpstream({ spec: 'azure' })
  const answer = await sendRequest(upstream.url + dated, {
    headers,
    body: { messages, stream: true },
  })
  expect(answer.text.split('\n')[0]).toContain('"choices":[],"prompt_filter_results"')
  expect(answer.text.endsWith('data: [DONE]\n\n')).toBe(true)
})

const v1 = '/openai/v1/chat/completions'
const refused: [string, string, TestRequest, RegExp, Partial<AzureOptions>?][] = [
  [
    'a dated path without its version',
    dated.split('?')[0] ?? '',
    {},
    /expected query `api-version=/,
  ],
  ['another dated version', dated.replace('2024-10-21', '2023-05-15'), {}, /got `2023-05-15`/],
  [
    'a dated version on v1',
    `${v1}?api-version=${apiVersion}`,
    {},
    /expected query `api-version=v1`/,
  ],
  ['v1 without a model', v1, {}, /body.model: required/],
  ['a path without /openai', '/chat/completions', {}, /no such path/],
  ['a form that is not served', v1, {}, /no such path/, { forms: ['dated'] }],
  [
    'a Bearer key',
    dated,
    { headers: { ...headers, authorization: 'Bearer k' } },
    /does not belong/,
  ],
  ['a wrong key', dated, { headers: { ...headers, 'api-key': 'other' } }, /Access denied/],
  ['an unknown deployment', dated, {}, /does not exist/, { models: ['other'] }],
]

test.each(refused)('refuses %s', async (_name, path, request, message, options) => {
  await using upstream = await startStrictUpstream({ spec: 'azure', ...options })
  const answer = await sendRequest(upstream.url + path, { headers, body: { messages }, ...request })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.json).toMatchObject({ error: { message: expect.stringMatching(message) } })
  expect(upstream.refusals).toHaveLength(1)
})
