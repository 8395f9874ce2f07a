/** @file The official SDK on both sides: what it sends is understood, what we answer is what it reads. */
import * as fc from 'fast-check'
import OpenAI from 'openai'
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import { summarizeReply } from '../../testing/invariants/summarize-reply.ts'
import { arbitraryReply } from '../testing/arbitrary-events.ts'
import { startLoopbackReply, type LoopbackReply } from '../../testing/loopback-reply.ts'
import { openaiChat } from './openai-chat.ts'

let loopback: LoopbackReply
let client: OpenAI

beforeAll(async () => {
  const context = { modelId: 'gpt-x', id: 'chatcmpl-1', createdAt: 1_700_000_000 }
  loopback = await startLoopbackReply(openaiChat, context)
  client = new OpenAI({ baseURL: loopback.url, apiKey: 'key-of-the-test', maxRetries: 0 })
})
afterAll(() => {
  loopback.close()
})

const question: ChatCompletionCreateParamsNonStreaming = {
  model: 'gpt-x',
  messages: [{ role: 'user', content: 'Hi' }],
}

test('a streamed reply is the whole reply of the same events', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryReply({ kinds: ['text', 'reasoning', 'tool-call'] }),
      async (events) => {
        loopback.events = events
        const expected = summarizeReply(events)
        const stream = client.chat.completions.stream({
          model: question.model,
          messages: question.messages,
          stream_options: { include_usage: true },
        })
        // The SDK's own helper refuses cut-off and filtered replies; it has read them all the same.
        await stream.done().catch(() => undefined)
        const seen = expected.finish === 'length' || expected.finish === 'content-filter'
        const streamed = seen ? undefined : await stream.finalChatCompletion()
        const whole = await client.chat.completions.create(question)
        for (const completion of streamed === undefined ? [whole] : [streamed, whole]) {
          const [choice] = completion.choices
          expect(choice?.message.content ?? '').toBe(expected.text)
          const calls = (choice?.message.tool_calls ?? []).map((call) =>
            call.type === 'function'
              ? {
                  name: call.function.name,
                  arguments: JSON.parse(call.function.arguments) as unknown,
                }
              : undefined,
          )
          expect(calls).toEqual(expected.toolCalls)
          expect(completion.usage?.prompt_tokens).toBe(expected.usage.inputTokens ?? 0)
        }
      },
    ),
    { numRuns: 25 },
  )
})

test('a failure inside a stream is an error of the SDK, not an end', async () => {
  loopback.events = [
    { type: 'start' },
    { type: 'text-delta', text: 'a' },
    { type: 'error', error: { code: 'overloaded', message: 'Busy.', retryable: true } },
  ]
  const read = async () => {
    const stream = await client.chat.completions.create({ ...question, stream: true })
    for await (const chunk of stream) expect(chunk.choices[0]?.finish_reason).toBeNull()
  }
  await expect(read()).rejects.toThrow('Busy.')
  await expect(client.chat.completions.create(question)).rejects.toMatchObject({ status: 503 })
})

test('what the SDK sends is encoded again to the same body', async () => {
  loopback.events = [
    { type: 'text-delta', text: 'ok' },
    { type: 'finish', reason: 'stop' },
  ] satisfies ChatEvent[]
  const asked: ChatCompletionCreateParamsNonStreaming = {
    model: 'gpt-x',
    messages: [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA', detail: 'low' } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } },
          { id: 'b', type: 'function', function: { name: 'g', arguments: '{}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'a', content: '1' },
      { role: 'tool', tool_call_id: 'b', content: '2' },
      { role: 'user', content: 'Go on.' },
    ],
    max_tokens: 50,
    temperature: 0.5,
    n: 2,
    seed: 7,
    stop: ['END'],
    logprobs: true,
    top_logprobs: 3,
    presence_penalty: 1,
    reasoning_effort: 'high',
    response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {}, strict: true } },
    tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }],
    tool_choice: 'required',
    parallel_tool_calls: false,
    service_tier: 'flex',
    user: 'u1',
    metadata: { a: 'b' },
    prompt_cache_key: 'k',
  }
  await client.chat.completions.create(asked)
  const decoded = loopback.requests.at(-1)
  if (decoded === undefined) throw new Error('nothing was sent')
  const context = { modelId: 'gpt-x', stream: false, supportsSystemMessage: true }
  expect(openaiChat.encodeRequest(decoded.request, context)).toEqual({ body: asked, warnings: [] })
})
