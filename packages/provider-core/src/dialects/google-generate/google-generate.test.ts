import type { Content, GenerationConfig } from '@google/genai'
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import type { ChatRequest } from '../../model/chat-request.ts'
import { googleGenerate } from './google-generate.ts'

const text = (value: string) => ({ type: 'text' as const, text: value })
const context = { modelId: 'gemini-x', stream: true, supportsSystemMessage: true }

function decode(...chunks: readonly object[]): ChatEvent[] {
  const decoder = googleGenerate.createStreamDecoder()
  const events = chunks.flatMap((chunk) =>
    decoder.push({ event: undefined, data: JSON.stringify(chunk) }),
  )
  return [...events, ...decoder.end()]
}

const chunk = (parts: readonly object[], more: object = {}) => ({
  candidates: [{ content: { role: 'model', parts }, ...more }],
  modelVersion: 'gemini-x',
  responseId: 'g',
})

describe('request', () => {
  test('is what the official SDK would send', () => {
    const request: ChatRequest = {
      messages: [
        { role: 'system', content: [text('Be brief.')] },
        { role: 'user', content: [text('One'), text('Two')] },
        {
          role: 'assistant',
          content: [{ type: 'reasoning', text: 'hm', signature: 'sig' }, text('Three')],
        },
        { role: 'user', content: [text('Four')] },
        {
          role: 'assistant',
          content: [text('Five'), { type: 'reasoning', text: '', signature: 'sig2' }],
        },
      ],
      temperature: 1.5,
      topP: 0.9,
      maxOutputTokens: 10,
      stop: ['END'],
    }
    const expected: {
      contents: Content[]
      systemInstruction: Content
      generationConfig: GenerationConfig
    } = {
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      contents: [
        { role: 'user', parts: [{ text: 'One' }, { text: 'Two' }] },
        {
          role: 'model',
          parts: [{ text: 'hm', thought: true, thoughtSignature: 'sig' }, { text: 'Three' }],
        },
        { role: 'user', parts: [{ text: 'Four' }] },
        { role: 'model', parts: [{ text: 'Five' }, { text: '', thoughtSignature: 'sig2' }] },
      ],
      generationConfig: {
        temperature: 1.5,
        topP: 0.9,
        maxOutputTokens: 10,
        stopSequences: ['END'],
      },
    }
    expect(googleGenerate.encodeRequest(request, context)).toEqual({ body: expected, warnings: [] })
  })

  test('keeps unknown settings beside its own', () => {
    const request: ChatRequest = {
      messages: [{ role: 'user', content: [text('Hi')] }],
      maxOutputTokens: 5,
      raw: {
        dialect: 'google-generate',
        value: {
          generationConfig: { mediaResolution: 'low', maxOutputTokens: 9 },
          safetySettings: [],
        },
      },
    }
    expect(googleGenerate.encodeRequest(request, context).body).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'Hi' }] }],
      generationConfig: { mediaResolution: 'low', maxOutputTokens: 5 },
      safetySettings: [],
    })
  })

  test('without system messages the text goes into the user turn', () => {
    const request: ChatRequest = {
      messages: [
        { role: 'system', content: [text('Be brief.')] },
        { role: 'user', content: [text('Hi')] },
      ],
    }
    const options = { ...context, supportsSystemMessage: false }
    expect(googleGenerate.encodeRequest(request, options).body).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'Be brief.\n\nHi' }] }],
    })
  })
})

describe('stream', () => {
  test('reads thoughts, signatures and text; the last usage counts, thoughts included', () => {
    const toolUse = { toolUsePromptTokenCount: 5 }
    const events = decode(
      {
        ...chunk([{ text: 'hm', thought: true }]),
        usageMetadata: { promptTokenCount: 9, thoughtsTokenCount: 3 },
      },
      {
        ...chunk([{ text: 'Hi' }]),
        usageMetadata: { promptTokenCount: 9, thoughtsTokenCount: 3, candidatesTokenCount: 1 },
      },
      {
        ...chunk([{ text: '', thoughtSignature: 'sig' }], { finishReason: 'STOP' }),
        usageMetadata: {
          promptTokenCount: 9,
          thoughtsTokenCount: 3,
          candidatesTokenCount: 2,
          cachedContentTokenCount: 4,
          ...toolUse,
        },
      },
    )
    expect(events).toEqual([
      { type: 'start', id: 'g', model: 'gemini-x' },
      { type: 'reasoning-delta', text: 'hm', block: 0 },
      { type: 'text-delta', text: 'Hi', block: 1 },
      { type: 'signature', signature: 'sig', block: 1 },
      {
        type: 'finish',
        reason: 'stop',
        rawReason: 'STOP',
        usage: {
          inputTokens: 14,
          outputTokens: 5,
          cachedInputTokens: 4,
          reasoningTokens: 3,
          raw: { dialect: 'google-generate', value: expect.objectContaining(toolUse) },
        },
      },
    ])
  })

  test('without a finish reason the stream is broken', () => {
    expect(decode(chunk([{ text: 'Hi' }])).at(-1)).toMatchObject({
      error: { code: 'stream-broken' },
    })
    expect(decode().at(-1)).toMatchObject({ error: { code: 'stream-broken' } })
  })

  test('a blocked prompt is a content-policy error that names the reason', () => {
    const events = decode({
      promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
      responseId: 'g',
    })
    expect(events.at(-1)).toMatchObject({
      type: 'error',
      error: { code: 'content-policy', message: expect.stringContaining('PROHIBITED_CONTENT') },
    })
  })

  test('an error inside the stream ends the reply, with its wait', () => {
    const error = {
      code: 429,
      message: 'Slow down',
      status: 'RESOURCE_EXHAUSTED',
      details: [{ retryDelay: '2s' }],
    }
    expect(decode(chunk([{ text: 'Hi' }]), { error }).at(-1)).toMatchObject({
      type: 'error',
      error: { code: 'rate-limit', status: 429, message: 'Slow down', retryAfterMs: 2000 },
    })
  })

  test('unknown fields of chunks and candidates are kept', () => {
    const events = decode({
      ...chunk([{ text: 'Hi' }], { finishReason: 'STOP', groundingMetadata: { chunks: [1] } }),
      modelStatus: 'old',
    })
    expect(events).toContainEqual({
      type: 'raw',
      raw: { dialect: 'google-generate', value: { modelStatus: 'old' } },
    })
    expect(events).toContainEqual({
      type: 'raw',
      raw: {
        dialect: 'google-generate',
        value: { candidates: [{ index: 0, groundingMetadata: { chunks: [1] } }] },
      },
    })
  })

  test.each([
    ['STOP', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content-filter'],
    ['RECITATION', 'content-filter'],
    ['PROHIBITED_CONTENT', 'content-filter'],
    ['MALFORMED_FUNCTION_CALL', 'other'],
  ])('finish reason %s is %s', (rawReason, reason) => {
    expect(decode(chunk([], { finishReason: rawReason })).at(-1)).toEqual({
      type: 'finish',
      reason,
      rawReason,
    })
  })
})

describe('whole answer', () => {
  const whole = {
    ...chunk(
      [
        { text: 'hm', thought: true },
        { text: 'Hi', thoughtSignature: 'sig' },
      ],
      {
        finishReason: 'STOP',
      },
    ),
    usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2 },
  }
  const expected = [
    { type: 'start', id: 'g', model: 'gemini-x' },
    { type: 'reasoning-delta', text: 'hm', block: 0 },
    { type: 'text-delta', text: 'Hi', block: 1 },
    { type: 'signature', signature: 'sig', block: 1 },
    {
      type: 'finish',
      reason: 'stop',
      rawReason: 'STOP',
      usage: { inputTokens: 3, outputTokens: 2 },
    },
  ]

  test('gives the same events as a stream', () => {
    expect(googleGenerate.decodeResponse(whole)).toEqual(expected)
  })

  test('a JSON array of chunks is read like a stream', () => {
    const chunks = [
      chunk([{ text: 'hm', thought: true }]),
      { ...chunk([{ text: 'Hi', thoughtSignature: 'sig' }], { finishReason: 'STOP' }) },
      { usageMetadata: whole.usageMetadata },
    ]
    expect(googleGenerate.decodeResponse(chunks)).toEqual(expected)
  })

  test('an error in the middle of a JSON array is the last event', () => {
    const error = { code: 500, message: 'It broke.', status: 'INTERNAL' }
    const late = chunk([{ text: 'late' }], { finishReason: 'STOP' })
    const events = googleGenerate.decodeResponse([chunk([{ text: 'Hi' }]), { error }, late])
    expect(events.map((event) => event.type)).toEqual(['start', 'text-delta', 'error'])
  })

  test.each([
    ['a blocked prompt', { promptFeedback: { blockReason: 'SAFETY' } }, 'content-policy'],
    ['an error', { error: { code: 503, message: 'm', status: 'UNAVAILABLE' } }, 'overloaded'],
    ['no candidates', { usageMetadata: { promptTokenCount: 3 } }, 'invalid-answer'],
    ['another format', { id: 'c', choices: [] }, 'invalid-answer'],
    ['an empty array', [], 'invalid-answer'],
  ])('%s is an error', (_name, body, code) => {
    expect(googleGenerate.decodeResponse(body).at(-1)).toMatchObject({ error: { code } })
  })
})
