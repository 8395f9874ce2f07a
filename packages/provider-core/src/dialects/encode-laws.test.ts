import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../model/chat-request.ts'
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
import type { JsonObject } from './dialect.ts'
import { getDialect } from './registry.ts'

/** What a strict server of each format understood of a body; it throws at anything it does not know. */
const strictServers: Record<
  DialectId,
  { parse: (body: JsonObject) => { userText: string; hasSystem: boolean }; fake: FakeDialect }
> = {
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

const textPart = fc.record({
  type: fc.constant('text' as const),
  text: fc.string({ maxLength: 6 }).map((text) => `x${text}`),
})
const reasoningPart = fc.record(
  {
    type: fc.constant('reasoning' as const),
    text: fc.string(),
    signature: fc.string({ minLength: 1 }),
  },
  { requiredKeys: ['type', 'text'] },
)
const message = fc.oneof(
  fc.record({
    role: fc.constantFrom('system', 'user'),
    content: fc.array(textPart, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    role: fc.constant('assistant' as const),
    content: fc
      .tuple(fc.array(reasoningPart, { maxLength: 2 }), textPart)
      .map(([reasoning, text]) => [...reasoning, text]),
  }),
)
const request: fc.Arbitrary<ChatRequest> = fc
  .tuple(
    fc.array(message, { maxLength: 6 }),
    fc.record(
      {
        temperature: fc.double({ min: 0, max: 2, noNaN: true }),
        topP: fc.double({ min: 0, max: 1, noNaN: true }),
        maxOutputTokens: fc.integer({ min: 1, max: 9999 }),
        stop: fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([messages, options]) => ({
    ...options,
    messages: [{ role: 'user', content: [{ type: 'text', text: 'first' }] }, ...messages],
  }))

describe.each(dialectIds)('%s', (id) => {
  const { parse, fake } = strictServers[id]

  test('a strict server takes every request, and the request is not changed', () => {
    fc.assert(
      fc.property(request, fc.boolean(), fc.boolean(), (asked, stream, supportsSystemMessage) => {
        const before = structuredClone(asked)
        const context = { modelId: 'm', stream, supportsSystemMessage }
        const { body } = getDialect(id).encodeRequest(asked, context)
        const understood = parse(structuredClone(body))
        expect(asked).toEqual(before)
        const hasSystem = asked.messages.some(({ role }) => role === 'system')
        expect(understood.hasSystem).toBe(hasSystem && supportsSystemMessage)
        expect(understood.userText).not.toBe('')
      }),
    )
  })

  test('the last word of the user arrives', () => {
    const asked: ChatRequest = {
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
        { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      ],
    }
    const context = { modelId: 'm', stream: false, supportsSystemMessage: true }
    const { body } = getDialect(id).encodeRequest(asked, context)
    expect(parse(body)).toMatchObject({ userText: 'Hi', hasSystem: true })
  })

  test('what a server of this format answers is read, streamed or whole', () => {
    const reply: Reply = {
      serial: 1,
      reasoning: ['Let me ', 'think.'],
      text: ['Hello, ', 'world.'],
      toolCalls: [],
      finish: 'stop',
      usage: { inputTokens: 21, outputTokens: 34, reasoningTokens: 5 },
    }
    const call = { model: 'm', stream: true, userText: 'Hi', hasSystem: false, includeUsage: true }
    const decoder = getDialect(id).createStreamDecoder()
    const streamed = [...fake.encodeStream(reply, call)].flatMap(({ name, data }) =>
      decoder.push({ event: name, data: typeof data === 'string' ? data : JSON.stringify(data) }),
    )
    const whole = getDialect(id).decodeResponse(fake.encodeWhole(reply, { ...call, stream: false }))
    for (const events of [[...streamed, ...decoder.end()], whole]) {
      const join = (type: 'text-delta' | 'reasoning-delta') =>
        events.map((event) => (event.type === type ? event.text : '')).join('')
      expect(join('text-delta')).toBe('Hello, world.')
      expect(join('reasoning-delta')).toBe('Let me think.')
      expect(events.at(-1)).toMatchObject({
        type: 'finish',
        reason: 'stop',
        usage: { inputTokens: 21, outputTokens: 34 },
      })
    }
  })

  test('what it reports as a failure is read, inside a stream and as an answer', () => {
    const { name, data } = fake.encodeStreamError('It broke.')
    const decoder = getDialect(id).createStreamDecoder()
    const events = decoder.push({ event: name, data: JSON.stringify(data) })
    expect(events).toMatchObject([{ type: 'error', error: { message: 'It broke.' } }])
    expect(getDialect(id).decodeError(401, fake.encodeError(401, 'Wrong key.'))).toMatchObject({
      code: 'authentication',
      message: 'Wrong key.',
    })
  })
})
