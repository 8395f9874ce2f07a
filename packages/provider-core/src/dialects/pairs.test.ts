/** @file Every client format over every upstream format, streaming and whole: what goes in on one side comes out on the other. */
import { describe, expect, test } from 'vitest'
import type { ChatEvent, Usage } from '../model/chat-event.ts'
import { dialectIds, type DialectId } from '../model/spec.ts'
import { anthropicMessages } from '../testing/dialects/anthropic-messages.ts'
import { parseMessagesBody } from '../testing/dialects/anthropic-messages-body.ts'
import { bedrockConverse } from '../testing/dialects/bedrock-converse.ts'
import { parseConverseBody } from '../testing/dialects/bedrock-converse-body.ts'
import type { FakeDialect, Reply } from '../testing/dialects/dialect.ts'
import { googleGenerate } from '../testing/dialects/google-generate.ts'
import { parseGenerateBody } from '../testing/dialects/google-generate-body.ts'
import { openaiChat } from '../testing/dialects/openai-chat.ts'
import { parseChatBody } from '../testing/dialects/openai-chat-body.ts'
import { openaiResponses } from '../testing/dialects/openai-responses.ts'
import { parseResponsesBody } from '../testing/dialects/openai-responses-body.ts'
import {
  clientDialectIds,
  findStreamFlaw,
  type ClientDialectId,
} from '../testing/invariants/find-stream-flaw.ts'
import { summarizeReply } from '../testing/invariants/summarize-reply.ts'
import type { ClientDialect, JsonObject, StreamFrame } from './dialect.ts'
import { getDialect } from './registry.ts'

interface Upstream {
  readonly parse: (body: JsonObject) => { userText: string; hasSystem: boolean }
  readonly fake: FakeDialect
}

const upstreams: Readonly<Record<DialectId, Upstream>> = {
  'openai-chat': { parse: (body) => parseChatBody(body, undefined), fake: openaiChat },
  'openai-responses': {
    parse: (body) => parseResponsesBody(body, undefined),
    fake: openaiResponses,
  },
  'anthropic-messages': {
    parse: (body) => parseMessagesBody(body, undefined, '2023-06-01'),
    fake: anthropicMessages,
  },
  'google-generate': { parse: (body) => parseGenerateBody(body, undefined), fake: googleGenerate },
  'bedrock-converse': {
    parse: (body) => parseConverseBody(body, undefined),
    fake: bedrockConverse,
  },
}

const schema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
}
const png = 'iVBORw0KGgo='

/** The same conversation as each client's tool would send it: system, image, two parallel calls, their results. */
const requests: Readonly<Record<ClientDialectId, JsonObject>> = {
  'openai-chat': {
    model: 'm',
    max_completion_tokens: 100,
    messages: [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is there?' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } },
        ],
      },
      {
        role: 'assistant',
        content: 'I ask.',
        tool_calls: ['Bonn', 'Köln'].map((city, at) => ({
          id: `call_${at}`,
          type: 'function',
          function: { name: 'get_weather', arguments: JSON.stringify({ city }) },
        })),
      },
      { role: 'tool', tool_call_id: 'call_0', content: 'sunny' },
      { role: 'tool', tool_call_id: 'call_1', content: 'rain' },
      { role: 'user', content: 'And now?' },
    ],
    tools: [{ type: 'function', function: { name: 'get_weather', parameters: schema } }],
    tool_choice: 'auto',
  },
  'openai-responses': {
    model: 'm',
    instructions: 'Be brief.',
    max_output_tokens: 100,
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'What is there?' },
          { type: 'input_image', detail: 'auto', image_url: `data:image/png;base64,${png}` },
        ],
      },
      { role: 'assistant', content: 'I ask.' },
      ...['Bonn', 'Köln'].map((city, at) => ({
        type: 'function_call',
        call_id: `call_${at}`,
        name: 'get_weather',
        arguments: JSON.stringify({ city }),
      })),
      { type: 'function_call_output', call_id: 'call_0', output: 'sunny' },
      { type: 'function_call_output', call_id: 'call_1', output: 'rain' },
      { role: 'user', content: 'And now?' },
    ],
    tools: [{ type: 'function', name: 'get_weather', parameters: schema, strict: false }],
    tool_choice: 'auto',
  },
  'anthropic-messages': {
    model: 'm',
    max_tokens: 100,
    system: 'Be brief.',
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is there?' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'I ask.' },
          ...['Bonn', 'Köln'].map((city, at) => ({
            type: 'tool_use',
            id: `call_${at}`,
            name: 'get_weather',
            input: { city },
          })),
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'call_0', content: 'sunny' },
          { type: 'tool_result', tool_use_id: 'call_1', content: [{ type: 'text', text: 'rain' }] },
          { type: 'text', text: 'And now?' },
        ],
      },
    ],
    tools: [{ name: 'get_weather', input_schema: schema }],
    tool_choice: { type: 'auto' },
  },
  'google-generate': {
    systemInstruction: { parts: [{ text: 'Be brief.' }] },
    contents: [
      {
        role: 'user',
        parts: [{ text: 'What is there?' }, { inlineData: { mimeType: 'image/png', data: png } }],
      },
      {
        role: 'model',
        parts: [
          { text: 'I ask.' },
          // Older models send no ids: the results are told apart by their order.
          ...['Bonn', 'Köln'].map((city) => ({
            functionCall: { name: 'get_weather', args: { city } },
          })),
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { name: 'get_weather', response: { output: 'sunny' } } },
          { functionResponse: { name: 'get_weather', response: { output: 'rain' } } },
          { text: 'And now?' },
        ],
      },
    ],
    generationConfig: { maxOutputTokens: 100 },
    tools: [{ functionDeclarations: [{ name: 'get_weather', parametersJsonSchema: schema }] }],
    toolConfig: { functionCallingConfig: { mode: 'AUTO' } },
  },
}

const usage: Usage = { inputTokens: 21, outputTokens: 34, cachedInputTokens: 7, reasoningTokens: 5 }
/** Formats that do not count reasoning apart. */
const uncounted: ReadonlySet<DialectId> = new Set(['anthropic-messages', 'bedrock-converse'])

const createReply = (toolCalls: Reply['toolCalls']): Reply => ({
  serial: 1,
  reasoning: ['Let me ', 'think – 漢字.'],
  text: ['Hello, ', 'wörld 🙂.'],
  toolCalls,
  finish: toolCalls.length > 0 ? 'tool-calls' : 'stop',
  usage: { inputTokens: 21, outputTokens: 34, cachedInputTokens: 7, reasoningTokens: 5 },
})

const calls = [
  { id: 'call_1_0', name: 'get_weather', arguments: { city: 'Bonn' } },
  { id: 'call_1_1', name: 'get_weather', arguments: { city: 'Köln' } },
]
const call = { model: 'm', stream: true, userText: 'Hi', hasSystem: false, includeUsage: true }
const context = { modelId: 'm', includeUsage: true, id: 'reply_1', createdAt: 1_700_000_000 }

function getClient(id: ClientDialectId): ClientDialect {
  return getDialect(id) as ClientDialect
}

function decodeFrames(id: DialectId, frames: readonly StreamFrame[]): ChatEvent[] {
  const decoder = getDialect(id).createStreamDecoder()
  return [...frames.flatMap((frame) => decoder.push(frame)), ...decoder.end()]
}

function streamOf(id: DialectId, reply: Reply): StreamFrame[] {
  return [...upstreams[id].fake.encodeStream(reply, call)].map(({ name, data }) => ({
    event: name,
    data: typeof data === 'string' ? data : JSON.stringify(data),
  }))
}

function expectSame(from: DialectId, to: ClientDialectId, events: ChatEvent[], reply: Reply): void {
  const summary = summarizeReply(events)
  expect(summary).toMatchObject({
    text: 'Hello, wörld 🙂.',
    reasoning: 'Let me think – 漢字.',
    toolCalls: reply.toolCalls.map((each) => ({ name: each.name, arguments: each.arguments })),
    finish: reply.finish,
    error: undefined,
  })
  const { reasoningTokens, ...counts } = usage
  expect(summary.usage).toMatchObject(counts)
  if (!uncounted.has(from) && !uncounted.has(to)) {
    expect(summary.usage.reasoningTokens).toBe(reasoningTokens)
  }
}

const pairs = clientDialectIds.flatMap((client) =>
  dialectIds.map((upstream) => [client, upstream] as const),
)

describe.each(pairs)('%s client, %s upstream', (client, upstream) => {
  test.each([true, false])('the request arrives (stream: %s)', (stream) => {
    const { request } = getClient(client).decodeRequest(structuredClone(requests[client]))
    const encodeContext = { modelId: 'm', stream, supportsSystemMessage: true }
    const { body, warnings } = getDialect(upstream).encodeRequest(request, encodeContext)
    expect(upstreams[upstream].parse(structuredClone(body))).toMatchObject({
      userText: expect.stringContaining('And now?'),
      hasSystem: true,
    })
    const text = JSON.stringify(body)
    for (const piece of ['Be brief.', 'What is there?', png, 'I ask.', 'Bonn', 'sunny', 'rain']) {
      expect(text).toContain(piece)
    }
    expect(warnings).toEqual([])
  })

  test.each([
    ['text', createReply([])],
    ['parallel tool calls', createReply(calls)],
  ])('a reply with %s comes back, streamed and whole', (_name, reply) => {
    const streamed = decodeFrames(upstream, streamOf(upstream, reply))
    const encoder = getClient(client).createStreamEncoder(context)
    const frames = streamed.flatMap((event) => encoder.push(event))
    expect(findStreamFlaw(client, frames, { includeUsage: true })).toBeUndefined()
    expectSame(upstream, client, decodeFrames(client, frames), reply)

    const whole = upstreams[upstream].fake.encodeWhole(reply, { ...call, stream: false })
    const events = getDialect(upstream).decodeResponse(structuredClone(whole))
    const { status, body } = getClient(client).encodeResponse(events, context)
    expect(status).toBe(200)
    const again = getClient(client).decodeResponse(JSON.parse(JSON.stringify(body)))
    expectSame(upstream, client, again, reply)
  })

  test('a failure inside the stream is a failure for the client, never a normal end', () => {
    const good = streamOf(upstream, createReply(calls))
    const { name, data } = upstreams[upstream].fake.encodeStreamError('It broke.')
    for (let cut = 0; cut < good.length - 3; cut += 1) {
      const failing = [...good.slice(0, cut), { event: name, data: JSON.stringify(data) }]
      for (const frames of [failing, good.slice(0, cut)]) {
        const events = decodeFrames(upstream, frames)
        const encoder = getClient(client).createStreamEncoder(context)
        const out = events.flatMap((event) => encoder.push(event))
        expect(findStreamFlaw(client, out, { includeUsage: true })).toBeUndefined()
        const last = decodeFrames(client, out).at(-1)
        expect(last?.type).toBe('error')
        if (frames === failing && last?.type === 'error') {
          expect(last.error.message).toContain('It broke.')
        }
      }
    }
  })
})
