import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatRequest } from '../../model/chat-request.ts'
import { parseMessagesBody } from '../../testing/dialects/anthropic-messages-body.ts'
import { anyRequest } from '../testing/arbitrary-request.ts'
import { anthropicMessages } from './anthropic-messages.ts'

test('a request that another dialect cannot be asked for is warned of', () => {
  const request: ChatRequest = {
    messages: [
      { role: 'user', name: 'Ann', content: [{ type: 'text', text: 'Hi' }] },
      {
        role: 'assistant',
        content: [
          { type: 'image', source: { kind: 'url', url: 'https://host.example/a.png' } },
          { type: 'tool-call', id: 'a b', name: 'f', arguments: 'not json' },
          { type: 'tool-call', id: 'w', name: 'search', arguments: '{}', providerRun: true },
        ],
      },
      {
        role: 'tool',
        content: [{ type: 'tool-result', callId: 'a b', content: [], isError: true }],
      },
      {
        role: 'user',
        content: [
          { type: 'audio', source: { kind: 'url', url: 'https://host.example/a.wav' } },
          {
            type: 'file',
            source: { kind: 'base64', mediaType: 'application/zip', data: 'UEs=' },
          },
          { type: 'raw', raw: { dialect: 'openai-chat', value: { type: 'video_url' } } },
        ],
      },
    ],
    seed: 1,
    choices: 2,
    logprobs: {},
    frequencyPenalty: 1,
    presencePenalty: 1,
    metadata: { a: 'b' },
    serviceTier: 'flex',
    responseFormat: { type: 'json' },
    toolChoice: { type: 'required' },
    tools: [
      { type: 'provider', raw: { dialect: 'openai-responses', value: { type: 'file_search' } } },
    ],
    outputModalities: ['text', 'audio'],
    raw: { dialect: 'openai-chat', value: { logit_bias: { a: 1 } } },
  }
  const context = { modelId: 'm', stream: false, supportsSystemMessage: true }
  const { body, warnings } = anthropicMessages.encodeRequest(request, context)
  expect(warnings.map(({ code }) => code).toSorted()).toEqual(
    [
      'audio-left-out',
      'choices-left-out',
      'content-left-out',
      'content-left-out',
      'file-left-out',
      'frequency-penalty-left-out',
      'json-mode-left-out',
      'logprobs-left-out',
      'metadata-left-out',
      'name-left-out',
      'output-modalities-left-out',
      'presence-penalty-left-out',
      'provider-tool-left-out',
      'provider-tool-left-out',
      'raw-left-out',
      'seed-left-out',
      'service-tier-left-out',
      'tool-arguments-wrapped',
      'tool-choice-left-out',
    ].toSorted(),
  )
  expect(body['messages']).toEqual([
    { role: 'user', content: 'Hi' },
    {
      role: 'assistant',
      content: [{ type: 'tool_use', id: 'a_b', name: 'f', input: { input: 'not json' } }],
    },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a_b', is_error: true }] },
  ])
})

test('a strict server takes whatever can be asked for', () => {
  fc.assert(
    fc.property(anyRequest, fc.boolean(), (request, supportsSystemMessage) => {
      const before = structuredClone(request)
      const context = { modelId: 'm', stream: true, supportsSystemMessage }
      const { body, warnings } = anthropicMessages.encodeRequest(request, context)
      expect(request).toEqual(before)
      expect(warnings.every(({ message }) => message.endsWith('.'))).toBe(true)
      const messages = body['messages'] as { role: string }[]
      // A first turn of audio only leaves nothing to begin with.
      fc.pre(messages[0]?.role === 'user')
      parseMessagesBody(structuredClone(body), undefined, '2023-06-01')
    }),
    { numRuns: 300 },
  )
})

test('another vendor’s proofs and raw fields are warned of wherever they stand', () => {
  const foreign = { dialect: 'google-generate' as const, value: { own: 1 } }
  const context = { modelId: 'm', stream: true, supportsSystemMessage: true }
  const { body, warnings } = anthropicMessages.encodeRequest(
    {
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Hi', raw: foreign }], raw: foreign },
        { role: 'assistant', content: [{ type: 'text', text: 'Ho', signature: 'gem' }] },
        { role: 'user', content: [{ type: 'text', text: ' ' }] },
      ],
      tools: [{ type: 'function', name: 'f', raw: foreign }],
      reasoning: { enabled: true, raw: foreign },
    },
    context,
  )
  expect(new Set(warnings.map(({ code }) => code))).toEqual(
    new Set(['raw-left-out', 'signature-left-out']),
  )
  expect(body['messages']).toEqual([
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Ho' },
  ])
})
