import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../../model/chat-request.ts'
import type { ContentPart } from '../../model/content.ts'
import { parseResponsesBody } from '../../testing/dialects/openai-responses-body.ts'
import type { EncodeContext } from '../dialect.ts'
import { arbitraryWord } from '../testing/arbitrary-events.ts'
import {
  anyRequest,
  arbitraryConversation,
  audioPart,
  filePart,
  imagePart,
  settings,
} from '../testing/arbitrary-request.ts'
import { openaiResponses } from './openai-responses.ts'

const context: EncodeContext = { modelId: 'gpt-x', stream: true, supportsSystemMessage: true }

const {
  temperature,
  topP,
  maxOutputTokens,
  logprobs,
  responseFormat,
  serviceTier,
  userId,
  metadata,
} = settings
const encryptedPart: fc.Arbitrary<ContentPart> = fc.record({
  type: fc.constant('reasoning' as const),
  text: fc.oneof(fc.constant(''), arbitraryWord),
  encrypted: fc.base64String({ minLength: 4, maxLength: 12 }),
  id: fc.constantFrom('rs_1', 'rs_2'),
})
const tools = settings.tools.map((list) =>
  list.map((tool) => (tool.type === 'function' ? { ...tool, strict: tool.strict ?? false } : tool)),
)
const sayable: fc.Arbitrary<ChatRequest> = fc
  .tuple(
    arbitraryConversation({
      media: [imagePart, filePart, audioPart],
      reasoning: encryptedPart,
      tools: true,
      imageResults: true,
    }),
    fc.record(
      {
        temperature,
        topP,
        maxOutputTokens,
        logprobs,
        responseFormat,
        serviceTier,
        userId,
        metadata,
      },
      { requiredKeys: [] },
    ),
    fc.option(
      fc.record(
        { tools, toolChoice: settings.toolChoice, parallelToolCalls: fc.boolean() },
        { requiredKeys: ['tools'] },
      ),
      { nil: {} },
    ),
    fc.record(
      { effort: fc.constantFrom('low', 'high'), summary: fc.constantFrom('auto', 'detailed') },
      { requiredKeys: ['effort'] },
    ),
  )
  .map(([messages, options, toolOptions, reasoning]) => ({
    messages,
    ...options,
    ...toolOptions,
    reasoning,
  }))

test('decode(encode(x)) = x, without a warning', () => {
  fc.assert(
    fc.property(sayable, (request) => {
      const { body, warnings } = openaiResponses.encodeRequest(request, context)
      expect(warnings).toEqual([])
      expect(openaiResponses.decodeRequest(structuredClone(body))).toEqual({
        request,
        modelId: 'gpt-x',
        stream: true,
      })
    }),
  )
})

test('any request makes a body that a strict server takes, and is not changed', () => {
  fc.assert(
    fc.property(anyRequest, (request) => {
      const before = structuredClone(request)
      const { body } = openaiResponses.encodeRequest(request, context)
      expect(request).toEqual(before)
      parseResponsesBody(structuredClone(body), undefined)
    }),
  )
})

test('what a client says comes back in its own words, vendor items and unknown fields among them', () => {
  const body = {
    model: 'gpt-x',
    instructions: 'Be brief.',
    input: [
      { role: 'developer', content: 'Be kind.' },
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Look' },
          { type: 'input_image', detail: 'high', file_id: 'file-1' },
          { type: 'input_file', file_url: 'https://host.example/a.pdf' },
        ],
      },
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' },
      {
        type: 'message',
        id: 'msg_1',
        status: 'completed',
        phase: 'commentary',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'Let me see.', annotations: [] }],
      },
      { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search' } },
      { type: 'custom_tool_call', id: 'ctc_1', call_id: 'a', name: 'sql', input: 'select 1' },
      { type: 'image_generation_call', id: 'ig_1', status: 'completed', result: 'AAAA' },
      { type: 'custom_tool_call_output', call_id: 'a', output: '1' },
      { type: 'item_reference', id: 'msg_0' },
    ],
    previous_response_id: 'resp_0',
    store: true,
    truncation: 'auto',
    text: { verbosity: 'low' },
    reasoning: { effort: 'low', odd: 1 },
    include: ['web_search_call.action.sources'],
    tools: [{ type: 'web_search' }, { type: 'custom', name: 'sql' }],
    tool_choice: { type: 'web_search' },
    stream: true,
  }
  const { request } = openaiResponses.decodeRequest(structuredClone(body))
  expect(openaiResponses.encodeRequest(request, context)).toEqual({ body, warnings: [] })
})

test.each([
  [{ input: 5 }, /^input: /],
  [{}, /^input: is missing/],
  [{ input: [{ role: 'robot', content: 'x' }] }, /^input\.0\.role: /],
  [{ input: [{ type: 'function_call', name: 'f' }] }, /^input\.0\.call_id: /],
  [
    { input: [{ role: 'user', content: [{ type: 'input_image' }] }] },
    /^input\.0\.content\.0\.image_url: /,
  ],
  [{ input: 'x', max_output_tokens: 'many' }, /^max_output_tokens: /],
])('%j is refused by the name of its field', (body, words) => {
  expect(() => openaiResponses.decodeRequest(body)).toThrow(
    expect.objectContaining({ code: 'invalid-request', message: expect.stringMatching(words) }),
  )
})

test('nothing is kept at the vendor, and encrypted reasoning is asked for where the model reasons', () => {
  const messages: ChatRequest['messages'] = [
    { role: 'user', content: [{ type: 'text', text: 'x' }] },
  ]
  const encode = (request: Partial<ChatRequest>) =>
    openaiResponses.encodeRequest({ messages, ...request }, context).body
  expect(encode({ reasoning: { budgetTokens: 1000, summary: true } })).toMatchObject({
    store: false,
    include: ['reasoning.encrypted_content'],
    reasoning: { effort: 'low', summary: 'auto' },
  })
  expect(encode({})).not.toHaveProperty('include')
  expect(encode({ reasoning: { enabled: false } })).not.toHaveProperty('include')
})

test('what the format cannot say is a warning', () => {
  const { body, warnings } = openaiResponses.encodeRequest(
    {
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'x' }], name: 'Ann' },
        {
          role: 'assistant',
          content: [
            { type: 'reasoning', text: 'hm', signature: 's' },
            { type: 'text', text: 'y' },
          ],
        },
      ],
      topK: 5,
      seed: 1,
      choices: 2,
      raw: { dialect: 'openai-chat', value: { logit_bias: {}, verbosity: 'low' } },
    },
    context,
  )
  expect(warnings.map(({ code }) => code).toSorted()).toEqual([
    'choices-left-out',
    'name-left-out',
    'raw-left-out',
    'reasoning-left-out',
    'seed-left-out',
    'top-k-left-out',
  ])
  expect(body['input']).toEqual([
    { role: 'user', content: 'x' },
    { role: 'assistant', content: 'y' },
  ])
})

describe('tools of Chat Completions', () => {
  test('a free-text tool is the same tool here', () => {
    const grammar = { definition: 'start: "a"', syntax: 'lark' as const }
    const { body, warnings } = openaiResponses.encodeRequest(
      {
        messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }],
        tools: [
          {
            type: 'provider',
            raw: {
              dialect: 'openai-chat',
              value: {
                type: 'custom',
                custom: { name: 'sql', format: { type: 'grammar', grammar } },
              },
            },
          },
        ],
        toolChoice: { type: 'tool', name: 'sql' },
      },
      context,
    )
    expect(warnings).toEqual([])
    expect(body).toMatchObject({
      tools: [{ type: 'custom', name: 'sql', format: { type: 'grammar', ...grammar } }],
      tool_choice: { type: 'custom', name: 'sql' },
    })
  })
})
