/** @file Base URLs that users of other apps reported: what is typed, and the chat URL that is called. */
import { describe, expect, test } from 'vitest'
import type { EndpointFields } from '../model/endpoint.ts'
import type { SpecId } from '../model/spec.ts'
import { completeFields } from './describe-address.ts'
import { getSpec } from './registry.ts'

function chatUrl(
  spec: SpecId,
  fields: Partial<EndpointFields>,
  modelId = 'm1',
): string | undefined {
  const whole = completeFields({ ...fields, spec })
  const definition = getSpec(spec)
  const dialect = definition.resolveDialect(whole, modelId)
  return definition.address(whole, { kind: 'chat', dialect, modelId, stream: true })?.url
}

function modelsUrl(spec: SpecId, fields: Partial<EndpointFields>): string | undefined {
  return getSpec(spec).address(completeFields({ ...fields, spec }), { kind: 'list-models' })?.url
}

const chat = 'openai-chat-completions'

describe('URLs from field reports', () => {
  test.each<[spec: SpecId, typed: string, called: string]>([
    [
      chat,
      'https://api.deepinfra.com/v1/openai',
      'https://api.deepinfra.com/v1/openai/chat/completions',
    ],
    [
      chat,
      'https://api.z.ai/api/coding/paas/v4',
      'https://api.z.ai/api/coding/paas/v4/chat/completions',
    ],
    [
      chat,
      'https://open.bigmodel.cn/api/paas/v4/',
      'https://open.bigmodel.cn/api/paas/v4/chat/completions',
    ],
    [
      chat,
      'https://dashscope.aliyuncs.com/compatible-mode/v1',
      'https://dashscope.aliyuncs.com/compatible-mode/v1/chat/completions',
    ],
    [chat, 'http://host:3000/api', 'http://host:3000/api/chat/completions'],
    [
      'google',
      'https://gateway.ai.cloudflare.com/v1/acct/gw/google-ai-studio/v1beta',
      'https://gateway.ai.cloudflare.com/v1/acct/gw/google-ai-studio/v1beta/models/m1:streamGenerateContent?alt=sse',
    ],
    [
      chat,
      'https://api.cloudflare.com/client/v4/accounts/acct/ai/v1',
      'https://api.cloudflare.com/client/v4/accounts/acct/ai/v1/chat/completions',
    ],
    [
      chat,
      'https://ark.cn-beijing.volces.com/api/coding/v3',
      'https://ark.cn-beijing.volces.com/api/coding/v3/chat/completions',
    ],
    [
      'anthropic',
      'https://api.longcat.chat/anthropic',
      'https://api.longcat.chat/anthropic/v1/messages',
    ],
    ['anthropic', 'https://api.z.ai/api/anthropic', 'https://api.z.ai/api/anthropic/v1/messages'],
    [chat, 'https://api.groq.com/openai', 'https://api.groq.com/openai/chat/completions'],
    [chat, 'https://api.groq.com/openai/v1', 'https://api.groq.com/openai/v1/chat/completions'],
    [
      chat,
      'https://relay.example.com/v1/chat/completions',
      'https://relay.example.com/v1/chat/completions',
    ],
    [chat, 'https://llmproxy.example.com', 'https://llmproxy.example.com/chat/completions'],
    [chat, 'https://llmproxy.example.com/', 'https://llmproxy.example.com/chat/completions'],
    ['anthropic', 'https://llmproxy.example.com', 'https://llmproxy.example.com/v1/messages'],
    ['anthropic', 'https://llmproxy.example.com/', 'https://llmproxy.example.com/v1/messages'],
    [
      'azure',
      'https://res.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21',
      'https://res.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21',
    ],
    [
      'azure',
      'https://res.openai.azure.com/openai/v1/',
      'https://res.openai.azure.com/openai/v1/chat/completions',
    ],
    [
      'azure',
      'https://res.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview',
      'https://res.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview',
    ],
    [
      chat,
      'https://res.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview',
      'https://res.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview',
    ],
    [
      'azure',
      'https://res.openai.azure.com/openai/responses?api-version=2025-04-01-preview',
      'https://res.openai.azure.com/openai/responses?api-version=2025-04-01-preview',
    ],
    [
      'azure',
      'https://res.services.ai.azure.com/anthropic',
      'https://res.services.ai.azure.com/anthropic/v1/messages',
    ],
    [
      'anthropic',
      'https://res.services.ai.azure.com/anthropic',
      'https://res.services.ai.azure.com/anthropic/v1/messages',
    ],
    [
      'azure',
      'https://res.services.ai.azure.com/anthropic/v1/messages',
      'https://res.services.ai.azure.com/anthropic/v1/messages',
    ],
    ['azure', 'https://ai.contoso.com', 'https://ai.contoso.com/openai/v1/chat/completions'],
    [
      'azure',
      'https://apim.contoso.com/team/openai?api-version=2024-10-21',
      'https://apim.contoso.com/team/openai/deployments/m1/chat/completions?api-version=2024-10-21',
    ],
    [chat, 'http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1/chat/completions'],
    [chat, 'http://127.0.0.1:1234/v1', 'http://127.0.0.1:1234/v1/chat/completions'],
  ])('%s: %s', (spec, typed, called) => {
    expect(chatUrl(spec, { baseUrl: typed })).toBe(called)
  })
})

describe('the base URL rule', () => {
  test('keeps the query of the base and appends rows, a row of the same name in its place', () => {
    expect(
      chatUrl(chat, {
        baseUrl: 'https://h.example/api/v1?tenant=a%20b&user=one&user=two',
        query: { user: 'three', 'x y': '&' },
      }),
    ).toBe('https://h.example/api/v1/chat/completions?tenant=a%20b&user=three&x%20y=%26')
  })

  test('never adds /v1 for the OpenAI formats', () => {
    expect(chatUrl('openai-responses', { baseUrl: 'https://h.example' })).toBe(
      'https://h.example/responses',
    )
    expect(modelsUrl(chat, { baseUrl: 'https://h.example' })).toBe('https://h.example/models')
  })

  test('Anthropic: /messages behind /v1, else /v1/messages; the list likewise', () => {
    expect(chatUrl('anthropic', { baseUrl: 'https://api.anthropic.com/v1' })).toBe(
      'https://api.anthropic.com/v1/messages',
    )
    expect(modelsUrl('anthropic', { baseUrl: 'https://api.anthropic.com' })).toBe(
      'https://api.anthropic.com/v1/models',
    )
    expect(chatUrl('anthropic', { baseUrl: 'https://h.example/claude/messages' })).toBe(
      'https://h.example/claude/messages',
    )
  })

  test.each(['/v1', '/v1beta', '/v1alpha'])(
    'Google: a base that ends in %s is not doubled',
    (version) => {
      const whole = completeFields({ spec: 'google', baseUrl: `https://h.example/g${version}` })
      expect(
        getSpec('google').address(whole, {
          kind: 'chat',
          dialect: 'google-generate',
          modelId: 'gemini-2.5-flash',
          stream: false,
        })?.url,
      ).toBe(`https://h.example/g${version}/models/gemini-2.5-flash:generateContent`)
    },
  )

  test('Google: else /v1beta is added; listed and tuned names are taken as they are', () => {
    const baseUrl = 'https://generativelanguage.googleapis.com'
    expect(chatUrl('google', { baseUrl }, 'models/gemini-2.5-pro')).toBe(
      `${baseUrl}/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse`,
    )
    expect(chatUrl('google', { baseUrl }, 'tunedModels/mine-1')).toBe(
      `${baseUrl}/v1beta/tunedModels/mine-1:streamGenerateContent?alt=sse`,
    )
    expect(modelsUrl('google', { baseUrl })).toBe(`${baseUrl}/v1beta/models`)
  })

  test('"Use this URL exactly" appends nothing, cuts nothing and lists nothing', () => {
    const fields = { baseUrl: 'https://h.example/odd/chat/completions/?a=1', exactUrl: true }
    for (const spec of [chat, 'openai-responses', 'anthropic', 'google', 'azure'] as const) {
      expect(chatUrl(spec, fields)).toBe(fields.baseUrl)
      expect(modelsUrl(spec, fields)).toBeUndefined()
    }
    expect(chatUrl('amazon-bedrock', { ...fields, region: 'eu-west-1' })).toBe(fields.baseUrl)
    expect(chatUrl('google-vertex', fields)).toBe(fields.baseUrl)
  })

  test('a model id cannot climb out of its path', () => {
    expect(() => chatUrl('google', { baseUrl: 'https://h.example' }, 'x/../../secret')).toThrow(
      /cannot be part of a URL/,
    )
    expect(() => chatUrl('amazon-bedrock', { region: 'eu-west-1' }, '..')).toThrow(
      /cannot be part of a URL/,
    )
  })
})
