import { describe, expect, test } from 'vitest'
import { cutOperation } from './cut-operation.ts'

describe('cutOperation', () => {
  test('leaves a base and an unfinished text alone', () => {
    expect(cutOperation('https://h.example/v1', 'openai-chat-completions')).toBeUndefined()
    expect(cutOperation('h.example/v1/chat/comp', 'openai-chat-completions')).toBeUndefined()
    expect(
      cutOperation('https://res.services.ai.azure.com/models', 'openai-chat-completions'),
    ).toBeUndefined()
  })

  test('cuts a chat URL back and keeps its query', () => {
    expect(
      cutOperation('https://h.example/v1/chat/completions?team=a', 'openai-chat-completions'),
    ).toEqual({
      baseUrl: 'https://h.example/v1?team=a',
      cut: '/chat/completions',
      note: 'Cut back to its base; the rest is added when a request is sent.',
      changes: {},
      secrets: {},
    })
    expect(cutOperation('https://h.example/v1/models', 'openai-responses')?.baseUrl).toBe(
      'https://h.example/v1',
    )
    expect(cutOperation('https://api.anthropic.com/v1/messages', 'anthropic')?.baseUrl).toBe(
      'https://api.anthropic.com/v1',
    )
  })

  test('Google: model and key are taken out of the URL, the key as the API key', () => {
    expect(
      cutOperation(
        'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse&key=AIzaSECRET',
        'google',
      ),
    ).toEqual({
      baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
      cut: '/models/gemini-2.5-flash:streamGenerateContent',
      note:
        'Cut back to its base; the rest is added when a request is sent. Taken from the URL: model gemini-2.5-flash. ' +
        'The key in the URL goes to the vault, not into the settings.',
      changes: {},
      modelId: 'gemini-2.5-flash',
      secrets: { apiKey: 'AIzaSECRET' },
    })
  })

  test('Azure: deployment, API version and wire format fill their fields', () => {
    expect(
      cutOperation(
        'https://res.openai.azure.com/openai/deployments/gpt4o/chat/completions?api-version=2024-10-21',
        'azure',
      ),
    ).toMatchObject({
      baseUrl: 'https://res.openai.azure.com',
      changes: { apiVersion: '2024-10-21', dialect: 'openai-chat' },
      modelId: 'gpt4o',
    })
    expect(
      cutOperation('https://r.services.ai.azure.com/anthropic/v1/messages', 'azure'),
    ).toMatchObject({
      baseUrl: 'https://r.services.ai.azure.com/anthropic/v1',
      changes: { dialect: 'anthropic-messages' },
    })
  })

  test('Bedrock: the region says it all on its own host, a private host is kept', () => {
    const path = '/model/eu.anthropic.claude-sonnet-4-5-v1%3A0/invoke'
    expect(
      cutOperation(`https://bedrock-runtime.eu-central-1.amazonaws.com${path}`, 'amazon-bedrock'),
    ).toMatchObject({
      baseUrl: '',
      changes: { region: 'eu-central-1' },
      modelId: 'eu.anthropic.claude-sonnet-4-5-v1:0',
    })
    expect(
      cutOperation(`https://bedrock-runtime-fips.us-east-1.amazonaws.com${path}`, 'amazon-bedrock'),
    ).toMatchObject({
      baseUrl: 'https://bedrock-runtime-fips.us-east-1.amazonaws.com',
      changes: { region: 'us-east-1' },
    })
  })

  test('Vertex: project, location and model fill their fields', () => {
    const url =
      'https://europe-west4-aiplatform.googleapis.com/v1/projects/p1/locations/europe-west4/publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict'
    expect(cutOperation(url, 'google-vertex')).toMatchObject({
      baseUrl: '',
      changes: { projectId: 'p1', location: 'europe-west4' },
      modelId: 'claude-sonnet-4-5@20250929',
    })
  })

  test.each([
    ['https://h.example/v1/messages', 'openai-chat-completions', 'anthropic'],
    ['https://h.example/v1/responses', 'openai-chat-completions', 'openai-responses'],
    ['https://h.example/v1/chat/completions', 'anthropic', 'openai-chat-completions'],
    ['https://h.example/v1beta/models/m:generateContent', 'anthropic', 'google'],
    ['https://h.example/openai/deployments/d/chat/completions', 'openai-chat-completions', 'azure'],
    ['https://h.example/model/m/converse', 'anthropic', 'amazon-bedrock'],
    [
      'https://h.example/v1/projects/p/locations/l/publishers/google/models/m:generateContent',
      'google',
      'google-vertex',
    ],
  ] as const)('%s pasted under %s offers %s, unasked nothing changes', (url, current, offered) => {
    const cut = cutOperation(url, current)
    expect(cut?.offer?.changes).toEqual({ spec: offered })
    expect(cut?.changes.spec).toBeUndefined()
  })

  test('Groq is not taken for Azure', () => {
    expect(
      cutOperation('https://api.groq.com/openai/v1/chat/completions', 'openai-chat-completions')
        ?.offer,
    ).toBeUndefined()
  })
})
