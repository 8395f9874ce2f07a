import { describe, expect, test } from 'vitest'
import { readPastedAzure } from './azure-pasted.ts'
import { addressAzure, type AzureFields } from './azure.ts'
import { parseBaseUrl } from './parse-base-url.ts'

function fields(over: Partial<AzureFields>): AzureFields {
  return {
    resourceName: undefined,
    baseUrl: undefined,
    exactUrl: false,
    query: {},
    apiVersion: undefined,
    dialect: undefined,
    ...over,
  }
}

function chat(over: Partial<AzureFields>, modelId = 'my dep'): string | undefined {
  const whole = fields(over)
  const dialect = whole.dialect ?? 'openai-chat'
  return addressAzure(whole, { kind: 'chat', dialect, modelId, stream: false })?.url
}

function list(over: Partial<AzureFields>): string | undefined {
  return addressAzure(fields(over), { kind: 'list-models' })?.url
}

const resource = { resourceName: 'res' }
const gateway = { baseUrl: 'https://apim.example/team' }

describe('Azure from a resource name', () => {
  test.each<[over: Partial<AzureFields>, path: string]>([
    [{}, 'openai.azure.com/openai/v1/chat/completions'],
    [{ apiVersion: 'v1' }, 'openai.azure.com/openai/v1/chat/completions?api-version=v1'],
    [{ apiVersion: 'preview' }, 'openai.azure.com/openai/v1/chat/completions?api-version=preview'],
    [
      { apiVersion: '2024-10-21' },
      'openai.azure.com/openai/deployments/my%20dep/chat/completions?api-version=2024-10-21',
    ],
    [{ dialect: 'openai-responses' }, 'openai.azure.com/openai/v1/responses'],
    [
      { dialect: 'openai-responses', apiVersion: '2025-04-01-preview' },
      'openai.azure.com/openai/responses?api-version=2025-04-01-preview',
    ],
    [{ dialect: 'anthropic-messages' }, 'services.ai.azure.com/anthropic/v1/messages'],
  ])('%j', (over, called) => {
    expect(chat({ ...resource, ...over })).toBe(`https://res.${called}`)
  })

  test('lists models by version; Claude on Foundry has no list', () => {
    expect(list(resource)).toBe('https://res.openai.azure.com/openai/v1/models')
    expect(list({ ...resource, apiVersion: '2024-10-21' })).toBe(
      'https://res.openai.azure.com/openai/models?api-version=2024-10-21',
    )
    expect(list({ ...resource, dialect: 'anthropic-messages' })).toBeUndefined()
  })

  test('marks the resource name as what was typed into the URL', () => {
    const address = addressAzure(fields(resource), { kind: 'list-models' })
    expect(address?.parts).toEqual([
      { text: 'https://', added: false },
      { text: 'res', added: true },
      { text: '.openai.azure.com/openai/v1/models', added: false },
    ])
  })

  test('takes a whole Azure host; says what to do about anything else', () => {
    expect(list({ resourceName: 'res.cognitiveservices.azure.com' })).toBe(
      'https://res.cognitiveservices.azure.com/openai/v1/models',
    )
    expect(() => list({ resourceName: 'https://res.openai.azure.com' })).toThrow(
      /goes into Base URL/,
    )
    expect(() => list({})).toThrow('Type the resource name, or a base URL.')
  })
})

describe('Azure from a base URL', () => {
  test.each<[baseUrl: string, over: Partial<AzureFields>, called: string]>([
    ['https://res.services.ai.azure.com', {}, '/openai/v1/chat/completions'],
    ['https://res.services.ai.azure.com/api/projects/p1', {}, '/openai/v1/chat/completions'],
    ['https://res.services.ai.azure.com/api/projects/p1/openai/v1', {}, '/chat/completions'],
    ['https://res.openai.azure.com/openai', {}, '/v1/chat/completions'],
    ['https://res.openai.azure.com/openai/v1', {}, '/chat/completions'],
    ['https://res.openai.azure.com/openai/v1', { apiVersion: '2024-10-21' }, '/chat/completions'],
    ['https://apim.example/team', {}, '/openai/v1/chat/completions'],
    [
      'https://apim.example/team',
      { apiVersion: '2024-10-21' },
      '/openai/deployments/my%20dep/chat/completions?api-version=2024-10-21',
    ],
    ['https://apim.example/team', { dialect: 'anthropic-messages' }, '/anthropic/v1/messages'],
    ['https://apim.example/team/v1', {}, '/chat/completions'],
    ['https://apim.example/team/v1', { dialect: 'openai-responses' }, '/responses'],
    [
      'https://res.services.ai.azure.com/anthropic/v1',
      { dialect: 'anthropic-messages' },
      '/messages',
    ],
    [
      'https://res.openai.azure.com/openai/deployments/fixed',
      { apiVersion: '2024-10-21' },
      '/chat/completions?api-version=2024-10-21',
    ],
  ])('%s %j', (baseUrl, over, appended) => {
    expect(chat({ baseUrl, ...over })).toBe(baseUrl + appended)
  })

  test('a stray /v1 is dropped, never doubled', () => {
    expect(chat({ baseUrl: 'https://res.openai.azure.com/v1' })).toBe(
      'https://res.openai.azure.com/openai/v1/chat/completions',
    )
    expect(
      chat({
        baseUrl: 'https://res.openai.azure.com/openai/deployments/d/v1/chat/completions',
        apiVersion: '2024-10-21',
      }),
    ).toBe(
      'https://res.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21',
    )
  })

  test('an API version in the query of the base counts, and a field replaces it', () => {
    const baseUrl = 'https://apim.example/team?api-version=2024-06-01&k=1'
    expect(chat({ baseUrl })).toBe(
      'https://apim.example/team/openai/deployments/my%20dep/chat/completions?api-version=2024-06-01&k=1',
    )
    expect(chat({ baseUrl, apiVersion: '2024-10-21' })).toBe(
      'https://apim.example/team/openai/deployments/my%20dep/chat/completions?k=1&api-version=2024-10-21',
    )
  })

  test('asks for a version where Azure wants one, and refuses what is none', () => {
    expect(() => chat({ baseUrl: 'https://res.openai.azure.com/openai/deployments/d' })).toThrow(
      /needs an API version/,
    )
    expect(() => chat({ baseUrl: 'https://res.services.ai.azure.com/models' })).toThrow(
      /needs an API version/,
    )
    expect(() => chat({ ...gateway, apiVersion: 'latest one' })).toThrow(/looks like 2024-10-21/)
  })
})

describe('a pasted Azure URL', () => {
  test.each([
    [
      'https://res.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21',
      {
        path: '',
        apiVersion: '2024-10-21',
        deployment: 'gpt-4o',
        dialect: 'openai-chat',
        query: '',
      },
    ],
    [
      'https://apim.example/team/openai/responses?api-version=2025-04-01-preview&k=1',
      {
        path: '/team',
        apiVersion: '2025-04-01-preview',
        dialect: 'openai-responses',
        query: 'k=1',
      },
    ],
    ['https://res.openai.azure.com/openai/v1/chat/completions', { path: '/openai/v1' }],
    [
      'https://r.services.ai.azure.com/anthropic/v1/messages',
      { path: '/anthropic/v1', dialect: 'anthropic-messages' },
    ],
  ])('%s', (typed, expected) => {
    const parsed = parseBaseUrl(typed)
    expect(parsed.ok && readPastedAzure(parsed.base)).toMatchObject(expected)
  })

  test('a base is left alone', () => {
    expect(readPastedAzure({ path: '/openai/v1', query: '' })).toBeUndefined()
    expect(readPastedAzure({ path: '', query: '' })).toBeUndefined()
  })
})
