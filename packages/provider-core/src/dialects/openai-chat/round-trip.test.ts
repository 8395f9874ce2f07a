import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParamsNonStreaming,
} from 'openai/resources/chat/completions'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import type { ChatRequest } from '../../model/chat-request.ts'
import { parseChatBody } from '../../testing/dialects/openai-chat-body.ts'
import { findChatFlaw } from '../../testing/invariants/openai-chat.ts'
import { summarizeReply } from '../../testing/invariants/summarize-reply.ts'
import type { EncodeContext, ReplyContext } from '../dialect.ts'
import { arbitraryReply, wildEvents } from '../testing/arbitrary-events.ts'
import {
  anyRequest,
  arbitraryConversation,
  audioPart,
  filePart,
  imagePart,
  settings,
} from '../testing/arbitrary-request.ts'
import { openaiChat } from './openai-chat.ts'

const context: EncodeContext = {
  modelId: 'gpt-x',
  stream: false,
  supportsSystemMessage: true,
  compat: { developerRole: true, arrayContent: true },
}
const reply: ReplyContext = {
  modelId: 'mine',
  includeUsage: true,
  id: 'c_1',
  createdAt: 1_700_000_000,
}

const { topK: _, tools, toolChoice, parallelToolCalls, ...plainSettings } = settings
const sayable: fc.Arbitrary<ChatRequest> = fc
  .tuple(
    arbitraryConversation({ media: [imagePart, filePart, audioPart], tools: true }),
    fc.record(plainSettings, { requiredKeys: [] }),
    fc.option(fc.record({ tools, toolChoice, parallelToolCalls }, { requiredKeys: ['tools'] }), {
      nil: {},
    }),
    fc.option(fc.constantFrom('low', 'high', 'minimal'), { nil: undefined }),
  )
  .map(([messages, options, toolOptions, effort]) => ({
    messages,
    ...options,
    ...toolOptions,
    ...(effort !== undefined && { reasoning: { effort } }),
  }))

describe('request', () => {
  test('decode(encode(x)) = x, without a warning', () => {
    fc.assert(
      fc.property(sayable, (request) => {
        const { body, warnings } = openaiChat.encodeRequest(request, context)
        expect(warnings).toEqual([])
        expect(openaiChat.decodeRequest(structuredClone(body))).toEqual({
          request,
          modelId: 'gpt-x',
          stream: false,
        })
      }),
    )
  })

  test('what a client says comes back in its own words, unknown fields among them', () => {
    const body = {
      model: 'gpt-x',
      messages: [
        { role: 'developer', content: 'Be brief.', name: 'boss' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look', cache_control: { type: 'ephemeral' } },
            { type: 'image_url', image_url: { url: 'https://host.example/a.png', detail: 'low' } },
            { type: 'file', file: { file_id: 'file-1' } },
            { type: 'video_url', video_url: { url: 'https://host.example/a.mp4' } },
          ],
        },
        { role: 'assistant', content: null, refusal: 'No.' },
        { role: 'user', content: 'Please' },
        {
          role: 'assistant',
          content: null,
          reasoning_content: 'hm',
          tool_calls: [
            { id: 'a', type: 'custom', custom: { name: 'sql', input: 'select 1' } },
            { id: 'b', type: 'function', function: { name: 'f', arguments: '{}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'a', content: '1' },
        { role: 'tool', tool_call_id: 'b', content: 'ok' },
      ],
      max_tokens: 10,
      logit_bias: { '1': 2 },
      verbosity: 'low',
      prediction: { type: 'content', content: 'x' },
      safety_identifier: 'user-1',
      top_k: 5,
      tools: [
        { type: 'custom', custom: { name: 'sql' } },
        { type: 'function', function: { name: 'f', parameters: { type: 'object' }, odd: 1 } },
      ],
      tool_choice: { type: 'custom', custom: { name: 'sql' } },
      stream: true,
      stream_options: { include_usage: true, include_obfuscation: false },
    }
    const { request, stream } = openaiChat.decodeRequest(structuredClone(body))
    expect(stream).toBe(true)
    const encoded = openaiChat.encodeRequest(request, {
      ...context,
      stream,
      compat: { developerRole: true },
    })
    expect(encoded).toEqual({ body, warnings: [] })
    expect(request).toMatchObject({ userId: 'user-1', topK: 5, includeUsage: true })
  })

  test.each([
    [{ messages: 'hi' }, /^messages: /],
    [{ messages: [] }, /^messages: /],
    [{ messages: [{ role: 'robot', content: 'x' }] }, /^messages\.0\.role: /],
    [{ messages: [{ role: 'user' }] }, /^messages\.0\.content: /],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] },
      /^messages\.0\.content\.0\.image_url/,
    ],
    [{ messages: [{ role: 'tool', content: 'x' }] }, /^messages\.0\.tool_call_id: /],
    [{ messages: [{ role: 'user', content: 'x' }], temperature: 'hot' }, /^temperature: /],
    [null, /^body: /],
  ])('%j is refused by the name of its field', (body, words) => {
    expect(() => openaiChat.decodeRequest(body)).toThrow(
      expect.objectContaining({ code: 'invalid-request', message: expect.stringMatching(words) }),
    )
  })

  test('any request makes a body that a strict server takes, and is not changed', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const before = structuredClone(request)
        const { body } = openaiChat.encodeRequest(request, { ...context, compat: {} })
        expect(request).toEqual(before)
        parseChatBody(structuredClone(body), undefined)
      }),
    )
  })

  test('each compat switch changes what it names', () => {
    const request: ChatRequest = {
      messages: [
        { role: 'system', developer: true, content: [{ type: 'text', text: 's' }] },
        { role: 'user', content: [{ type: 'text', text: 'u' }] },
        {
          role: 'assistant',
          content: [
            { type: 'reasoning', text: 'hm' },
            { type: 'text', text: 'a' },
          ],
        },
      ],
      maxOutputTokens: 5,
    }
    const encode = (compat: EncodeContext['compat']) =>
      openaiChat.encodeRequest(request, { ...context, stream: true, compat })
    expect(encode({})).toMatchObject({
      body: {
        messages: [{ role: 'system', content: 's' }, { content: 'u' }, { content: 'a' }],
        max_tokens: 5,
        stream_options: { include_usage: true },
      },
      warnings: [{ code: 'reasoning-left-out' }],
    })
    const other = encode({
      developerRole: true,
      maxTokensField: 'max_completion_tokens',
      streamOptions: false,
      arrayContent: true,
      reasoningField: 'reasoning_content',
    })
    expect(other.warnings).toEqual([])
    expect(other.body).toMatchObject({
      messages: [
        { role: 'developer', content: [{ type: 'text', text: 's' }] },
        { role: 'user' },
        { role: 'assistant', reasoning_content: 'hm' },
      ],
      max_completion_tokens: 5,
    })
    expect(other.body).not.toHaveProperty('max_tokens')
    expect(other.body).not.toHaveProperty('stream_options')
  })

  test('what the format cannot say is a warning', () => {
    const { body, warnings } = openaiChat.encodeRequest(
      {
        messages: [
          {
            role: 'tool',
            content: [
              {
                type: 'tool-result',
                callId: 'a',
                isError: true,
                content: [{ type: 'image', source: { kind: 'url', url: 'https://host.example/' } }],
              },
            ],
          },
          { role: 'user', content: [{ type: 'text', text: 'x', cacheControl: {} }] },
        ],
        topK: 5,
        tools: [
          {
            type: 'provider',
            raw: { dialect: 'anthropic-messages', value: { type: 'web_search_20250305' } },
          },
        ],
        raw: { dialect: 'anthropic-messages', value: { container: 'c' } },
      },
      context,
    )
    expect(warnings.map(({ code }) => code).toSorted()).toEqual([
      'cache-control-left-out',
      'provider-tool-left-out',
      'raw-left-out',
      'tool-error-mark-left-out',
      'tool-result-image-left-out',
      'top-k-left-out',
    ])
    expect(body).not.toHaveProperty('container')
  })

  test('is what the types of the official SDK allow', () => {
    const { body } = openaiChat.encodeRequest(
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Look' },
              { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'AAAA' } },
              { type: 'audio', source: { kind: 'base64', mediaType: 'audio/mpeg', data: 'AAAA' } },
              {
                type: 'file',
                filename: 'a.pdf',
                source: { kind: 'base64', mediaType: 'application/pdf', data: 'AAAA' },
              },
            ],
          },
        ],
        tools: [{ type: 'function', name: 'f', parameters: { type: 'object' }, strict: true }],
        toolChoice: { type: 'tool', name: 'f' },
        responseFormat: { type: 'json-schema', schema: { type: 'object' } },
        logprobs: { top: 2 },
      },
      context,
    )
    expect(body).toEqual({
      model: 'gpt-x',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
            { type: 'input_audio', input_audio: { data: 'AAAA', format: 'mp3' } },
            {
              type: 'file',
              file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AAAA' },
            },
          ],
        },
      ],
      tools: [
        { type: 'function', function: { name: 'f', parameters: { type: 'object' }, strict: true } },
      ],
      tool_choice: { type: 'function', function: { name: 'f' } },
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'response', schema: { type: 'object' } },
      },
      logprobs: true,
      top_logprobs: 2,
    } satisfies ChatCompletionCreateParamsNonStreaming)
  })
})

function encodeStream(events: readonly ChatEvent[], options: Partial<ReplyContext> = {}) {
  const encoder = openaiChat.createStreamEncoder({ ...reply, ...options })
  return events.flatMap((event) => encoder.push(event))
}

function decodeStream(frames: ReturnType<typeof encodeStream>): ChatEvent[] {
  const decoder = openaiChat.createStreamDecoder()
  return [...frames.flatMap((frame) => decoder.push(frame)), ...decoder.end()]
}

const finish: ChatEvent = { type: 'finish', reason: 'stop' }

describe('reply', () => {
  test('decode(encode(x)) = x, streamed and whole', () => {
    fc.assert(
      fc.property(arbitraryReply(), (events) => {
        const expected = summarizeReply(events)
        const frames = encodeStream(events)
        expect(findChatFlaw(frames, { includeUsage: true })).toBeUndefined()
        const usage = { inputTokens: 0, outputTokens: 0, ...expected.usage }
        expect(summarizeReply(decodeStream(frames))).toEqual({ ...expected, usage })
        const { status, body } = openaiChat.encodeResponse(events, reply)
        expect(status).toBe(200)
        expect(summarizeReply(openaiChat.decodeResponse(body))).toEqual({ ...expected, usage })
      }),
    )
  })

  test('whatever events come, every rule of a stream is kept', () => {
    fc.assert(
      fc.property(wildEvents, fc.boolean(), (events, includeUsage) => {
        const frames = encodeStream(events, { includeUsage })
        expect(findChatFlaw(frames, { includeUsage })).toBeUndefined()
        const failed = events.at(-1)?.type === 'error'
        expect(frames.at(-1)?.data === '[DONE]').toBe(!failed)
        expect(openaiChat.encodeResponse(events, reply).status).toBe(failed ? 503 : 200)
      }),
    )
  })

  test('several choices, their log probabilities and the tier arrive', () => {
    const events: ChatEvent[] = [
      { type: 'start', id: 'c', createdAt: 5 },
      { type: 'text-delta', text: 'a' },
      {
        type: 'logprobs',
        tokens: [{ token: 'a', logprob: -1, bytes: [97], top: [{ token: 'b', logprob: -2 }] }],
      },
      { type: 'text-delta', text: 'b', choice: 1 },
      { type: 'choice-finish', choice: 0, reason: 'stop', rawReason: 'stop' },
      { type: 'choice-finish', choice: 1, reason: 'length', rawReason: 'length' },
      { type: 'finish', reason: 'stop', rawReason: 'stop', serviceTier: 'flex' },
    ]
    const decoded = decodeStream(encodeStream(events, { includeUsage: false }))
    expect(decoded).toMatchObject([
      { type: 'start', id: 'c', model: 'mine', createdAt: 5 },
      ...events.slice(1),
    ])
  })

  test('citations, images and vendor fields of the same format pass through', () => {
    const events: ChatEvent[] = [
      { type: 'start' },
      { type: 'raw', raw: { dialect: 'openai-chat', value: { system_fingerprint: 'fp' } } },
      { type: 'text-delta', text: 'x' },
      {
        type: 'citation',
        citation: { url: 'https://host.example/', title: 'T', start: 0, end: 1 },
      },
      { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'AAAA' } },
      finish,
    ]
    const decoded = decodeStream(encodeStream(events))
    for (const event of events.slice(1, 5)) expect(decoded).toContainEqual(event)
  })

  test('the frames and the whole answer have the types of the official SDK', () => {
    const head = { id: 'c', created: 5, model: 'mine' }
    const events: ChatEvent[] = [
      { type: 'start', id: 'c', createdAt: 5 },
      { type: 'tool-call-start', id: 'a', name: 'f' },
      { type: 'tool-call-delta', id: 'a', arguments: '{}' },
      {
        type: 'finish',
        reason: 'stop',
        usage: { inputTokens: 1, outputTokens: 2, cachedInputTokens: 1 },
      },
    ]
    const chunk = (
      delta: ChatCompletionChunk.Choice.Delta,
      reason: ChatCompletionChunk.Choice['finish_reason'] = null,
    ): ChatCompletionChunk => ({
      ...head,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, finish_reason: reason }],
    })
    const usage = {
      prompt_tokens: 1,
      completion_tokens: 2,
      total_tokens: 3,
      prompt_tokens_details: { cached_tokens: 1 },
    }
    expect(
      encodeStream(events).map(({ data }) => (data === '[DONE]' ? data : JSON.parse(data))),
    ).toEqual([
      chunk({ role: 'assistant', content: '' }),
      chunk({
        tool_calls: [
          { index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '' } },
        ],
      }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '{}' } }] }),
      chunk({}, 'tool_calls'),
      { ...chunk({}), choices: [], usage } satisfies ChatCompletionChunk,
      '[DONE]',
    ])
    expect(openaiChat.encodeResponse(events, reply).body).toEqual({
      ...head,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: null,
            refusal: null,
            tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
          },
          logprobs: null,
          finish_reason: 'tool_calls',
        },
      ],
      usage,
    } satisfies ChatCompletion)
  })

  test.each([
    ['rate-limit', 429],
    ['context-length', 400],
    ['authentication', 401],
    ['not-found', 404],
    ['overloaded', 503],
    ['content-policy', 400],
    ['permission', 403],
    ['timeout', 504],
    ['upstream', 502],
    ['invalid-request', 400],
  ] as const)('an error of the code %s is answered with %i and read back', (code, status) => {
    const encoded = openaiChat.encodeError({ code, message: 'It is so.', retryable: false })
    expect(encoded.status).toBe(status)
    expect(openaiChat.decodeError(status, encoded.body)).toMatchObject({
      code: code === 'upstream' ? 'overloaded' : code,
      message: 'It is so.',
    })
  })
})
