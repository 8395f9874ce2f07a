import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../../model/chat-request.ts'
import { parseChatBody } from '../../testing/dialects/openai-chat-body.ts'
import type { EncodeContext } from '../dialect.ts'
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
      'tool-result-image-moved',
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
