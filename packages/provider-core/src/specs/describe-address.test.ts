import { environmentSchema } from '../model/environment.ts'
import { describe, expect, test } from 'vitest'
import { describeAddress, hostOf } from './describe-address.ts'
import { specs } from './registry.ts'

describe('describeAddress', () => {
  test('shows both URLs and stresses what is added', () => {
    expect(
      describeAddress({ spec: 'openai-chat-completions', baseUrl: 'https://gpu.corp.example' }),
    ).toEqual({
      ok: true,
      rows: [
        {
          label: 'chat',
          method: 'POST',
          url: 'https://gpu.corp.example/chat/completions',
          parts: [
            { text: 'https://gpu.corp.example', added: false },
            { text: '/chat/completions', added: true },
          ],
        },
        {
          label: 'models',
          method: 'GET',
          url: 'https://gpu.corp.example/models',
          parts: [
            { text: 'https://gpu.corp.example', added: false },
            { text: '/models', added: true },
          ],
        },
      ],
    })
  })

  test('{id} stands for the model where it is part of the path', () => {
    const bedrock = describeAddress({ spec: 'amazon-bedrock', region: 'eu-central-1' })
    expect(bedrock.ok && bedrock.rows[0]).toEqual({
      label: 'chat',
      method: 'POST',
      url: 'https://bedrock-runtime.eu-central-1.amazonaws.com/model/{id}/converse-stream',
      parts: [
        { text: 'https://bedrock-runtime.', added: false },
        { text: 'eu-central-1', added: true },
        { text: '.amazonaws.com/model/{id}/converse-stream', added: false },
      ],
    })
    const google = describeAddress({ spec: 'google', baseUrl: 'https://h.example' })
    expect(google.ok && google.rows[0]?.url).toBe(
      'https://h.example/v1beta/models/{id}:streamGenerateContent?alt=sse',
    )
  })

  test('a given model shows its own wire format', () => {
    const claude = describeAddress(
      { spec: 'amazon-bedrock', region: 'eu-central-1' },
      'eu.anthropic.claude-sonnet-4-5-v1:0',
    )
    expect(claude.ok && claude.rows[0]?.url).toMatch(
      /claude-sonnet-4-5-v1%3A0\/invoke-with-response-stream$/,
    )
  })

  test('credentials in the query are masked, in the URL and in its parts', () => {
    const description = describeAddress({
      spec: 'openai-chat-completions',
      baseUrl: 'https://h.example/v1?key=CANARY1&a=1',
      query: { 'subscription-key': 'CANARY2' },
    })
    expect(description.ok).toBe(true)
    expect(JSON.stringify(description)).not.toContain('CANARY')
  })

  test.each(specs.map((spec) => spec.id))('%s without any field says what to type', (spec) => {
    const description = describeAddress({ spec })
    expect(description.ok).toBe(false)
    expect(!description.ok && description.issues.length).toBeGreaterThan(0)
  })
})

test('hostOf names the host that chat requests go to', () => {
  expect(hostOf({ spec: 'azure', resourceName: 'pb-weu' })).toBe('pb-weu.openai.azure.com')
  expect(hostOf({ spec: 'anthropic', baseUrl: 'http://127.0.0.1:8080/x' })).toBe('127.0.0.1:8080')
  expect(hostOf({ spec: 'google-vertex', projectId: 'p', location: 'global' })).toBe(
    'aiplatform.googleapis.com',
  )
  expect(hostOf({ spec: 'anthropic' })).toBe('')
})

test('the host of an address that a variable decides is the name of the variable', () => {
  const fields = {
    spec: 'openai-chat-completions',
    environment: environmentSchema.parse({ fields: { baseUrl: 'MY_BASE' } }),
  } as const
  expect(hostOf(fields)).toBe('$MY_BASE')
  const region = environmentSchema.parse({ fields: { region: 'MY_REGION' } })
  expect(hostOf({ spec: 'amazon-bedrock', environment: region })).toBe('$MY_REGION')
  const base = { baseUrl: 'https://h.example', environment: region }
  expect(hostOf({ spec: 'amazon-bedrock', ...base })).toBe('h.example')
})
