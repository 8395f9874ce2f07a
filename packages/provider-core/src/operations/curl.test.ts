import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../model/chat-request.ts'
import type { SecretValues } from '../model/secret.ts'
import { getSpec } from '../specs/registry.ts'
import { openEngine } from '../testing/open-engine.ts'
import { resolveExpectations } from '../testing/resolve-expectations.ts'
import {
  startStrictUpstream,
  type StrictUpstream,
  type StrictUpstreamOptions,
} from '../testing/index.ts'
import { toCurl } from './curl.ts'

const run = promisify(execFile)
const request: ChatRequest = {
  messages: [
    { role: 'user', content: [{ type: 'text', text: `it's "$HOME" \`id\` \\ grün\n[1]{2}!` }] },
  ],
  maxOutputTokens: 50,
}

async function curlOf(
  upstream: StrictUpstream,
  model: string,
  secrets?: SecretValues,
  stream = true,
) {
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations, {}, secrets)
  const dialect = getSpec(resolved.endpoint.spec).resolveDialect(resolved.endpoint, model)
  return toCurl({ route: { dialect, upstreamModelId: model }, resolved, request, stream }, engine)
}

const direct: [string, StrictUpstreamOptions, string][] = [
  ['openai-chat-completions', { spec: 'openai-chat-completions' }, 'm1'],
  ['openai-responses', { spec: 'openai-responses' }, 'm1'],
  ['anthropic', { spec: 'anthropic' }, 'claude-v2'],
  ['google', { spec: 'google' }, 'gemini-x'],
  ['azure', { spec: 'azure' }, 'dep'],
  [
    'amazon-bedrock with an API key',
    { spec: 'amazon-bedrock', credentials: { apiKey: 'bedrock-key-77' } },
    'amazon.nova-v1:0',
  ],
]

describe('run by a shell, the command is taken by the strict fake', () => {
  for (const [name, options, model] of direct) {
    test(name, async () => {
      await using upstream = await startStrictUpstream(options)
      const key = upstream.expectations.secrets['apiKey'] ?? ''
      for (const stream of [true, false]) {
        const command = await curlOf(upstream, model, undefined, stream)
        expect(command).not.toContain(key)
        expect(command).toContain('$API_KEY')
        const { stdout } = await run('sh', ['-c', command], {
          env: { PATH: process.env['PATH'], API_KEY: key },
        })
        expect(stdout.length).toBeGreaterThan(10)
      }
      expect(upstream.refusals).toEqual([])
      expect(upstream.requests.filter((seen) => seen.model === model)).toHaveLength(2)
      expect(upstream.requests[0]?.bodyText).toContain('`id`')
    })
  }
})

test('secret headers and query values are variables of their own', async () => {
  await using upstream = await startStrictUpstream({
    spec: 'openai-chat-completions',
    headers: { 'x-corp-token': 'corp-secret-9' },
    query: { sig: 'query-secret-9' },
  })
  const secrets = {
    ...upstream.expectations.secrets,
    'header:x-corp-token': 'corp-secret-9',
    'query:sig': 'query-secret-9',
  } as const
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations, { headers: {}, query: {} }, secrets)
  const route = { dialect: 'openai-chat', upstreamModelId: 'm' } as const
  const command = await toCurl({ route, resolved, request, stream: false }, engine)
  for (const secret of Object.values(secrets)) expect(command).not.toContain(secret)
  expect(command).toContain('"$X_CORP_TOKEN"')
  expect(command).toContain(`sig='"$SIG"`)
  await run('sh', ['-c', command], {
    env: {
      PATH: process.env['PATH'],
      API_KEY: upstream.expectations.secrets['apiKey'],
      X_CORP_TOKEN: 'corp-secret-9',
      SIG: 'query-secret-9',
    },
  })
  expect(upstream.refusals).toEqual([])
})

test('Bedrock access keys are left to curl, Google OAuth to a token variable', async () => {
  await using bedrock = await startStrictUpstream({
    spec: 'amazon-bedrock',
    credentials: {
      accessKeyId: 'AKIAEXAMPLE',
      secretAccessKey: 'wJalr-secret',
      sessionToken: 'sess-9',
    },
  })
  const signed = await curlOf(bedrock, 'amazon.nova-pro')
  expect(signed).toMatch(/--aws-sigv4 aws:amz:[a-z0-9-]+:bedrock/)
  expect(signed).toContain('--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"')
  expect(signed).toContain('x-amz-security-token: \'"$AWS_SESSION_TOKEN"')
  for (const secret of ['AKIAEXAMPLE', 'wJalr-secret', 'sess-9'])
    expect(signed).not.toContain(secret)

  await run('sh', ['-c', signed], {
    env: {
      PATH: process.env['PATH'],
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalr-secret',
      AWS_SESSION_TOKEN: 'sess-9',
    },
  })
  expect(bedrock.refusals).toEqual([])

  await using vertex = await startStrictUpstream({ spec: 'google-vertex' })
  const token = await curlOf(vertex, 'gemini-x')
  expect(token).toContain('authorization: Bearer \'"$ACCESS_TOKEN"')
  expect(token).not.toContain('PRIVATE KEY')
})

test('a key pasted into the conversation is masked too', async () => {
  await using upstream = await startStrictUpstream({ spec: 'anthropic' })
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations)
  const key = resolved.secrets.apiKey ?? ''
  const leaky: ChatRequest = {
    messages: [{ role: 'user', content: [{ type: 'text', text: `my key is ${key}` }] }],
  }
  const route = { dialect: 'anthropic-messages', upstreamModelId: 'm' } as const
  expect(await toCurl({ route, resolved, request: leaky, stream: true }, engine)).not.toContain(key)
})
