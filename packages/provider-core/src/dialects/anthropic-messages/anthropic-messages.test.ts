import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages'
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../../model/chat-request.ts'
import { anthropicMessages } from './anthropic-messages.ts'

const text = (value: string) => ({ type: 'text' as const, text: value })
const context = { modelId: 'claude-x', stream: true, supportsSystemMessage: true }

describe('headers', () => {
  test('name the usual version unless the settings name another', () => {
    expect(anthropicMessages.headers({ anthropicVersion: undefined })).toEqual({
      'anthropic-version': '2023-06-01',
    })
    expect(anthropicMessages.headers({ anthropicVersion: '2026-10-21' })).toEqual({
      'anthropic-version': '2026-10-21',
    })
  })
})

describe('request', () => {
  test('is what the official SDK would send', () => {
    const request: ChatRequest = {
      messages: [
        { role: 'system', content: [text('Be brief.')] },
        { role: 'user', content: [text('One')] },
        { role: 'user', content: [text('Two')] },
        {
          role: 'assistant',
          content: [{ type: 'reasoning', text: 'hm', signature: 'sig' }, text('Three')],
        },
        { role: 'user', content: [text('Four'), text('')] },
      ],
      temperature: 0.5,
      topP: 0.9,
      maxOutputTokens: 10,
      stop: ['END'],
    }
    // The SDK speaks 2026-10-21 by default, which has no sampling options any more.
    const expected: MessageCreateParamsStreaming & { temperature: number; top_p: number } = {
      model: 'claude-x',
      max_tokens: 10,
      system: 'Be brief.',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'One' },
            { type: 'text', text: 'Two' },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hm', signature: 'sig' },
            { type: 'text', text: 'Three' },
          ],
        },
        { role: 'user', content: 'Four' },
      ],
      temperature: 0.5,
      top_p: 0.9,
      stop_sequences: ['END'],
      stream: true,
    }
    expect(anthropicMessages.encodeRequest(request, context)).toEqual({
      body: expected,
      warnings: [],
    })
  })

  test('names 4096 tokens where none were asked for', () => {
    const request: ChatRequest = { messages: [{ role: 'user', content: [text('Hi')] }] }
    const { body } = anthropicMessages.encodeRequest(request, { ...context, stream: false })
    expect(body).toEqual({
      model: 'claude-x',
      max_tokens: 4096,
      messages: [{ role: 'user', content: 'Hi' }],
    })
  })

  test('warns of what it cannot say', () => {
    const request: ChatRequest = {
      messages: [
        { role: 'user', content: [text('Hi')] },
        { role: 'assistant', content: [{ type: 'reasoning', text: 'unsigned' }] },
        { role: 'system', content: [text('Late')] },
        { role: 'user', content: [text('Bye')] },
      ],
      temperature: 1.5,
    }
    const { body, warnings } = anthropicMessages.encodeRequest(request, context)
    expect(warnings.map((warning) => warning.code)).toEqual([
      'reasoning-left-out',
      'system-moved',
      'temperature-lowered',
    ])
    expect(body).toMatchObject({ system: 'Late', temperature: 1 })
  })

  test('an empty reply between two questions does not leave two user turns', () => {
    const request: ChatRequest = {
      messages: [
        { role: 'user', content: [text('Hi')] },
        { role: 'assistant', content: [text('')] },
        { role: 'user', content: [text('Still there?')] },
      ],
    }
    const { body } = anthropicMessages.encodeRequest(request, context)
    expect(body['messages']).toEqual([
      { role: 'user', content: [text('Hi'), text('Still there?')] },
    ])
  })
})

describe('whole answer', () => {
  test('gives the same events as a stream', () => {
    const events = anthropicMessages.decodeResponse({
      id: 'm',
      type: 'message',
      role: 'assistant',
      model: 'claude-x',
      content: [
        { type: 'thinking', thinking: 'hm', signature: 'sig' },
        { type: 'text', text: 'Hi' },
        { type: 'tool_use', id: 't', name: 'f', input: {} },
      ],
      stop_reason: 'tool_use',
      stop_sequence: null,
      usage: { input_tokens: 3, output_tokens: 2, cache_read_input_tokens: 4 },
    })
    expect(events).toEqual([
      { type: 'start', id: 'm', model: 'claude-x' },
      { type: 'reasoning-delta', text: 'hm', block: 0 },
      { type: 'signature', signature: 'sig', block: 0 },
      { type: 'text-delta', text: 'Hi', block: 1 },
      { type: 'tool-call-start', id: 't', name: 'f', block: 2 },
      { type: 'tool-call-delta', id: 't', arguments: '{}', block: 2 },
      { type: 'tool-call-end', id: 't', block: 2 },
      {
        type: 'finish',
        reason: 'tool-calls',
        rawReason: 'tool_use',
        usage: { inputTokens: 7, outputTokens: 2, cachedInputTokens: 4 },
      },
    ])
  })

  test.each([
    [
      'an error under a 200',
      { type: 'error', error: { type: 'rate_limit_error', message: 'm' } },
      'rate-limit',
    ],
    ['another format', { id: 'c', choices: [] }, 'invalid-answer'],
  ])('%s is an error', (_name, body, code) => {
    expect(anthropicMessages.decodeResponse(body)).toMatchObject([{ error: { code } }])
  })
})
