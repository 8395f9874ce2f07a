import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../../model/chat-request.ts'
import type { ContentPart } from '../../model/content.ts'
import { parseConverseBody } from '../../testing/dialects/bedrock-converse-body.ts'
import { anyRequest } from '../testing/arbitrary-request.ts'
import { bedrockConverse } from './bedrock-converse.ts'

const context = { modelId: 'anthropic.claude-x', stream: true, supportsSystemMessage: true }
const hello = { role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }

function encode(options: Partial<ChatRequest>) {
  const { body, warnings } = bedrockConverse.encodeRequest(
    { messages: [hello], ...options },
    context,
  )
  const { messages, ...rest } = body
  return { messages, rest, codes: warnings.map(({ code }) => code) }
}

/** Blocks of a user turn with one part. */
function encodePart(part: ContentPart) {
  const { messages, codes } = encode({ messages: [{ role: 'user', content: [part] }] })
  return { messages, codes }
}

test('a strict server takes whatever can be asked for', () => {
  fc.assert(
    fc.property(anyRequest, fc.boolean(), (request, supportsSystemMessage) => {
      const before = structuredClone(request)
      const { body, warnings } = bedrockConverse.encodeRequest(request, {
        ...context,
        supportsSystemMessage,
      })
      expect(request).toEqual(before)
      expect(warnings.every(({ message }) => message.endsWith('.'))).toBe(true)
      const messages = body['messages']
      // Nothing is left of a turn of pictures by URL only.
      fc.pre(Array.isArray(messages) && messages.length > 0)
      fc.pre((messages as { role: string }[])[0]?.role === 'user')
      parseConverseBody(structuredClone(body), undefined)
    }),
    { numRuns: 300 },
  )
})

describe('media', () => {
  test.each<[string, ContentPart, object]>([
    [
      'an image',
      { type: 'image', source: { kind: 'base64', mediaType: 'image/jpeg', data: 'AAAA' } },
      { image: { format: 'jpeg', source: { bytes: 'AAAA' } } },
    ],
    [
      'an image in a data URL',
      { type: 'image', source: { kind: 'url', url: 'data:image/png;base64,AAAA' } },
      { image: { format: 'png', source: { bytes: 'AAAA' } } },
    ],
    [
      'an image in S3',
      { type: 'image', source: { kind: 'url', url: 's3://bucket/a.jpg' } },
      { image: { format: 'jpeg', source: { s3Location: { uri: 's3://bucket/a.jpg' } } } },
    ],
    [
      'a PDF, its name in the letters that are allowed',
      {
        type: 'file',
        source: { kind: 'base64', mediaType: 'application/pdf', data: 'AAAA' },
        filename: 'Q3_report.v2.pdf',
      },
      { document: { format: 'pdf', name: 'Q3 report v2 pdf', source: { bytes: 'AAAA' } } },
    ],
    [
      'a document of text',
      { type: 'file', source: { kind: 'text', text: 'words' } },
      { document: { format: 'txt', name: 'document', source: { text: 'words' } } },
    ],
    [
      'JSON as text',
      { type: 'file', source: { kind: 'base64', mediaType: 'application/json', data: 'e30=' } },
      { document: { format: 'txt', name: 'document', source: { bytes: 'e30=' } } },
    ],
    [
      'a video',
      { type: 'file', source: { kind: 'base64', mediaType: 'video/mp4', data: 'AAAA' } },
      { video: { format: 'mp4', source: { bytes: 'AAAA' } } },
    ],
    [
      'audio',
      { type: 'audio', source: { kind: 'base64', mediaType: 'audio/mpeg', data: 'AAAA' } },
      { audio: { format: 'mp3', source: { bytes: 'AAAA' } } },
    ],
  ])('%s', (_name, part, block) => {
    expect(encodePart(part)).toEqual({
      messages: [{ role: 'user', content: [block] }],
      codes: [],
    })
  })

  test.each<[string, ContentPart]>([
    ['image-left-out', { type: 'image', source: { kind: 'url', url: 'https://host.example/a' } }],
    ['file-left-out', { type: 'file', source: { kind: 'file-id', fileId: 'f1' } }],
    [
      'audio-left-out',
      { type: 'audio', source: { kind: 'base64', mediaType: 'audio/x-own', data: 'AAAA' } },
    ],
  ])('%s: what Converse cannot take is a warning', (code, part) => {
    expect(encodePart(part)).toEqual({ messages: [], codes: [code] })
  })

  test('documents of one name are told apart', () => {
    const file: ContentPart = { type: 'file', source: { kind: 'text', text: 'a' }, filename: 'x' }
    const { messages } = encode({ messages: [{ role: 'user', content: [file, file] }] })
    expect(messages).toMatchObject([
      { content: [{ document: { name: 'x' } }, { document: { name: 'x (2)' } }] },
    ])
  })
})

describe('tools', () => {
  const used: ChatRequest['messages'] = [
    hello,
    {
      role: 'assistant',
      content: [{ type: 'tool-call', id: 'a|b', name: 'f', arguments: 'free text' }],
    },
    {
      role: 'tool',
      content: [
        {
          type: 'tool-result',
          callId: 'a|b',
          content: [{ type: 'text', text: 'done' }],
          isError: true,
        },
      ],
    },
  ]

  test('are named again where earlier turns call them and the request names none', () => {
    const { messages, rest, codes } = encode({ messages: used })
    expect(codes).toEqual(['tool-arguments-wrapped', 'tools-added'])
    expect(rest).toEqual({
      toolConfig: {
        tools: [
          {
            toolSpec: { name: 'f', inputSchema: { json: { type: 'object', properties: {} } } },
          },
        ],
      },
    })
    expect(messages).toEqual([
      { role: 'user', content: [{ text: 'Hi' }] },
      {
        role: 'assistant',
        content: [{ toolUse: { toolUseId: 'a_b', name: 'f', input: { input: 'free text' } } }],
      },
      {
        role: 'user',
        content: [
          { toolResult: { toolUseId: 'a_b', content: [{ text: 'done' }], status: 'error' } },
        ],
      },
    ])
  })

  test('that may not be called are not sent', () => {
    const tools: ChatRequest['tools'] = [{ type: 'function', name: 'f' }]
    expect(encode({ tools, toolChoice: { type: 'none' } })).toMatchObject({ rest: {}, codes: [] })
    const { rest, codes } = encode({ messages: used, tools, toolChoice: { type: 'none' } })
    expect(rest).toHaveProperty('toolConfig.tools')
    expect(codes).toContain('tool-choice-left-out')
  })
})

describe('settings', () => {
  test.each<[string, Partial<ChatRequest>, object, string[]]>([
    [
      'thinking with a budget raises the limit, and leaves sampling out',
      { reasoning: { budgetTokens: 2000 }, temperature: 0.5 },
      {
        inferenceConfig: { maxTokens: 6096 },
        additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 2000 } },
      },
      ['temperature-left-out'],
    ],
    [
      'an effort alone is what Converse has a word for',
      { reasoning: { effort: 'high' } },
      { outputConfig: { effort: 'high' } },
      [],
    ],
    ['top-k is the model’s', { topK: 5 }, { additionalModelRequestFields: { top_k: 5 } }, []],
    [
      'a JSON schema',
      {
        responseFormat: {
          type: 'json-schema',
          name: 'answer',
          description: 'About it',
          schema: { type: 'object' },
        },
      },
      {
        outputConfig: {
          textFormat: {
            type: 'json_schema',
            structure: {
              jsonSchema: {
                schema: '{"type":"object"}',
                name: 'answer',
                description: 'About it',
              },
            },
          },
        },
      },
      [],
    ],
    [
      'metadata and a service tier',
      { metadata: { a: 'b' }, serviceTier: 'flex' },
      { requestMetadata: { a: 'b' }, serviceTier: { type: 'flex' } },
      [],
    ],
    [
      'the client’s own fields, merged',
      {
        maxOutputTokens: 5,
        topK: 3,
        raw: {
          dialect: 'bedrock-converse',
          value: {
            guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' },
            additionalModelRequestFields: { foo: 1 },
          },
        },
      },
      {
        guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' },
        inferenceConfig: { maxTokens: 5 },
        additionalModelRequestFields: { foo: 1, top_k: 3 },
      },
      [],
    ],
    [
      'what it has no word for',
      {
        seed: 1,
        userId: 'u',
        choices: 2,
        logprobs: {},
        serviceTier: 'scale',
        responseFormat: { type: 'json' },
        raw: { dialect: 'openai-chat', value: { logit_bias: {} } },
        stop: [' '],
      },
      {},
      [
        'stop-left-out',
        'json-mode-left-out',
        'seed-left-out',
        'logprobs-left-out',
        'user-id-left-out',
        'choices-left-out',
        'raw-left-out',
        'service-tier-left-out',
      ],
    ],
  ])('%s', (_name, options, rest, codes) => {
    const encoded = encode(options)
    expect(encoded.rest).toEqual(rest)
    expect(encoded.codes).toEqual(codes)
  })
})
