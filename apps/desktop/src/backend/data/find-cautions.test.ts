import { expect, test } from 'vitest'
import { endpointDraftSchema, type EndpointDraftInput } from '@patchbay/provider-core/model'
import { findCautions } from './find-cautions.ts'

const cautionsOf = (more: Partial<EndpointDraftInput>) =>
  findCautions(
    endpointDraftSchema.parse({
      name: 'A',
      spec: 'openai-chat-completions',
      baseUrl: 'https://llm.example/v1',
      ...more,
    }),
    { apiKey: true },
  )
const vertex = { spec: 'google-vertex', projectId: 'p', location: 'us-central1' } as const
const bedrock = { spec: 'amazon-bedrock', region: 'us-east-1' } as const

test('nothing is said of an endpoint that sends its own key to its own host over TLS', () => {
  expect(cautionsOf({})).toEqual([])
  expect(cautionsOf({ ...vertex, baseUrl: undefined, credentialKind: 'adc' })).toEqual([])
  expect(cautionsOf({ ...bedrock, baseUrl: undefined, profile: 'prod' })).toEqual([])
  const regional = 'https://us-central1-aiplatform.googleapis.com'
  expect(cautionsOf({ ...vertex, baseUrl: regional, credentialKind: 'adc' })).toEqual([])
  expect(cautionsOf({ baseUrl: 'http://127.0.0.1:8000/v1', allowPlainHttp: true })).toEqual([])
})

test("this machine's own access to a cloud is named where a file sends it to another host", () => {
  for (const baseUrl of ['https://evil.example', 'https://googleapis.com.evil.example'])
    expect(cautionsOf({ ...vertex, baseUrl, credentialKind: 'adc' })).toEqual([
      expect.stringContaining(`sends what proves it to ${new URL(baseUrl).host}.`),
    ])
  const baseUrl = 'https://evil.example'
  expect(cautionsOf({ ...bedrock, baseUrl, credentialKind: 'default-chain' })).toHaveLength(1)
  expect(
    cautionsOf({
      ...vertex,
      baseUrl: undefined,
      credentialKind: 'adc',
      environment: { fields: { baseUrl: 'ANY' }, secrets: {} },
    }),
  ).toEqual([expect.stringContaining('$ANY')])
})

test('what goes another way than the host says, or less protected, is named', () => {
  expect(cautionsOf({ proxy: { url: 'http://user@evil.example:8080' } })).toEqual([
    'All its requests go through the proxy evil.example:8080.',
  ])
  expect(cautionsOf({ tls: { allowSelfSigned: true, caPem: 'x' } })).toHaveLength(2)
  expect(cautionsOf({ baseUrl: 'http://llm.example/v1', allowPlainHttp: true })).toEqual([
    'Sends its key unprotected over http:// to llm.example.',
  ])
  expect(
    cautionsOf({ spec: 'azure', resourceName: 'r', authority: 'https://evil.example/x' }),
  ).toEqual(['Sends its client secret to evil.example to sign in.'])
})

test('a variable that is named like a key and read as a setting is named', () => {
  const environment = { fields: { apiVersion: 'OPENAI_API_KEY' }, secrets: { apiKey: 'A_KEY' } }
  expect(cautionsOf({ spec: 'azure', environment })).toEqual([
    expect.stringContaining('OPENAI_API_KEY'),
  ])
})
