import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../model/chat-event.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import { describeCredentials } from '../platforms/describe-credentials.ts'
import { getSpec } from '../specs/registry.ts'
import { startStrictUpstream, type StrictUpstreamOptions } from '../testing/index.ts'
import { openEngine } from '../testing/open-engine.ts'
import { resolveExpectations } from '../testing/resolve-expectations.ts'
import { chat } from './chat.ts'
import type { Engine } from './engine.ts'
import { listModels } from './list-models.ts'

const { signal } = new AbortController()
const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI' }
const entra = { tenantId: 'contoso.example', clientId: 'app-1', clientSecret: 'entra-secret-1' }

async function ask(
  resolved: ResolvedEndpoint,
  engine: Engine,
  modelId: string,
): Promise<ChatEvent[]> {
  const dialect = getSpec(resolved.endpoint.spec).resolveDialect(resolved.endpoint, modelId)
  const route = { dialect, upstreamModelId: modelId }
  const request = {
    messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }],
    maxOutputTokens: 20,
  }
  const events: ChatEvent[] = []
  for await (const event of chat({ route, resolved, request, stream: true }, engine, { signal }))
    events.push(event)
  return events
}

const cases: [
  name: string,
  options: StrictUpstreamOptions,
  modelId: string,
  path: string,
  overrides?: Parameters<typeof resolveExpectations>[1],
][] = [
  [
    'Azure, access token',
    { spec: 'azure', auth: { bearer: 'eyJ.static.1' } },
    'dep',
    '/openai/deployments/dep/chat/completions',
  ],
  [
    'Azure, Entra on the dated API',
    { spec: 'azure', auth: { entra } },
    'dep',
    '/openai/deployments/dep/chat/completions',
  ],
  [
    'Azure, Entra on the v1 API',
    { spec: 'azure', auth: { entra } },
    'dep',
    '/openai/v1/chat/completions',
    { apiVersion: undefined },
  ],
  [
    'Azure, Entra for Claude on Foundry',
    { spec: 'azure', auth: { entra } },
    'claude',
    '/anthropic/v1/messages',
    { dialect: 'anthropic-messages', apiVersion: undefined },
  ],
  [
    'Bedrock, OpenAI-compatible, keys',
    { spec: 'amazon-bedrock', api: 'openai', credentials: keys },
    'openai.gpt-oss-120b-1:0',
    '/openai/v1/chat/completions',
  ],
  [
    'Bedrock, OpenAI-compatible Responses, API key',
    { spec: 'amazon-bedrock', api: 'openai', credentials: { apiKey: 'bedrock-key-1' } },
    'openai.gpt-5.2',
    '/openai/v1/responses',
    { dialect: 'openai-responses' },
  ],
  [
    'Bedrock, Anthropic-compatible, keys',
    {
      spec: 'amazon-bedrock',
      api: 'anthropic',
      credentials: { ...keys, sessionToken: 'session==' },
    },
    'eu.anthropic.claude-sonnet-4-6',
    '/anthropic/v1/messages',
  ],
  [
    'Mantle, a model of its OpenAI route',
    { spec: 'amazon-bedrock', api: 'mantle', credentials: keys },
    'openai.gpt-5.2',
    '/openai/v1/chat/completions',
  ],
  [
    'Mantle, an open model',
    { spec: 'amazon-bedrock', api: 'mantle', credentials: { apiKey: 'bedrock-key-1' } },
    'openai.gpt-oss-120b',
    '/v1/chat/completions',
  ],
  [
    'Mantle, Claude',
    { spec: 'amazon-bedrock', api: 'mantle', credentials: keys },
    'anthropic.claude-opus-4-8',
    '/anthropic/v1/messages',
  ],
  [
    'Vertex, express key',
    { spec: 'google-vertex', auth: { expressKey: 'express-1' } },
    'gemini-x',
    '/v1/publishers/google/models/gemini-x:streamGenerateContent',
  ],
  [
    'Vertex, tuned endpoint',
    { spec: 'google-vertex' },
    '4711',
    '/v1/projects/fake-project/locations/us-central1/endpoints/4711:streamGenerateContent',
  ],
]

describe('a reply comes, and the strict fake refuses nothing', () => {
  test.each(cases)('%s', async (_name, options, modelId, path, overrides) => {
    await using upstream = await startStrictUpstream(options)
    await using engine = openEngine()
    const resolved = resolveExpectations(upstream.expectations, overrides)
    const events = await ask(resolved, engine, modelId)
    expect(upstream.refusals).toEqual([])
    expect(events.at(-1)?.type).toBe('finish')
    expect(upstream.requests.at(-1)?.path).toBe(path)
    if (modelId !== 'claude') {
      expect((await listModels(resolved, engine, { signal })).models.length).toBeGreaterThan(0)
      expect(upstream.refusals).toEqual([])
    }
  })
})

describe('what this machine has', () => {
  test('keys of an AWS profile sign, are loaded once, and anew when AWS calls them expired', async () => {
    await using upstream = await startStrictUpstream({
      spec: 'amazon-bedrock',
      credentials: { ...keys, sessionToken: 'session==' },
    })
    const asked: unknown[] = []
    const expiresAt = new Date(Date.now() + 3_600_000)
    await using engine = openEngine({
      loadAwsCredentials: (source) => {
        asked.push(source)
        return Promise.resolve({ ...keys, sessionToken: 'session==', expiresAt })
      },
    })
    const own = { credentialKind: 'profile', profile: 'work' }
    const resolved = resolveExpectations(upstream.expectations, own, {})
    const platform = engine.getPlatform('bedrock')
    expect(describeCredentials(resolved, platform, engine).expiry).toBe('unread')
    expect((await ask(resolved, engine, 'amazon.nova-x')).at(-1)?.type).toBe('finish')
    expect((await ask(resolved, engine, 'amazon.nova-x')).at(-1)?.type).toBe('finish')
    expect(upstream.refusals).toEqual([])
    expect(asked).toEqual([{ profile: 'work', chain: false }])
    expect(describeCredentials(resolved, platform, engine)).toMatchObject({
      source: 'aws-profile',
      expiry: 'known',
      expiresAt: expiresAt.toISOString(),
    })

    const refuse = (message: string) =>
      upstream.queueBehaviours({ kind: 'http-error', status: 403, message })
    refuse('You do not have access to the model with the specified model ID.')
    await ask(resolved, engine, 'amazon.nova-x')
    await ask(resolved, engine, 'amazon.nova-x')
    expect(asked).toHaveLength(1)
    refuse('The security token included in the request is expired')
    expect((await ask(resolved, engine, 'amazon.nova-x')).at(-1)?.type).toBe('error')
    expect((await ask(resolved, engine, 'amazon.nova-x')).at(-1)?.type).toBe('finish')
    expect(asked).toHaveLength(2)
  })

  test("a token of Google's default credentials goes out with the project that it is billed to", async () => {
    await using upstream = await startStrictUpstream({
      spec: 'google-vertex',
      auth: { accessToken: 'ya29.mine' },
    })
    await using engine = openEngine({
      loadGoogleToken: () =>
        Promise.resolve({ token: 'ya29.mine', expiresAt: undefined, quotaProject: 'billed' }),
    })
    const resolved = resolveExpectations(upstream.expectations)
    expect((await ask(resolved, engine, 'gemini-x')).at(-1)?.type).toBe('finish')
    expect(upstream.refusals).toEqual([])
    expect(upstream.requests[0]?.headers['x-goog-user-project']).toBe('billed')
  })

  test('nothing of it is used for typed keys, whatever the environment holds', async () => {
    await using upstream = await startStrictUpstream({
      spec: 'amazon-bedrock',
      credentials: keys,
      region: 'eu-central-1',
    })
    const others = {
      AWS_ACCESS_KEY_ID: 'AKIAOTHER',
      AWS_SECRET_ACCESS_KEY: 'other-secret',
      AWS_SESSION_TOKEN: 'other-session',
      AWS_REGION: 'us-west-2',
      AWS_PROFILE: 'other',
      AWS_BEARER_TOKEN_BEDROCK: 'other-bearer',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    }
    const before = Object.keys(others).map((name) => [name, process.env[name]] as const)
    Object.assign(process.env, others)
    try {
      await using engine = openEngine({
        loadAwsCredentials: () => Promise.reject(new Error('not to be asked')),
      })
      const resolved = resolveExpectations(upstream.expectations)
      expect((await ask(resolved, engine, 'amazon.nova-x')).at(-1)?.type).toBe('finish')
      expect((await listModels(resolved, engine, { signal })).models.length).toBeGreaterThan(0)
      expect(upstream.refusals).toEqual([])
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
    }
  })
})

test('an ARN of another region is warned of, and named when Bedrock does not know it', async () => {
  const arn = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-pro-v1:0'
  await using upstream = await startStrictUpstream({
    spec: 'amazon-bedrock',
    region: 'eu-central-1',
    credentials: keys,
  })
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations)
  const [start] = await ask(resolved, engine, arn)
  expect(start).toMatchObject({
    type: 'start',
    warnings: [{ code: 'model-elsewhere', message: expect.stringContaining('us-east-1') }],
  })
  upstream.queueBehaviours({ kind: 'http-error', status: 404, message: 'no such model' })
  const [error] = await ask(resolved, engine, arn)
  expect(error).toMatchObject({
    type: 'error',
    error: { status: 404, message: expect.stringMatching(/no such model.*us-east-1/s) },
  })
})

test('models that only an inference profile reaches are listed by that profile', async () => {
  await using upstream = await startStrictUpstream({
    spec: 'amazon-bedrock',
    models: ['amazon.nova-pro-v1:0', 'eu.anthropic.claude-sonnet-4-6'],
  })
  await using engine = openEngine()
  const { models } = await listModels(resolveExpectations(upstream.expectations), engine, {
    signal,
  })
  expect(models).toEqual(['eu.anthropic.claude-sonnet-4-6', 'amazon.nova-pro-v1:0'])
  const lists = upstream.requests.map(({ target }) => target).toSorted()
  expect(lists).toEqual([
    '/foundation-models',
    '/inference-profiles?maxResults=1000',
    '/inference-profiles?maxResults=1000&type=APPLICATION',
  ])
})
