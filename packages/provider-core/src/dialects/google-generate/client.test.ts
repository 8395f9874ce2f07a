import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import type { ErrorInfo } from '../../model/error.ts'
import type { JsonObject } from '../dialect.ts'
import { googleGenerate } from './google-generate.ts'

const replyContext = { modelId: 'm', includeUsage: false, id: 'r', createdAt: 1_700_000_000 }
const encodeContext = { modelId: 'gemini-x', stream: true, supportsSystemMessage: true }
const hi = [{ role: 'user', parts: [{ text: 'Hi' }] }]
const decode = (body: JsonObject) => googleGenerate.decodeRequest({ contents: hi, ...body }).request

describe('requests of clients', () => {
  test('snake_case is read like camelCase, but not inside what the client named', () => {
    const request = decode({
      system_instruction: { parts: { text: 'Be brief.' } },
      generation_config: { max_output_tokens: 5, thinking_config: { thinking_budget: 0 } },
      contents: [
        { role: 'user', parts: [{ inline_data: { mime_type: 'image/png', data: 'iVBO' } }] },
        { role: 'model', parts: [{ function_call: { name: 'f', args: { my_key: 1 } } }] },
      ],
    })
    expect(request).toMatchObject({
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
        { role: 'user', content: [{ type: 'image', source: { mediaType: 'image/png' } }] },
        { role: 'assistant', content: [{ arguments: '{"my_key":1}' }] },
      ],
      maxOutputTokens: 5,
      reasoning: { enabled: false },
    })
  })

  test('what has no neutral word is kept for Google and named for others', () => {
    const own = {
      safetySettings: [{ category: 'HARM_CATEGORY_HATE_SPEECH', threshold: 'OFF' }],
      cachedContent: 'cachedContents/1',
      generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_LOW', speechConfig: {} },
      toolConfig: { retrievalConfig: { languageCode: 'de' } },
    }
    const request = decode(own)
    expect(request.raw).toEqual({ dialect: 'google-generate', value: own })
    const again = googleGenerate.encodeRequest(request, encodeContext)
    expect(again).toEqual({ body: { contents: hi, ...own }, warnings: [] })
  })

  test('fields of another dialect are left out with a warning that names them', () => {
    const { body, warnings } = googleGenerate.encodeRequest(
      {
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
        raw: { dialect: 'openai-chat', value: { prediction: {}, store: true } },
      },
      encodeContext,
    )
    expect(body).toEqual({ contents: hi })
    expect(warnings).toMatchObject([
      { code: 'raw-left-out', message: expect.stringContaining('prediction, store') },
    ])
  })

  test.each([
    [{ mode: 'AUTO' }, { type: 'auto' }],
    [{ mode: 'NONE' }, { type: 'none' }],
    [{ mode: 'ANY' }, { type: 'required' }],
    [
      { mode: 'ANY', allowedFunctionNames: ['f'] },
      { type: 'tool', name: 'f' },
    ],
    [{ mode: 'ANY', allowedFunctionNames: ['f', 'g'] }, { type: 'required' }],
    [{ mode: 'VALIDATED', allowedFunctionNames: ['f'] }, { type: 'raw' }],
    [{ mode: 'AUTO', streamFunctionCallArguments: true }, { type: 'auto' }],
  ])('tool choice %j', (functionCallingConfig, expected) => {
    const request = decode({ toolConfig: { functionCallingConfig } })
    expect(request.toolChoice).toMatchObject(expected)
    const { body } = googleGenerate.encodeRequest(request, encodeContext)
    expect(body['toolConfig']).toEqual({ functionCallingConfig })
  })

  test("Google's schemas become JSON Schema for others and go back as they came", () => {
    const parameters = {
      type: 'OBJECT',
      properties: {
        type: { type: 'STRING', nullable: true, enum: ['a'] },
        list: { type: 'ARRAY', items: { type: 'INTEGER' }, minItems: '1' },
      },
      propertyOrdering: ['type', 'list'],
    }
    const tools = [{ functionDeclarations: [{ name: 'f', parameters, behavior: 'BLOCKING' }] }]
    const request = decode({ tools })
    expect(request.tools).toMatchObject([
      {
        type: 'function',
        parameters: {
          type: 'object',
          properties: {
            type: { type: ['string', 'null'], enum: ['a', null] },
            list: { type: 'array', items: { type: 'integer' }, minItems: 1 },
          },
        },
      },
    ])
    expect(googleGenerate.encodeRequest(request, encodeContext).body['tools']).toEqual(tools)
  })

  test.each([
    ['contents', {}, { contents: [] }],
    ['contents[0].role', {}, { contents: [{ role: 'system', parts: [] }] }],
    [
      'contents[0].parts[0].functionCall.name',
      {},
      { contents: [{ role: 'model', parts: [{ functionCall: {} }] }] },
    ],
    ['generationConfig.temperature', {}, { generationConfig: { temperature: 'hot' } }],
    ['generationConfig.maxOutputTokens', {}, { generationConfig: { maxOutputTokens: 0 } }],
    ['tools[0].functionDeclarations[0].name', {}, { tools: [{ functionDeclarations: [{}] }] }],
  ])('a wrong %s is refused by its name', (field, _none, body) => {
    expect(() => decode(body)).toThrow(
      expect.objectContaining({ code: 'invalid-request', message: expect.stringContaining(field) }),
    )
  })

  test.each([
    ['body', null],
    ['body', []],
    ['contents', {}],
  ])('no request at all: %s', (field, body) => {
    expect(() => googleGenerate.decodeRequest(body)).toThrow(field)
  })
})

describe('thinking', () => {
  const thinking = (modelId: string, reasoning: object) =>
    googleGenerate.encodeRequest(
      { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }], reasoning },
      { ...encodeContext, modelId },
    ).body['generationConfig']

  test('an effort is a level since Gemini 3 and a budget before', () => {
    expect(thinking('gemini-3-pro', { effort: 'low' })).toEqual({
      thinkingConfig: { thinkingLevel: 'LOW', includeThoughts: true },
    })
    expect(thinking('gemini-2.5-pro', { effort: 'medium', summary: false })).toEqual({
      thinkingConfig: { thinkingBudget: 8192 },
    })
    expect(thinking('gemini-2.5-pro', { effort: 'none' })).toEqual({
      thinkingConfig: { thinkingBudget: 0 },
    })
  })

  test('Gemini 3 gets calls of other models without a signature only with the documented value', () => {
    const messages = [
      { role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] },
      {
        role: 'assistant' as const,
        content: ['a', 'b'].map((id) => ({
          type: 'tool-call' as const,
          id,
          name: 'f',
          arguments: '{}',
        })),
      },
    ]
    const parts = (modelId: string) => {
      const { body } = googleGenerate.encodeRequest({ messages }, { ...encodeContext, modelId })
      return (body['contents'] as { parts: JsonObject[] }[])[1]?.parts
    }
    const signatures = (modelId: string) => parts(modelId)?.map((part) => part['thoughtSignature'])
    expect(signatures('gemini-3-pro')).toEqual(['skip_thought_signature_validator', undefined])
    expect(signatures('gemini-2.5-pro')).toEqual([undefined, undefined])
  })
})

describe('errors for clients', () => {
  const error = (more: Partial<ErrorInfo>): ErrorInfo => ({
    code: 'upstream',
    message: 'It broke.',
    retryable: true,
    ...more,
  })

  test.each([
    [error({ code: 'invalid-request' }), 400, 'INVALID_ARGUMENT'],
    [error({ code: 'authentication', status: 401 }), 401, 'UNAUTHENTICATED'],
    [error({ code: 'unknown-model' }), 404, 'NOT_FOUND'],
    [error({ code: 'overloaded', status: 529 }), 500, 'INTERNAL'],
    [error({ code: 'invalid-request', status: 409 }), 400, 'INVALID_ARGUMENT'],
    [error({ code: 'stream-broken' }), 502, 'UNAVAILABLE'],
    [error({ code: 'rate-limit', status: 200 }), 429, 'RESOURCE_EXHAUSTED'],
  ])('%j', (info, status, name) => {
    const reply = googleGenerate.encodeError(info)
    expect(reply).toEqual({
      status,
      body: { error: { code: status, message: 'It broke.', status: name } },
      warnings: [],
    })
    expect(googleGenerate.encodeResponse([{ type: 'error', error: info }], replyContext)).toEqual(
      reply,
    )
  })

  test('a wait is a RetryInfo that our own decoder reads back', () => {
    const { status, body } = googleGenerate.encodeError(
      error({ code: 'rate-limit', retryAfterMs: 34_400 }),
    )
    expect(googleGenerate.decodeError(status, body)).toMatchObject({
      code: 'rate-limit',
      retryAfterMs: 34_400,
    })
  })
})

test('several choices end together in the last chunk, each with its own reason', () => {
  const events: ChatEvent[] = [
    { type: 'text-delta', text: 'A' },
    { type: 'text-delta', text: 'B', choice: 1 },
    { type: 'choice-finish', choice: 0, reason: 'stop' },
    { type: 'choice-finish', choice: 1, reason: 'length' },
    { type: 'finish', reason: 'stop' },
  ]
  const { body } = googleGenerate.encodeResponse(events, replyContext)
  expect(body['candidates']).toEqual([
    { content: { role: 'model', parts: [{ text: 'A' }] }, finishReason: 'STOP', index: 0 },
    { content: { role: 'model', parts: [{ text: 'B' }] }, finishReason: 'MAX_TOKENS', index: 1 },
  ])
  const again = googleGenerate.decodeResponse(body)
  expect(again.filter((event) => event.type === 'choice-finish')).toMatchObject([
    { choice: 0, reason: 'stop' },
    { choice: 1, reason: 'length' },
  ])
})
