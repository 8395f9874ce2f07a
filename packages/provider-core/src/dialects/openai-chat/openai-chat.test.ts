import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import type { ChatRequest } from '../../model/chat-request.ts'
import { openaiChat } from './openai-chat.ts'

const text = (value: string) => ({ type: 'text' as const, text: value })
const context = { modelId: 'gpt-x', stream: true, supportsSystemMessage: true }

function decode(...chunks: readonly unknown[]): ChatEvent[] {
  const decoder = openaiChat.createStreamDecoder()
  const events = chunks.flatMap((chunk) =>
    decoder.push({
      event: undefined,
      data: typeof chunk === 'string' ? chunk : JSON.stringify(chunk),
    }),
  )
  return [...events, ...decoder.end()]
}

const delta = (value: object, index = 0) => ({ id: 'c', choices: [{ index, delta: value }] })
const finish = (reason: string, index = 0) => ({
  id: 'c',
  choices: [{ index, delta: {}, finish_reason: reason }],
})

describe('request', () => {
  test('is what the official SDK would send', () => {
    const request: ChatRequest = {
      messages: [
        { role: 'system', content: [text('Be brief.')] },
        { role: 'user', content: [text('One.'), text('Two.')] },
        { role: 'assistant', content: [text('Three.')] },
        { role: 'user', content: [text('Four?')] },
      ],
      temperature: 0.5,
      topP: 0.9,
      maxOutputTokens: 10,
      stop: ['END'],
    }
    const expected: ChatCompletionCreateParamsStreaming = {
      model: 'gpt-x',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'One.\n\nTwo.' },
        { role: 'assistant', content: 'Three.' },
        { role: 'user', content: 'Four?' },
      ],
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 10,
      stop: ['END'],
      stream: true,
      stream_options: { include_usage: true },
    }
    expect(openaiChat.encodeRequest(request, context)).toEqual({ body: expected, warnings: [] })
  })

  test('says nothing about what was not asked for', () => {
    const request: ChatRequest = { messages: [{ role: 'user', content: [text('Hi')] }], stop: [] }
    const { body } = openaiChat.encodeRequest(request, { ...context, stream: false })
    expect(body).toEqual({ model: 'gpt-x', messages: [{ role: 'user', content: 'Hi' }] })
  })

  test('carries unknown fields along, below its own', () => {
    const request: ChatRequest = {
      messages: [{ role: 'user', content: [text('Hi')] }],
      raw: { dialect: 'openai-chat', value: { verbosity: 'low', model: 'other' } },
    }
    expect(openaiChat.encodeRequest(request, context).body).toMatchObject({
      verbosity: 'low',
      model: 'gpt-x',
    })
  })

  test('merges system text into the user turn for models without a system role', () => {
    const request: ChatRequest = {
      messages: [
        { role: 'system', content: [text('Be brief.')] },
        { role: 'user', content: [text('Hi')] },
      ],
    }
    const { body } = openaiChat.encodeRequest(request, { ...context, supportsSystemMessage: false })
    expect(body['messages']).toEqual([{ role: 'user', content: 'Be brief.\n\nHi' }])
  })

  test('warns of reasoning that is not sent back', () => {
    const request: ChatRequest = {
      messages: [{ role: 'assistant', content: [{ type: 'reasoning', text: 'hm' }, text('Hi')] }],
    }
    const { body, warnings } = openaiChat.encodeRequest(request, context)
    expect(body['messages']).toEqual([{ role: 'assistant', content: 'Hi' }])
    expect(warnings.map((warning) => warning.code)).toEqual(['reasoning-left-out'])
  })
})

describe('stream', () => {
  test('cumulative usage on every chunk is not added up', () => {
    const counted = (output: number) => ({
      ...delta({ content: 'a' }),
      usage: { prompt_tokens: 5, completion_tokens: output, total_tokens: 5 + output },
    })
    const events = decode(counted(1), counted(2), counted(3), finish('stop'), '[DONE]')
    expect(events.at(-1)).toMatchObject({ usage: { inputTokens: 5, outputTokens: 3 } })
  })

  test('usage on the finish chunk counts, and so does usage on a chunk without choices', () => {
    const usage = { prompt_tokens: 5, completion_tokens: 3 }
    expect(decode({ ...finish('stop'), usage }, '[DONE]').at(-1)).toMatchObject({
      type: 'finish',
      usage: { inputTokens: 5, outputTokens: 3 },
    })
    expect(decode(finish('stop'), { id: 'c', choices: [], usage }, '[DONE]').at(-1)).toMatchObject({
      usage: { inputTokens: 5, outputTokens: 3 },
    })
  })

  test('reasoning that is counted beside the output (xAI) is added to it', () => {
    const usage = {
      prompt_tokens: 12,
      completion_tokens: 2,
      total_tokens: 354,
      completion_tokens_details: { reasoning_tokens: 340 },
    }
    expect(decode({ ...finish('stop'), usage }).at(-1)).toMatchObject({
      usage: { inputTokens: 12, outputTokens: 342, reasoningTokens: 340 },
    })
  })

  test.each([
    ['reasoning_content', { reasoning_content: 'hm' }],
    ['reasoning', { reasoning: 'hm' }],
    ['reasoning_details', { reasoning_details: [{ type: 'reasoning.text', text: 'hm' }] }],
    ['both, said once', { reasoning: 'hm', reasoning_details: [{ text: 'hm' }] }],
    [
      'thinking parts',
      { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] },
    ],
    ['inline tags', { content: '<think>hm</think>' }],
  ])('reasoning is read from %s', (_name, value) => {
    expect(decode(delta(value), delta({ content: 'Hi' }), finish('stop'))).toMatchObject([
      { type: 'start', id: 'c' },
      { type: 'reasoning-delta', text: 'hm' },
      { type: 'text-delta', text: 'Hi' },
      { type: 'finish', reason: 'stop' },
    ])
  })

  test('a think tag that never closes is reasoning to the end, and the reply finishes', () => {
    const events = decode(
      delta({ content: '<thi' }),
      delta({ content: 'nk>a <' }),
      finish('length'),
    )
    expect(events).toEqual([
      { type: 'start', id: 'c' },
      { type: 'reasoning-delta', text: 'a ' },
      { type: 'reasoning-delta', text: '<' },
      { type: 'finish', reason: 'length', rawReason: 'length' },
    ])
  })

  test('signatures and encrypted reasoning are kept', () => {
    const encrypted = { type: 'reasoning.encrypted', data: 'xyz' }
    const events = decode(
      delta({ reasoning_details: [{ text: 'hm', signature: 'sig' }, encrypted] }),
      finish('stop'),
    )
    expect(events).toContainEqual({ type: 'signature', signature: 'sig' })
    expect(events).toContainEqual({ type: 'reasoning-encrypted', data: 'xyz' })
  })

  test('without [DONE] a finish reason is enough', () => {
    expect(decode(delta({ content: 'a' }), finish('stop')).at(-1)).toMatchObject({ type: 'finish' })
  })

  test('[DONE] without a finish reason is an end of unknown reason, [DONE] alone is no reply', () => {
    expect(decode(delta({ content: 'a' }), '[DONE]').at(-1)).toEqual({
      type: 'finish',
      reason: 'other',
    })
    expect(decode('[DONE]').at(-1)).toMatchObject({ type: 'error' })
  })

  test('one of two choices that never finished breaks the stream', () => {
    const events = decode(delta({ content: 'a' }), delta({ content: 'b' }, 1), finish('stop'))
    expect(events.at(-1)).toMatchObject({ type: 'error', error: { code: 'stream-broken' } })
  })

  test('parallel choices stay apart', () => {
    const events = decode(
      delta({ content: '<think>x' }, 1),
      delta({ content: 'a' }),
      delta({ content: '</think>b' }, 1),
      finish('stop'),
      finish('length', 1),
      '[DONE]',
    )
    expect(events.filter((event) => event.type.endsWith('-delta'))).toEqual([
      { type: 'reasoning-delta', text: 'x', choice: 1 },
      { type: 'text-delta', text: 'a' },
      { type: 'text-delta', text: 'b', choice: 1 },
    ])
    expect(events.at(-1)).toMatchObject({ reason: 'stop' })
  })

  test('a finish chunk without a delta is read', () => {
    const events = decode(delta({ content: 'a' }), {
      choices: [{ index: 0, finish_reason: 'stop' }],
    })
    expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'stop' })
  })

  test("Azure's first chunk without choices is kept and starts nothing", () => {
    const filter = [{ prompt_index: 0 }]
    const events = decode(
      { id: '', model: '', choices: [], prompt_filter_results: filter },
      { ...delta({ content: 'a' }), model: 'gpt-x' },
      finish('stop'),
    )
    expect(events.slice(0, 2)).toEqual([
      {
        type: 'raw',
        raw: { dialect: 'openai-chat', value: { prompt_filter_results: filter } },
      },
      { type: 'start', id: 'c', model: 'gpt-x' },
    ])
  })

  test('unknown fields are kept once, unknown fields of a delta every time', () => {
    const odd = delta({ odd: 1 })
    const printed = { ...odd, system_fingerprint: 'fp' }
    const events = decode(printed, printed, finish('stop'))
    const raw = events.flatMap((event) => (event.type === 'raw' ? [event.raw.value] : []))
    expect(raw).toEqual([
      { system_fingerprint: 'fp' },
      { choices: [{ index: 0, delta: { odd: 1 } }] },
      { choices: [{ index: 0, delta: { odd: 1 } }] },
    ])
  })

  test.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['tool_calls', 'tool-calls'],
    ['content_filter', 'content-filter'],
    ['eos_token', 'other'],
  ])('finish reason %s is %s', (rawReason, reason) => {
    expect(decode(delta({ content: 'a' }), finish(rawReason)).at(-1)).toEqual({
      type: 'finish',
      reason,
      rawReason,
    })
  })

  test('a refusal is shown as text and ends as filtered', () => {
    const events = decode(delta({ refusal: 'No.' }), finish('stop'))
    expect(events).toContainEqual({ type: 'text-delta', text: 'No.' })
    expect(events.at(-1)).toMatchObject({ reason: 'content-filter' })
  })

  test.each([
    ['an object', { error: { message: 'Too many', code: 429 } }, 'rate-limit', 'Too many', 429],
    ['text', { error: 'model crashed' }, 'upstream', 'model crashed', undefined],
    [
      'with choices',
      { ...delta({}), error: { message: 'down', code: 502 } },
      'overloaded',
      'down',
      502,
    ],
    [
      'by its name',
      { error: { message: 'm', type: 'insufficient_quota' } },
      'rate-limit',
      'm',
      undefined,
    ],
    ['flat', { object: 'error', message: 'bad', code: 400 }, 'invalid-request', 'bad', 400],
  ])('an error inside a 200 (%s) ends the reply', (_name, chunk, code, message, status) => {
    const events = decode(delta({ content: 'a' }), chunk, finish('stop'), '[DONE]')
    expect(events.at(-1)).toMatchObject({ type: 'error', error: { code, message } })
    const last = events.at(-1)
    expect(last?.type === 'error' ? last.error.status : 'no error').toBe(status)
    expect(events).toContainEqual({ type: 'text-delta', text: 'a' })
  })
})

describe('whole answer', () => {
  test('gives the same events as a stream', () => {
    const events = openaiChat.decodeResponse({
      id: 'c',
      object: 'chat.completion',
      model: 'gpt-x',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hi', reasoning_content: 'hm', refusal: null },
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    })
    expect(events).toEqual([
      { type: 'start', id: 'c', model: 'gpt-x' },
      { type: 'reasoning-delta', text: 'hm' },
      { type: 'text-delta', text: 'Hi' },
      {
        type: 'finish',
        reason: 'stop',
        rawReason: 'stop',
        usage: { inputTokens: 3, outputTokens: 2 },
      },
    ])
  })

  test.each([
    [
      'an error under a 200',
      { error: { message: 'no', type: 'invalid_request_error' } },
      'invalid-request',
    ],
    ['no choices', { id: 'c', choices: [] }, 'invalid-answer'],
    ['a web page', '<!doctype html>', 'invalid-answer'],
  ])('%s is an error', (_name, body, code) => {
    expect(openaiChat.decodeResponse(body).at(-1)).toMatchObject({ type: 'error', error: { code } })
  })
})
