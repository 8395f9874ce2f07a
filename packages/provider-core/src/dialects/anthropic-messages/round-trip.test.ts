import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import { chatRequestSchema, type ChatRequest, type Tool } from '../../model/chat-request.ts'
import type { ContentPart, MediaSource } from '../../model/content.ts'
import { findAnthropicFlaw } from '../../testing/invariants/anthropic-messages.ts'
import { summarizeReply } from '../../testing/invariants/summarize-reply.ts'
import type { ReplyContext, StreamFrame } from '../dialect.ts'
import {
  arbitraryReply,
  arbitraryWord,
  wildEvents,
  type ReplyPartKind,
} from '../testing/arbitrary-events.ts'
import {
  anyRequest,
  arbitraryConversation,
  filePart,
  functionTool,
  imagePart,
  settings,
  textPart,
} from '../testing/arbitrary-request.ts'
import { anthropicMessages } from './anthropic-messages.ts'

const context = { modelId: 'claude-x', stream: true, supportsSystemMessage: true }
const own = 'anthropic-messages' as const
const proof = fc.base64String({ minLength: 4, maxLength: 12 })
const cacheControl = fc.constantFrom({}, { ttl: '1h' as const }, { ttl: '5m' as const })

const markedText: fc.Arbitrary<ContentPart> = fc
  .tuple(textPart, cacheControl)
  .map(([part, mark]) => ({ ...part, cacheControl: mark }))

const documentPart: fc.Arbitrary<ContentPart> = fc.constantFrom<ContentPart>(
  {
    type: 'file',
    source: { kind: 'text', text: 'words', mediaType: 'text/plain' },
    filename: 'a.txt',
  },
  { type: 'file', source: { kind: 'url', url: 'https://host.example/a.pdf' } },
  { type: 'file', source: { kind: 'file-id', fileId: 'file_1' }, cacheControl: {} },
  { type: 'image', source: { kind: 'file-id', fileId: 'file_2' } },
  {
    type: 'file',
    source: { kind: 'base64', mediaType: 'application/pdf', data: 'JVBERi0=' },
    raw: { dialect: own, value: { citations: { enabled: true }, context: 'about' } },
  },
  {
    type: 'raw',
    raw: { dialect: own, value: { type: 'search_result', source: 's', title: 't', content: [] } },
  },
)

const reasoning: fc.Arbitrary<ContentPart> = fc.oneof(
  fc.record({ type: fc.constant('reasoning' as const), text: arbitraryWord, signature: proof }),
  fc.record({
    type: fc.constant('reasoning' as const),
    text: fc.constant(''),
    signature: proof,
  }),
  fc.record({
    type: fc.constant('reasoning' as const),
    text: fc.constant(''),
    redacted: proof,
  }),
)

const providerTool: Tool = {
  type: 'provider',
  raw: {
    dialect: own,
    value: { type: 'web_search_20250305', name: 'web_search', max_uses: 3 },
  },
}
const tools = fc
  .tuple(fc.array(functionTool, { minLength: 1, maxLength: 2 }), fc.boolean(), cacheControl)
  .map(([list, withProvider, mark]): Tool[] => [
    ...list.map((tool): Tool =>
      tool.type === 'function' ? { ...tool, cacheControl: mark } : tool,
    ),
    ...(withProvider ? [providerTool] : []),
  ])

const thinking: fc.Arbitrary<ChatRequest['reasoning']> = fc.oneof(
  fc.record({ enabled: fc.constant(true), budgetTokens: fc.integer({ min: 1024, max: 4000 }) }),
  fc.record({
    enabled: fc.constant(true),
    effort: fc.constantFrom('low', 'medium', 'high', 'xhigh', 'max'),
    summary: fc.boolean(),
  }),
  fc.constantFrom({ enabled: false }, { effort: 'high' }),
)

/** Requests that this format can say in full. */
const sayable: fc.Arbitrary<ChatRequest> = fc
  .record({
    messages: arbitraryConversation({
      media: [imagePart, filePart, markedText, documentPart],
      reasoning,
      tools: true,
      imageResults: true,
    }),
    maxOutputTokens: fc.integer({ min: 4097, max: 99_999 }),
    sampling: fc.record(
      { temperature: settings.temperature, topP: settings.topP, topK: settings.topK },
      { requiredKeys: [] },
    ),
    reasoning: fc.option(thinking, { nil: undefined }),
    calls: fc.option(
      fc.record(
        { tools, toolChoice: settings.toolChoice, parallelToolCalls: fc.boolean() },
        { requiredKeys: ['tools'] },
      ),
      { nil: undefined },
    ),
    rest: fc.record(
      {
        stop: settings.stop,
        userId: settings.userId,
        serviceTier: fc.constantFrom('auto', 'standard_only'),
        responseFormat: fc.constant({
          type: 'json-schema' as const,
          schema: { type: 'object', properties: {} },
        }),
        raw: fc.constant({
          dialect: own,
          value: {
            container: 'c1',
            anthropic_beta: ['beta-1'],
            context_management: { edits: [1] },
          },
        }),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ messages, maxOutputTokens, sampling, reasoning: settled, calls, rest }) => ({
    messages,
    maxOutputTokens,
    // While it thinks the model takes no sampling settings.
    ...(settled === undefined || settled.enabled === false || settled.enabled === undefined
      ? sampling
      : {}),
    ...(settled && { reasoning: { ...settled, raw: { dialect: own, value: {} } } }),
    ...calls,
    ...rest,
  }))

/** What two requests say the same of. */
function normalize(request: ChatRequest): ChatRequest {
  const { toolChoice, parallelToolCalls, ...rest } = request
  const choice = toolChoice ?? (parallelToolCalls === false ? { type: 'auto' } : undefined)
  const isSaid = choice !== undefined && choice.type !== 'none'
  return {
    ...rest,
    ...(choice && { toolChoice: choice }),
    ...(isSaid && parallelToolCalls !== undefined && { parallelToolCalls }),
  }
}

describe('request', () => {
  test('decode(encode(x)) is x', () => {
    fc.assert(
      fc.property(sayable, fc.boolean(), (request, stream) => {
        const { body, warnings } = anthropicMessages.encodeRequest(request, { ...context, stream })
        const decoded = anthropicMessages.decodeRequest(structuredClone(body))
        expect(decoded.modelId).toBe('claude-x')
        expect(decoded.stream).toBe(stream)
        expect(normalize(decoded.request)).toEqual(normalize(request))
        expect(warnings).toEqual([])
        expect(chatRequestSchema.safeParse(decoded.request).error).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })

  test('encoding what was decoded gives the body again, whatever the request', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const first = anthropicMessages.encodeRequest(request, context).body
        // Nothing is left of a conversation of audio only.
        fc.pre(Array.isArray(first['messages']) && first['messages'].length > 0)
        const decoded = anthropicMessages.decodeRequest(first).request
        const second = anthropicMessages.encodeRequest(decoded, context)
        expect(second.body).toEqual(first)
      }),
      { numRuns: 200 },
    )
  })
})

const reply: ReplyContext = { modelId: 'm', includeUsage: true, id: 'msg_1', createdAt: 0 }

function encode(events: readonly ChatEvent[]): StreamFrame[] {
  const encoder = anthropicMessages.createStreamEncoder(reply)
  return events.flatMap((event) => encoder.push(event))
}

function decode(frames: readonly StreamFrame[]): ChatEvent[] {
  const decoder = anthropicMessages.createStreamDecoder()
  return [...frames.flatMap((frame) => decoder.push(frame)), ...decoder.end()]
}

function decodeWhole(events: readonly ChatEvent[]): ChatEvent[] {
  return anthropicMessages.decodeResponse(anthropicMessages.encodeResponse(events, reply).body)
}

/** The parts of a reply in the order of their blocks, with their deltas joined. */
function joinParts(events: readonly ChatEvent[]): object[] {
  const parts = new Map<number, Record<string, string>>()
  for (const event of events) {
    if (!('block' in event) || event.block === undefined) continue
    const part = parts.get(event.block) ?? {}
    parts.set(event.block, part)
    for (const [name, value] of Object.entries(event)) {
      if (name === 'type' || name === 'block') continue
      const text = typeof value === 'string' ? value : JSON.stringify(value)
      part[name] = name === 'id' || name === 'name' ? text : (part[name] ?? '') + text
    }
  }
  return [...parts].toSorted(([a], [b]) => a - b).map(([, part]) => part)
}

/** What a reply of this format may hold: images come from other vendors only. */
const kinds = [
  'text',
  'reasoning',
  'signed-reasoning',
  'redacted',
  'encrypted',
  'tool-call',
] as const satisfies readonly ReplyPartKind[]

describe('reply', () => {
  test('an image becomes its address in the text, and one without address a warning', () => {
    const say = (source: MediaSource) =>
      anthropicMessages.encodeResponse(
        [
          { type: 'image', source, block: 0 },
          { type: 'finish', reason: 'stop' },
        ],
        reply,
      )
    const url = 'https://host.example/a.png'
    expect(say({ kind: 'url', url })).toMatchObject({
      body: { content: [{ type: 'text', text: `![image](${url})` }] },
      warnings: [],
    })
    expect(say({ kind: 'base64', mediaType: 'image/png', data: 'iVBORw0KGgo=' })).toMatchObject({
      body: { content: [] },
      warnings: [{ code: 'reply-image-left-out' }],
    })
  })

  test('decode(encode(x)) is x, streamed and whole', () => {
    fc.assert(
      fc.property(arbitraryReply({ kinds }), (events) => {
        const frames = encode(events)
        expect(findAnthropicFlaw(frames)).toBeUndefined()
        const expected = summarizeReply(events)
        // Where no usage was reported, the format still asks for numbers.
        const usage = { inputTokens: 0, outputTokens: 0, ...expected.usage }
        for (const decoded of [decode(frames), decodeWhole(events)]) {
          expect(summarizeReply(decoded)).toEqual({ ...expected, usage })
          expect(joinParts(decoded)).toEqual(joinParts(events))
          expect(decoded).toContainEqual({ type: 'start', id: 'reply_1', model: 'm' })
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a failed reply stays failed, streamed and whole', () => {
    fc.assert(
      fc.property(arbitraryReply({ ending: 'error' }), (events) => {
        const frames = encode(events)
        expect(findAnthropicFlaw(frames)).toBeUndefined()
        expect(frames.at(-1)).toMatchObject({ event: 'error' })
        expect(summarizeReply(decode(frames)).error).toBe('overloaded')
        expect(decodeWhole(events)).toMatchObject([{ error: { code: 'overloaded' } }])
      }),
    )
  })

  test('whatever events come, the stream keeps the rules and says what the whole reply says', () => {
    fc.assert(
      fc.property(wildEvents, (events) => {
        const frames = encode(events)
        expect(findAnthropicFlaw(frames)).toBeUndefined()
        const streamed = decode(frames)
        const { status, body } = anthropicMessages.encodeResponse(events, reply)
        if (status !== 200) {
          expect(events.at(-1)?.type).toBe('error')
          return
        }
        const whole = anthropicMessages.decodeResponse(body)
        const { toolCalls: _calls, ...rest } = summarizeReply(streamed)
        expect(summarizeReply(whole)).toMatchObject(rest)
      }),
      { numRuns: 500 },
    )
  })

  test('nothing follows the last event', () => {
    const encoder = anthropicMessages.createStreamEncoder(reply)
    expect(encoder.push({ type: 'finish', reason: 'stop' }).length).toBe(3)
    expect(encoder.push({ type: 'text-delta', text: 'late' })).toEqual([])
    expect(encoder.push({ type: 'finish', reason: 'stop' })).toEqual([])
  })
})
