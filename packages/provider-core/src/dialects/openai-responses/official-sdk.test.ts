/** @file The official SDK on both sides: what it sends is understood, what we answer is what it reads. */
import * as fc from 'fast-check'
import OpenAI from 'openai'
import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { summarizeReply } from '../../testing/invariants/summarize-reply.ts'
import { arbitraryReply } from '../testing/arbitrary-events.ts'
import { startLoopbackReply, type LoopbackReply } from '../../testing/loopback-reply.ts'
import { openaiResponses } from './openai-responses.ts'

let loopback: LoopbackReply
let client: OpenAI

beforeAll(async () => {
  const context = { modelId: 'gpt-x', id: 'resp_1', createdAt: 1_700_000_000 }
  loopback = await startLoopbackReply(openaiResponses, context)
  client = new OpenAI({ baseURL: loopback.url, apiKey: 'key-of-the-test', maxRetries: 0 })
})
afterAll(() => {
  loopback.close()
})

const question: ResponseCreateParamsNonStreaming = { model: 'gpt-x', input: 'Hi' }

test('a streamed reply is the whole reply of the same events', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryReply(), async (events) => {
      loopback.events = events
      const expected = summarizeReply(events)
      const streamed = await client.responses
        .stream({ model: 'gpt-x', input: 'Hi' })
        .finalResponse()
      const whole = await client.responses.create(question)
      for (const response of [streamed, whole]) {
        expect(response.output_text).toBe(expected.text)
        const calls = response.output.flatMap((item) =>
          item.type === 'function_call'
            ? [{ name: item.name, arguments: JSON.parse(item.arguments) as unknown }]
            : [],
        )
        expect(calls).toEqual(expected.toolCalls)
        const reasoning = response.output.flatMap((item) =>
          item.type === 'reasoning' ? item.summary.map(({ text }) => text) : [],
        )
        expect(reasoning.join('')).toBe(expected.reasoning)
        expect(response.usage?.output_tokens).toBe(expected.usage.outputTokens ?? 0)
      }
    }),
    { numRuns: 25 },
  )
})

test('a failure inside a stream is a failed response, not an end', async () => {
  loopback.events = [
    { type: 'start' },
    { type: 'text-delta', text: 'a' },
    { type: 'error', error: { code: 'rate-limit', message: 'Slow down.', retryable: true } },
  ]
  const stream = await client.responses.create({ ...question, stream: true })
  const types: string[] = []
  for await (const event of stream) {
    types.push(event.type)
    if (event.type === 'response.failed') {
      expect(event.response.error).toEqual({ code: 'rate_limit_exceeded', message: 'Slow down.' })
    }
  }
  expect(types.at(-1)).toBe('response.failed')
  await expect(client.responses.create(question)).rejects.toMatchObject({ status: 429 })
})

test('what the SDK sends is encoded again to the same body', async () => {
  loopback.events = [
    { type: 'text-delta', text: 'ok' },
    { type: 'finish', reason: 'stop' },
  ]
  const asked: ResponseCreateParamsNonStreaming = {
    model: 'gpt-x',
    instructions: 'Be brief.',
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'What is this?' },
          { type: 'input_image', detail: 'low', image_url: 'data:image/png;base64,AAAA' },
        ],
      },
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' },
      { type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' },
      {
        type: 'function_call_output',
        call_id: 'a',
        output: [{ type: 'input_image', detail: 'auto', image_url: 'https://host.example/a.png' }],
      },
    ],
    store: false,
    include: ['reasoning.encrypted_content'],
    max_output_tokens: 50,
    temperature: 0.5,
    top_p: 0.5,
    reasoning: { effort: 'high', summary: 'auto' },
    text: {
      format: { type: 'json_schema', name: 'x', schema: {}, strict: true },
      verbosity: 'low',
    },
    tools: [
      { type: 'function', name: 'f', parameters: { type: 'object' }, strict: true },
      { type: 'web_search' },
    ],
    tool_choice: 'auto',
    parallel_tool_calls: true,
    service_tier: 'flex',
    truncation: 'auto',
    metadata: { a: 'b' },
  }
  await client.responses.create(asked)
  const decoded = loopback.requests.at(-1)
  if (decoded === undefined) throw new Error('nothing was sent')
  const context = { modelId: 'gpt-x', stream: false, supportsSystemMessage: true }
  expect(openaiResponses.encodeRequest(decoded.request, context)).toEqual({
    body: asked,
    warnings: [],
  })
})
