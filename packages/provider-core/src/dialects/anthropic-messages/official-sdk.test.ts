/** @file The vendor's own SDK as a client of our streams, and as a second opinion about requests. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Anthropic from '@anthropic-ai/sdk'
import type { MessageStreamParams } from '@anthropic-ai/sdk/resources/messages/messages.js'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import type { ChatRequest } from '../../model/chat-request.ts'
import { arbitraryReply } from '../testing/arbitrary-events.ts'
import { anthropicMessages } from './anthropic-messages.ts'

const reply = { modelId: 'claude-x', includeUsage: true, id: 'msg_1', createdAt: 0 }

let answer: (body: unknown, response: ServerResponse) => void
const received: unknown[] = []
let server: Server
let client: Anthropic

beforeAll(async () => {
  server = createServer((request, response) => {
    void readBody(request).then((body) => {
      received.push(body)
      answer(body, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  client = new Anthropic({
    baseURL: `http://127.0.0.1:${port}`,
    apiKey: 'key-of-the-test',
    maxRetries: 0,
  })
})
afterAll(() => {
  server.close()
})

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown
}

function streamEvents(events: readonly ChatEvent[]): void {
  answer = (_body, response) => {
    const encoder = anthropicMessages.createStreamEncoder(reply)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const event of events) {
      for (const frame of encoder.push(event)) {
        response.write(`event: ${frame.event}\ndata: ${frame.data}\n\n`)
      }
    }
    response.end()
  }
}

const question = {
  model: 'claude-x',
  max_tokens: 64,
  messages: [{ role: 'user' as const, content: 'Hi' }],
}
const params: MessageStreamParams = question

describe('replies', () => {
  test('a streamed reply is the whole reply of the same events', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryReply(), async (events) => {
        streamEvents(events)
        const message = await client.messages.stream(params).finalMessage()
        const { body } = anthropicMessages.encodeResponse(events, reply)
        expect(structuredClone(message)).toMatchObject(body)
      }),
      { numRuns: 60 },
    )
  })

  test('text, thinking and tools arrive as its own events', async () => {
    streamEvents([
      { type: 'start', id: 'msg_9' },
      { type: 'reasoning-delta', text: 'hm', block: 0 },
      { type: 'signature', signature: 'sig', block: 0 },
      { type: 'text-delta', text: 'Hel', block: 1 },
      { type: 'text-delta', text: 'lo', block: 1 },
      { type: 'tool-call-start', id: 'toolu_1', name: 'weather', block: 2 },
      { type: 'tool-call-delta', id: 'toolu_1', arguments: '{"city":"Rome"}', block: 2 },
      { type: 'tool-call-end', id: 'toolu_1', block: 2 },
      {
        type: 'finish',
        reason: 'stop',
        usage: { inputTokens: 30, cachedInputTokens: 20, outputTokens: 5 },
      },
    ])
    const stream = client.messages.stream(params)
    const texts: string[] = []
    stream.on('text', (text) => texts.push(text))
    const message = await stream.finalMessage()
    expect(texts.join('')).toBe('Hello')
    expect(message).toMatchObject({
      id: 'msg_9',
      model: 'claude-x',
      stop_reason: 'tool_use',
      content: [
        { type: 'thinking', thinking: 'hm', signature: 'sig' },
        { type: 'text', text: 'Hello' },
        { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Rome' } },
      ],
      usage: { input_tokens: 10, cache_read_input_tokens: 20, output_tokens: 5 },
    })
  })

  test('a failure inside the stream is its API error', async () => {
    streamEvents([
      { type: 'start' },
      { type: 'text-delta', text: 'Hal', block: 0 },
      { type: 'error', error: { code: 'overloaded', message: 'Busy.', retryable: true } },
    ])
    const failed: unknown = await client.messages
      .stream(params)
      .finalMessage()
      .catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(Anthropic.APIError)
    expect(String(failed)).toContain('overloaded_error')
  })

  test('an error answer is the error class of its status', async () => {
    const { status, body } = anthropicMessages.encodeError({
      code: 'rate-limit',
      message: 'Too many.',
      retryable: true,
    })
    answer = (_body, response) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    await expect(client.messages.create(question)).rejects.toBeInstanceOf(Anthropic.RateLimitError)
  })
})

describe('requests', () => {
  const full: MessageStreamParams = {
    model: 'claude-x',
    max_tokens: 9000,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
    messages: [
      {
        role: 'user',
        content: [
          {
            type: 'image',
            source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' },
          },
          { type: 'image', source: { type: 'url', url: 'https://host.example/a.png' } },
          {
            type: 'document',
            source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' },
            title: 'Report',
            citations: { enabled: true },
          },
          {
            type: 'document',
            source: { type: 'text', media_type: 'text/plain', data: 'Some words.' },
          },
          { type: 'text', text: 'What is this?', cache_control: { type: 'ephemeral' } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 'sig' },
          { type: 'redacted_thinking', data: 'xyz' },
          { type: 'server_tool_use', id: 'srv_1', name: 'web_search', input: { query: 'x' } },
          { type: 'web_search_tool_result', tool_use_id: 'srv_1', content: [] },
          { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Rome' } },
        ],
      },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 'toolu_1',
            is_error: true,
            content: [
              { type: 'text', text: 'Failed' },
              {
                type: 'image',
                source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' },
              },
            ],
          },
          { type: 'text', text: 'Try again.' },
        ],
      },
    ],
    stop_sequences: ['END'],
    tools: [
      {
        name: 'weather',
        description: 'Weather of a city',
        input_schema: { type: 'object', properties: { city: { type: 'string' } } },
        strict: true,
        cache_control: { type: 'ephemeral' },
      },
      { type: 'web_search_20250305', name: 'web_search', max_uses: 2 },
    ],
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    thinking: { type: 'enabled', budget_tokens: 2000, display: 'omitted' },
    output_config: {
      effort: 'high',
      format: { type: 'json_schema', schema: { type: 'object', properties: {} } },
    },
    service_tier: 'standard_only',
    metadata: { user_id: 'u1' },
    inference_geo: 'us',
  }

  const same: ChatRequest = {
    messages: [
      {
        role: 'system',
        content: [{ type: 'text', text: 'Be brief.', cacheControl: { ttl: '1h' } }],
      },
      {
        role: 'user',
        content: [
          {
            type: 'image',
            source: { kind: 'base64', mediaType: 'image/png', data: 'iVBORw0KGgo=' },
          },
          { type: 'image', source: { kind: 'url', url: 'https://host.example/a.png' } },
          {
            type: 'file',
            source: { kind: 'url', url: 'data:application/pdf;base64,JVBERi0=' },
            filename: 'Report',
            raw: { dialect: 'anthropic-messages', value: { citations: { enabled: true } } },
          },
          {
            type: 'file',
            source: { kind: 'base64', mediaType: 'text/plain', data: btoa('Some words.') },
          },
          { type: 'text', text: 'What is this?', cacheControl: {} },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'hm', signature: 'sig' },
          { type: 'reasoning', text: '', redacted: 'xyz' },
          {
            type: 'tool-call',
            id: 'srv_1',
            name: 'web_search',
            arguments: '{"query":"x"}',
            providerRun: true,
            raw: { dialect: 'anthropic-messages', value: { type: 'server_tool_use' } },
          },
          {
            type: 'tool-result',
            callId: 'srv_1',
            content: [],
            providerRun: true,
            raw: {
              dialect: 'anthropic-messages',
              value: { type: 'web_search_tool_result', tool_use_id: 'srv_1', content: [] },
            },
          },
          { type: 'tool-call', id: 'toolu_1', name: 'weather', arguments: '{"city":"Rome"}' },
        ],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            callId: 'toolu_1',
            isError: true,
            content: [
              { type: 'text', text: 'Failed' },
              {
                type: 'image',
                source: { kind: 'base64', mediaType: 'image/png', data: 'iVBORw0KGgo=' },
              },
            ],
          },
        ],
      },
      { role: 'user', content: [{ type: 'text', text: 'Try again.' }] },
    ],
    maxOutputTokens: 9000,
    stop: ['END'],
    tools: [
      {
        type: 'function',
        name: 'weather',
        description: 'Weather of a city',
        parameters: { type: 'object', properties: { city: { type: 'string' } } },
        strict: true,
        cacheControl: {},
      },
      {
        type: 'provider',
        raw: {
          dialect: 'anthropic-messages',
          value: { type: 'web_search_20250305', name: 'web_search', max_uses: 2 },
        },
      },
    ],
    toolChoice: { type: 'auto' },
    parallelToolCalls: false,
    reasoning: { enabled: true, budgetTokens: 2000, effort: 'high', summary: false },
    responseFormat: { type: 'json-schema', schema: { type: 'object', properties: {} } },
    serviceTier: 'standard_only',
    userId: 'u1',
    raw: { dialect: 'anthropic-messages', value: { inference_geo: 'us' } },
  }

  test('what we encode is what it sends for the same call, and what it sends is read in full', async () => {
    streamEvents([{ type: 'start' }, { type: 'finish', reason: 'stop' }])
    received.length = 0
    await client.messages.stream(full).finalMessage()
    const [sent] = received
    const context = { modelId: 'claude-x', stream: true, supportsSystemMessage: true }
    const encoded = anthropicMessages.encodeRequest(same, context)
    expect(encoded.body).toEqual(sent)
    expect(encoded.warnings).toEqual([])
    const { request } = anthropicMessages.decodeRequest(sent)
    expect(anthropicMessages.encodeRequest(request, context)).toEqual({ body: sent, warnings: [] })
  })
})
