import type { ResponseCreateParamsStreaming } from 'openai/resources/responses/responses'
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import type { ChatRequest } from '../../model/chat-request.ts'
import { openaiResponses } from './openai-responses.ts'

const text = (value: string) => ({ type: 'text' as const, text: value })
const context = { modelId: 'gpt-x', stream: true, supportsSystemMessage: true }

function decode(...values: readonly { type: string; [key: string]: unknown }[]): ChatEvent[] {
  const decoder = openaiResponses.createStreamDecoder()
  const events = values.flatMap((value) =>
    decoder.push({ event: value.type, data: JSON.stringify(value) }),
  )
  return [...events, ...decoder.end()]
}

const created = { type: 'response.created', response: { id: 'r', model: 'gpt-x' } }
const completed = (response: object = {}) => ({
  type: 'response.completed',
  response: { id: 'r', status: 'completed', ...response },
})

describe('request', () => {
  test('is what the official SDK would send, with a warning for stop sequences', () => {
    const request: ChatRequest = {
      messages: [
        { role: 'system', content: [text('Be brief.')] },
        { role: 'system', content: [text('Be kind.')] },
        { role: 'user', content: [text('Hi')] },
        { role: 'assistant', content: [text('Hello')] },
        { role: 'system', content: [text('Now in French.')] },
        { role: 'user', content: [text('Bye')] },
      ],
      temperature: 0,
      topP: 1,
      maxOutputTokens: 100,
      stop: ['END'],
    }
    const expected: ResponseCreateParamsStreaming = {
      model: 'gpt-x',
      instructions: 'Be brief.\n\nBe kind.',
      input: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
        { role: 'system', content: 'Now in French.' },
        { role: 'user', content: 'Bye' },
      ],
      temperature: 0,
      top_p: 1,
      max_output_tokens: 100,
      store: false,
      stream: true,
    }
    const { body, warnings } = openaiResponses.encodeRequest(request, context)
    expect(body).toEqual(expected)
    expect(warnings.map((warning) => warning.code)).toEqual(['stop-left-out'])
  })

  test('raises a limit that the API refuses, with a warning', () => {
    const request: ChatRequest = {
      messages: [{ role: 'user', content: [text('Hi')] }],
      maxOutputTokens: 1,
    }
    const { body, warnings } = openaiResponses.encodeRequest(request, context)
    expect(body['max_output_tokens']).toBe(16)
    expect(warnings.map((warning) => warning.code)).toEqual(['max-tokens-raised'])
  })

  test('keeps system text in the input when there is nothing else', () => {
    const request: ChatRequest = { messages: [{ role: 'system', content: [text('Hi')] }] }
    const { body } = openaiResponses.encodeRequest(request, { ...context, stream: false })
    expect(body).toEqual({
      model: 'gpt-x',
      input: [{ role: 'system', content: 'Hi' }],
      store: false,
    })
  })

  test('without system messages the text goes into the user turn', () => {
    const request: ChatRequest = {
      messages: [
        { role: 'system', content: [text('Be brief.')] },
        { role: 'user', content: [text('Hi')] },
      ],
    }
    const { body } = openaiResponses.encodeRequest(request, {
      ...context,
      supportsSystemMessage: false,
    })
    expect(body['input']).toEqual([{ role: 'user', content: 'Be brief.\n\nHi' }])
    expect(body).not.toHaveProperty('instructions')
  })
})

describe('stream', () => {
  test('reads text, reasoning in paragraphs, and usage', () => {
    const part = (index: number) => ({ item_id: 'rs', summary_index: index })
    const events = decode(
      created,
      { type: 'response.in_progress', response: { id: 'r' } },
      { type: 'response.output_item.added', item: { type: 'reasoning', summary: [] } },
      { type: 'response.reasoning_summary_part.added', ...part(0), part: { type: 'summary_text' } },
      { type: 'response.reasoning_summary_text.delta', ...part(0), delta: 'one' },
      { type: 'response.reasoning_summary_text.done', ...part(0), text: 'one' },
      { type: 'response.reasoning_summary_part.added', ...part(1), part: { type: 'summary_text' } },
      { type: 'response.reasoning_summary_text.delta', ...part(1), delta: 'two' },
      { type: 'response.output_item.done', item: { type: 'reasoning', summary: [] } },
      { type: 'response.output_item.added', item: { type: 'message', content: [] } },
      { type: 'response.content_part.added', part: { type: 'output_text', text: '' } },
      { type: 'response.output_text.delta', delta: 'Hi' },
      { type: 'response.output_text.done', text: 'Hi' },
      { type: 'response.content_part.done', part: { type: 'output_text', text: 'Hi' } },
      { type: 'response.output_item.done', item: { type: 'message', content: [] } },
      completed({
        output: [{ type: 'message', content: [{ type: 'output_text', text: 'Hi' }] }],
        usage: {
          input_tokens: 5,
          output_tokens: 9,
          input_tokens_details: { cached_tokens: 2 },
          output_tokens_details: { reasoning_tokens: 7 },
        },
      }),
    )
    expect(events.filter((event) => event.type !== 'raw')).toEqual([
      { type: 'start', id: 'r', model: 'gpt-x' },
      { type: 'reasoning-delta', text: 'one' },
      { type: 'reasoning-delta', text: '\n\n' },
      { type: 'reasoning-delta', text: 'two' },
      { type: 'text-delta', text: 'Hi' },
      {
        type: 'finish',
        reason: 'stop',
        rawReason: 'completed',
        usage: { inputTokens: 5, outputTokens: 9, cachedInputTokens: 2, reasoningTokens: 7 },
      },
    ])
  })

  test('encrypted reasoning and unknown events are kept as they came', () => {
    const item = {
      type: 'response.output_item.done',
      item: { type: 'reasoning', encrypted_content: 'gAAA' },
    }
    const other = { type: 'response.web_search_call.searching', item_id: 'ws' }
    const events = decode(created, item, other, completed())
    expect(events).toContainEqual({ type: 'reasoning-encrypted', data: 'gAAA' })
    expect(events).toContainEqual({
      type: 'raw',
      raw: { dialect: 'openai-responses', value: other },
    })
  })

  test('a server that sends no deltas is read from the closing event', () => {
    const output = [{ type: 'message', content: [{ type: 'output_text', text: 'Hi' }] }]
    expect(decode(created, completed({ output }))).toContainEqual({
      type: 'text-delta',
      text: 'Hi',
      block: 0,
    })
  })

  test.each([
    [{ reason: 'max_output_tokens' }, 'length', 'max_output_tokens'],
    [{ reason: 'content_filter' }, 'content-filter', 'content_filter'],
    [null, 'other', 'incomplete'],
  ])('incomplete because of %j is %s', (details, reason, rawReason) => {
    const response = { status: 'incomplete', incomplete_details: details }
    expect(decode(created, { type: 'response.incomplete', response }).at(-1)).toEqual({
      type: 'finish',
      reason,
      rawReason,
    })
  })

  test('a function call ends in tool-calls, a refusal in content-filter', () => {
    const call = { type: 'response.output_item.done', item: { type: 'function_call', name: 'f' } }
    expect(decode(created, call, completed()).at(-1)).toMatchObject({ reason: 'tool-calls' })
    const refusal = { type: 'response.refusal.delta', delta: 'No.' }
    const events = decode(created, refusal, completed())
    expect(events).toContainEqual({ type: 'text-delta', text: 'No.' })
    expect(events.at(-1)).toMatchObject({ reason: 'content-filter' })
  })

  const quota = { code: 'insufficient_quota', message: 'You exceeded your quota.' }
  test.each([
    ['an error event', { type: 'error', error: { type: 'insufficient_quota', ...quota } }],
    ['a flat error event', { type: 'error', ...quota }],
    ['response.failed', { type: 'response.failed', response: { status: 'failed', error: quota } }],
  ])('%s ends the reply once', (_name, failure) => {
    const events = decode(created, failure, {
      type: 'response.failed',
      response: { status: 'failed', error: quota },
    })
    expect(events.slice(1)).toMatchObject([
      { type: 'error', error: { code: 'rate-limit', message: quota.message } },
    ])
  })

  test('a failure without words is still an error', () => {
    const failure = { type: 'response.failed', response: { status: 'failed', error: null } }
    expect(decode(created, failure).at(-1)).toMatchObject({ error: { code: 'upstream' } })
  })

  test('[DONE] in place of the closing event breaks the stream, behind it nothing', () => {
    const done = { event: undefined, data: '[DONE]' }
    const broken = openaiResponses.createStreamDecoder()
    broken.push({ event: undefined, data: JSON.stringify(created) })
    expect([...broken.push(done), ...broken.end()]).toMatchObject([
      { type: 'error', error: { code: 'stream-broken' } },
    ])
    const whole = openaiResponses.createStreamDecoder()
    whole.push({ event: undefined, data: JSON.stringify(completed()) })
    expect([...whole.push(done), ...whole.end()]).toEqual([])
  })
})

describe('whole answer', () => {
  test('gives the same events as a stream', () => {
    const reasoning = {
      type: 'reasoning',
      summary: [
        { type: 'summary_text', text: 'one' },
        { type: 'summary_text', text: 'two' },
      ],
      encrypted_content: 'gAAA',
    }
    const message = { type: 'message', content: [{ type: 'output_text', text: 'Hi' }] }
    const events = openaiResponses.decodeResponse({
      id: 'r',
      model: 'gpt-x',
      status: 'completed',
      error: null,
      output: [reasoning, message, { type: 'web_search_call', id: 'ws' }],
      usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
    })
    expect(events).toEqual([
      { type: 'start', id: 'r', model: 'gpt-x' },
      { type: 'reasoning-delta', text: 'one\n\ntwo', block: 0 },
      { type: 'reasoning-encrypted', data: 'gAAA', block: 0 },
      { type: 'text-delta', text: 'Hi', block: 1 },
      {
        type: 'tool-call-start',
        id: 'ws',
        name: 'web_search',
        providerRun: true,
        raw: { dialect: 'openai-responses', value: { type: 'web_search_call', id: 'ws' } },
        block: 2,
      },
      { type: 'tool-call-end', id: 'ws', block: 2 },
      {
        type: 'finish',
        reason: 'stop',
        rawReason: 'completed',
        usage: { inputTokens: 3, outputTokens: 2 },
      },
    ])
  })

  test.each([
    ['failed', { status: 'failed', error: { code: 'server_error', message: 'm' } }, 'upstream'],
    [
      'an error under a 200',
      { error: { message: 'm', code: 'rate_limit_exceeded' } },
      'rate-limit',
    ],
    ['still queued', { id: 'r', status: 'queued', output: [] }, 'invalid-answer'],
    ['another format', { id: 'c', choices: [] }, 'invalid-answer'],
  ])('%s is an error', (_name, body, code) => {
    expect(openaiResponses.decodeResponse(body).at(-1)).toMatchObject({ error: { code } })
  })
})
