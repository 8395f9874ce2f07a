import { describe, expect, test } from 'vitest'
import { endpointSchema, type Endpoint } from '../model/endpoint.ts'
import type { SecretValues } from '../model/secret.ts'
import type { DialectId } from '../model/spec.ts'
import { createPlatforms } from './registry.ts'
import type { AuthContext, Platform } from './platform.ts'

const platforms = createPlatforms({ now: () => new Date(0) })

function context(
  dialect: DialectId,
  secrets: SecretValues,
  over: Partial<Endpoint> = {},
): AuthContext {
  const endpoint = endpointSchema.parse({
    id: 'e1',
    name: 'Mine',
    spec: 'openai-chat-completions',
    createdAt: '',
    updatedAt: '',
    ...over,
  })
  return {
    resolved: { endpoint, secrets },
    dialect,
    send: () => Promise.reject(new Error('nothing is sent')),
    now: () => new Date(0),
    signal: new AbortController().signal,
    onSecret: () => undefined,
  }
}

async function headersFor(
  platform: Platform,
  auth: AuthContext,
  headers: Record<string, string> = {},
): Promise<Record<string, string>> {
  const request = {
    method: 'POST',
    url: new URL('https://h.example/x'),
    headers,
    body: undefined,
  } as const
  return (await platform.authorize(request, auth)).headers
}

describe('default auth headers', () => {
  test.each([
    ['direct', 'openai-chat', { authorization: 'Bearer k' }],
    ['direct', 'openai-responses', { authorization: 'Bearer k' }],
    ['direct', 'anthropic-messages', { 'x-api-key': 'k' }],
    ['direct', 'google-generate', { 'x-goog-api-key': 'k' }],
    ['azure', 'openai-chat', { 'api-key': 'k' }],
    ['azure', 'openai-responses', { 'api-key': 'k' }],
    ['azure', 'anthropic-messages', { 'x-api-key': 'k' }],
  ] as const)('%s, %s', async (platform, dialect, expected) => {
    expect(await headersFor(platforms[platform], context(dialect, { apiKey: ' k\n' }))).toEqual(
      expected,
    )
  })

  test.each(['authorization', 'x-api-key', 'api-key', 'x-goog-api-key'])(
    "a user's own %s is the only credential that is sent",
    async (name) => {
      for (const platform of [platforms.direct, platforms.azure]) {
        const auth = context('openai-chat', { apiKey: 'k' })
        expect(await headersFor(platform, auth, { [name]: 'mine' })).toEqual({ [name]: 'mine' })
      }
    },
  )

  test('without a key: nothing on a plain host, refused by name on Azure and on an official API', async () => {
    expect(await headersFor(platforms.direct, context('openai-chat', {}))).toEqual({})
    await expect(headersFor(platforms.azure, context('openai-chat', {}))).rejects.toMatchObject({
      code: 'missing-secret',
      message: expect.stringContaining('API key'),
    })
    const official = context(
      'openai-chat',
      {},
      { id: 'official:openai', name: 'OpenAI (official API)' },
    )
    await expect(headersFor(platforms.direct, official)).rejects.toMatchObject({
      code: 'missing-secret',
    })
  })
})

describe('Claude bodies on clouds', () => {
  const body = { model: 'm', stream: true, max_tokens: 5, messages: [] }
  const chat = { dialect: 'anthropic-messages', stream: true, anthropicVersion: undefined } as const

  test('Bedrock: no model, no stream, a version', () => {
    expect(platforms.bedrock.adaptBody(body, chat)).toEqual({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 5,
      messages: [],
    })
  })

  test('Vertex: no model, the stream flag stays', () => {
    expect(platforms.vertex.adaptBody(body, chat)).toEqual({
      anthropic_version: 'vertex-2023-10-16',
      stream: true,
      max_tokens: 5,
      messages: [],
    })
  })

  test('a version of the endpoint, or one in the extra body, goes before', () => {
    const chosen = { ...chat, anthropicVersion: '2026-10-21' }
    expect(platforms.bedrock.adaptBody(body, chosen)['anthropic_version']).toBe('2026-10-21')
    const extra = { ...body, anthropic_version: 'x' }
    expect(platforms.vertex.adaptBody(extra, chosen)['anthropic_version']).toBe('x')
  })

  test('other formats pass unchanged', () => {
    for (const platform of Object.values(platforms)) {
      expect(platform.adaptBody(body, { ...chat, dialect: 'openai-chat' })).toBe(body)
    }
  })

  test('framing: AWS event streams on Bedrock, SSE elsewhere', () => {
    expect(platforms.bedrock.framing('bedrock-converse')).toBe('aws-event-stream')
    expect(platforms.bedrock.framing('anthropic-messages')).toBe('aws-invoke')
    expect(platforms.vertex.framing('anthropic-messages')).toBe('sse')
  })
})
