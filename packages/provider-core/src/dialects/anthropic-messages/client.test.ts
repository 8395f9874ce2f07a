import { describe, expect, test } from 'vitest'
import { ProviderError } from '../../errors/provider-error.ts'
import { errorCodes } from '../../model/error.ts'
import { anthropicMessages } from './anthropic-messages.ts'

const reply = { modelId: 'm', includeUsage: true, id: 'msg_1', createdAt: 0 }
const hello = [{ role: 'user', content: 'Hi' }]

function refusal(body: unknown): string {
  try {
    anthropicMessages.decodeRequest(body)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    expect(error.code).toBe('invalid-request')
    return error.message
  }
  throw new Error('the request was taken')
}

describe('a request that is not one is refused by the name of its field', () => {
  test.each([
    ['body', 'text'],
    ['messages', { model: 'm' }],
    ['messages', { messages: [] }],
    ['messages.0', { messages: ['Hi'] }],
    ['messages.0.role', { messages: [{ role: 'tool', content: 'Hi' }] }],
    ['messages.0.content', { messages: [{ role: 'user' }] }],
    ['messages.0.content.0', { messages: [{ role: 'user', content: ['Hi'] }] }],
    ['messages.0.content.0.type', { messages: [{ role: 'user', content: [{}] }] }],
    ['messages.0.content.0.text', { messages: [{ role: 'user', content: [{ type: 'text' }] }] }],
    [
      'messages.0.content.0.tool_use_id',
      { messages: [{ role: 'user', content: [{ type: 'tool_result' }] }] },
    ],
    [
      'messages.0.content.0.source',
      { messages: [{ role: 'user', content: [{ type: 'image', source: 'x' }] }] },
    ],
    ['system', { messages: hello, system: 1 }],
    ['max_tokens', { messages: hello, max_tokens: 0 }],
    ['temperature', { messages: hello, temperature: '1' }],
    ['top_k', { messages: hello, top_k: 1.5 }],
    ['stop_sequences.1', { messages: hello, stop_sequences: ['a', 1] }],
    ['tools', { messages: hello, tools: {} }],
    ['tools.0', { messages: hello, tools: ['f'] }],
    ['tool_choice', { messages: hello, tool_choice: 'auto' }],
  ])('%s', (field, body) => {
    expect(refusal(body)).toMatch(new RegExp(`^${field.replaceAll('.', '\\.')}: `))
  })

  test('a role is found out before its content', () => {
    expect(refusal({ messages: [{ role: 'robot' }] })).toContain('messages.0.role')
  })
})

test('a body of Bedrock or Vertex is read, and its version and betas stay with it', () => {
  const decoded = anthropicMessages.decodeRequest({
    anthropic_version: 'bedrock-2023-05-31',
    anthropic_beta: ['context-1m'],
    max_tokens: 9,
    messages: hello,
  })
  expect(decoded).toMatchObject({
    modelId: undefined,
    stream: false,
    request: {
      raw: {
        dialect: 'anthropic-messages',
        value: { anthropic_version: 'bedrock-2023-05-31', anthropic_beta: ['context-1m'] },
      },
    },
  })
})

test('results with blocks that only this format knows go back whole, and others read their text', () => {
  const result = {
    type: 'tool_result',
    tool_use_id: 't',
    content: [
      { type: 'text', text: 'Found' },
      { type: 'search_result', source: 's', title: 't', content: [{ type: 'text', text: 'x' }] },
    ],
  }
  const call = { type: 'tool_use', id: 't', name: 'f', input: {} }
  const messages = [
    ...hello,
    { role: 'assistant', content: [call] },
    { role: 'user', content: [result] },
  ]
  const { request } = anthropicMessages.decodeRequest({ messages, max_tokens: 9 })
  expect(request.messages[2]?.content).toMatchObject([{ content: [{ text: 'Found' }] }])
  const context = { modelId: 'm', stream: false, supportsSystemMessage: true }
  expect(anthropicMessages.encodeRequest(request, context).body['messages']).toEqual(messages)
})

test('an older output_format is read as the schema of the answer', () => {
  const { request } = anthropicMessages.decodeRequest({
    messages: hello,
    output_format: { type: 'json_schema', schema: { type: 'object' } },
  })
  expect(request.responseFormat).toEqual({ type: 'json-schema', schema: { type: 'object' } })
})

describe('thinking', () => {
  const context = { modelId: 'm', stream: false, supportsSystemMessage: true }
  const encode = (options: object) => {
    const messages = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }]
    const { body, warnings } = anthropicMessages.encodeRequest({ messages, ...options }, context)
    const { model: _model, messages: _messages, ...rest } = body
    return { ...rest, codes: warnings.map(({ code }) => code) }
  }

  test.each([
    [
      'a budget comes on top of the usual limit',
      { reasoning: { enabled: true, budgetTokens: 2000 } },
      { max_tokens: 6096, thinking: { type: 'enabled', budget_tokens: 2000 }, codes: [] },
    ],
    [
      'a budget stays below the limit that was asked for',
      { reasoning: { budgetTokens: 5000 }, maxOutputTokens: 3000 },
      {
        max_tokens: 3000,
        thinking: { type: 'enabled', budget_tokens: 2999 },
        codes: ['thinking-budget-changed'],
      },
    ],
    [
      'no thinking where nothing would be left for it',
      { reasoning: { budgetTokens: 5000 }, maxOutputTokens: 500 },
      { max_tokens: 500, codes: ['thinking-left-out'] },
    ],
    [
      'another vendor’s effort switches adaptive thinking on',
      { reasoning: { effort: 'minimal' } },
      {
        max_tokens: 4096,
        thinking: { type: 'adaptive' },
        output_config: { effort: 'low' },
        codes: [],
      },
    ],
    [
      'effort none switches it off',
      { reasoning: { effort: 'none' } },
      { max_tokens: 4096, thinking: { type: 'disabled' }, codes: [] },
    ],
    [
      'sampling settings are left out while it thinks',
      { reasoning: { enabled: true }, temperature: 0.3, topK: 5, topP: 0.5 },
      {
        max_tokens: 4096,
        thinking: { type: 'adaptive' },
        codes: ['temperature-left-out', 'top-p-left-out', 'top-k-left-out'],
      },
    ],
  ])('%s', (_name, options, expected) => {
    expect(encode(options)).toEqual(expected)
  })

  test('kinds without a neutral word go back as they came', () => {
    const body = { messages: hello, max_tokens: 9, thinking: { type: 'between_tools' } }
    const { request } = anthropicMessages.decodeRequest(body)
    expect(anthropicMessages.encodeRequest(request, context).body['thinking']).toEqual({
      type: 'between_tools',
    })
  })

  test('the newer API version takes no sampling settings', () => {
    const request = {
      messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }],
      temperature: 0.3,
    }
    const newer = { ...context, anthropicVersion: '2026-10-21' }
    const { body, warnings } = anthropicMessages.encodeRequest(request, newer)
    expect(body['temperature']).toBeUndefined()
    expect(warnings).toMatchObject([{ code: 'temperature-left-out' }])
    const older = { ...context, anthropicVersion: 'bedrock-2023-05-31' }
    expect(anthropicMessages.encodeRequest(request, older).body['temperature']).toBe(0.3)
  })
})

describe('errors', () => {
  /** Codes that this format tells apart; the others are one of these to a client. */
  const told = [
    'invalid-request',
    'authentication',
    'permission',
    'not-found',
    'rate-limit',
    'overloaded',
    'context-length',
    'content-policy',
    'timeout',
  ] as const

  test.each(told)('%s is read again as itself', (code) => {
    const { status, body } = anthropicMessages.encodeError({
      code,
      message: 'It failed.',
      retryable: false,
    })
    expect(anthropicMessages.decodeError(status, body)).toMatchObject({ code })
  })

  test.each(errorCodes)('%s has a status, a type and words', (code) => {
    const { status, body } = anthropicMessages.encodeError({ code, message: '', retryable: false })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(body).toMatchObject({
      type: 'error',
      error: { type: expect.stringMatching(/_error$/), message: expect.stringMatching(/.+/) },
    })
  })

  test('a reply that failed is an error answer', () => {
    const error = { code: 'context-length', message: 'Too long.', retryable: false } as const
    expect(anthropicMessages.encodeResponse([{ type: 'error', error }], reply)).toMatchObject({
      status: 400,
      body: { error: { message: 'prompt is too long: Too long.' } },
    })
  })
})
