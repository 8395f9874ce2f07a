import { describe, expect, test } from 'vitest'
import { addressVertex, vertexHost, type VertexFields } from './vertex.ts'

function fields(over: Partial<VertexFields> = {}): VertexFields {
  return {
    projectId: 'p1',
    location: 'europe-west4',
    baseUrl: undefined,
    exactUrl: false,
    query: {},
    ...over,
  }
}

function chat(
  over: Partial<VertexFields>,
  modelId: string,
  dialect: 'google-generate' | 'anthropic-messages' | 'openai-chat' = 'google-generate',
  stream = false,
): string | undefined {
  return addressVertex(fields(over), { kind: 'chat', dialect, modelId, stream })?.url
}

describe('Vertex addresses', () => {
  test.each([
    ['europe-west4', 'europe-west4-aiplatform.googleapis.com'],
    ['global', 'aiplatform.googleapis.com'],
    ['us', 'aiplatform.us.rep.googleapis.com'],
    ['eu', 'aiplatform.eu.rep.googleapis.com'],
  ])('location %s is served by %s', (location, host) => {
    expect(vertexHost(location)).toBe(host)
    expect(chat({ location }, 'gemini-2.5-flash')).toBe(
      `https://${host}/v1/projects/p1/locations/${location}/publishers/google/models/gemini-2.5-flash:generateContent`,
    )
  })

  const root =
    'https://europe-west4-aiplatform.googleapis.com/v1/projects/p1/locations/europe-west4'

  test('Gemini streams as SSE, Claude as raw predictions', () => {
    expect(chat({}, 'gemini-2.5-flash', 'google-generate', true)).toBe(
      `${root}/publishers/google/models/gemini-2.5-flash:streamGenerateContent?alt=sse`,
    )
    expect(chat({}, 'claude-sonnet-4-5@20250929', 'anthropic-messages')).toBe(
      `${root}/publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict`,
    )
    expect(chat({}, 'claude-sonnet-4-5', 'anthropic-messages', true)).toBe(
      `${root}/publishers/anthropic/models/claude-sonnet-4-5:streamRawPredict`,
    )
    expect(chat({}, 'meta/llama-4', 'openai-chat')).toBe(
      `${root}/endpoints/openapi/chat/completions`,
    )
  })

  test.each([
    ['1234567890', `${root}/endpoints/1234567890:generateContent`],
    ['endpoints/77', `${root}/endpoints/77:generateContent`],
    [
      'projects/p2/locations/us-central1/endpoints/5',
      'https://europe-west4-aiplatform.googleapis.com/v1/projects/p2/locations/us-central1/endpoints/5:generateContent',
    ],
    ['meta/llama-4', `${root}/publishers/meta/models/llama-4:generateContent`],
    ['publishers/acme/models/x', `${root}/publishers/acme/models/x:generateContent`],
  ])('resource name %s', (modelId, called) => {
    expect(chat({}, modelId)).toBe(called)
  })

  test.each([
    [
      'http://127.0.0.1:9000',
      '/v1/projects/p1/locations/europe-west4/publishers/google/models/g:generateContent',
    ],
    [
      'http://127.0.0.1:9000/v1',
      '/projects/p1/locations/europe-west4/publishers/google/models/g:generateContent',
    ],
    [
      'https://x.example/gw/v1beta1',
      '/projects/p1/locations/europe-west4/publishers/google/models/g:generateContent',
    ],
    ['https://x.example/v1/projects/a/locations/b', '/publishers/google/models/g:generateContent'],
    ['https://x.example/v1/projects/a/locations/b/publishers/google', '/models/g:generateContent'],
  ])('a base URL overrides the host and is never doubled: %s', (baseUrl, appended) => {
    expect(chat({ baseUrl }, 'g')).toBe(baseUrl + appended)
  })

  test('lists the publisher models of Google', () => {
    expect(addressVertex(fields(), { kind: 'list-models', pageToken: 'n=2' })?.url).toBe(
      'https://europe-west4-aiplatform.googleapis.com/v1beta1/publishers/google/models?pageToken=n%3D2',
    )
  })

  test('says under each field what is missing', () => {
    expect(() => chat({ projectId: '', location: ' ' }, 'g')).toThrow(
      /project ID.*Choose the location/s,
    )
    expect(() => chat({ location: 'evil.com/x' }, 'g')).toThrow(/as Google writes it/)
  })

  test('marks project and location in a built address', () => {
    const address = addressVertex(fields(), {
      kind: 'chat',
      dialect: 'google-generate',
      modelId: 'g',
      stream: false,
    })
    expect(address?.parts.filter((part) => part.added).map((part) => part.text)).toEqual([
      'europe-west4',
      'p1',
      'europe-west4',
    ])
  })
})

describe('express keys', () => {
  const express = { credentialKind: 'express-key', projectId: undefined, location: undefined }

  test('need no project and no location', () => {
    const root = 'https://aiplatform.googleapis.com/v1/publishers/google/models'
    expect(chat(express, 'gemini-2.5-flash')).toBe(`${root}/gemini-2.5-flash:generateContent`)
    expect(chat(express, 'models/gemini-x', 'google-generate', true)).toBe(
      `${root}/gemini-x:streamGenerateContent?alt=sse`,
    )
    expect(addressVertex(fields(express), { kind: 'list-models' })?.url).toBe(
      'https://aiplatform.googleapis.com/v1beta1/publishers/google/models',
    )
    expect(chat({ ...express, baseUrl: 'http://127.0.0.1:9/x' }, 'gemini-x')).toBe(
      'http://127.0.0.1:9/x/v1/publishers/google/models/gemini-x:generateContent',
    )
  })

  test('reach Gemini only, and say so', () => {
    for (const modelId of ['4711', 'publishers/meta/models/llama', 'projects/p/locations/l/x']) {
      expect(() => chat(express, modelId)).toThrow(/express API key/)
    }
    expect(() => chat(express, 'claude-x', 'anthropic-messages')).toThrow(/service account/)
  })
})
