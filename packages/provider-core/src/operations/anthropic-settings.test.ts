/** @file Versions and betas of Anthropic's format: headers on its own host, fields of the body on the clouds. */
import { describe, expect, test } from 'vitest'
import { readObject } from '../dialects/read-json.ts'
import type { ChatEvent } from '../model/chat-event.ts'
import type { ChatRequest } from '../model/chat-request.ts'
import type { EndpointFields } from '../model/endpoint.ts'
import { startStrictUpstream, type StrictUpstreamOptions } from '../testing/index.ts'
import { openEngine } from '../testing/open-engine.ts'
import { resolveExpectations } from '../testing/resolve-expectations.ts'
import { resolveAnthropicBetas, resolveAnthropicVersion } from './anthropic-settings.ts'
import { chat } from './chat.ts'
import { countTokens } from './count-tokens.ts'

const { signal } = new AbortController()
const route = { dialect: 'anthropic-messages', upstreamModelId: 'anthropic.claude-x' } as const
const request: ChatRequest = {
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
  maxOutputTokens: 20,
  temperature: 0.5,
  topP: 0.9,
  topK: 5,
}

/** One chat against a strict fake: what it saw, and what the caller is told. */
async function ask(
  options: StrictUpstreamOptions,
  own: Partial<EndpointFields>,
  headers: Record<string, string>,
) {
  await using upstream = await startStrictUpstream(options)
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations, own)
  const events: ChatEvent[] = []
  const call = { route, resolved, request, stream: true }
  for await (const event of chat(call, engine, { signal, headers })) events.push(event)
  expect(upstream.refusals).toEqual([])
  expect(events.at(-1)?.type).toBe('finish')
  const [start] = events
  const seen = upstream.requests.at(-1)
  return {
    headers: seen?.headers ?? {},
    body: readObject(seen?.body),
    warnings: start?.type === 'start' ? (start.warnings ?? []).map(({ code }) => code) : [],
  }
}

const clouds: [string, StrictUpstreamOptions, string][] = [
  ['Bedrock', { spec: 'amazon-bedrock' }, 'bedrock-2023-05-31'],
  ['Vertex', { spec: 'google-vertex' }, 'vertex-2023-10-16'],
]

describe.each(clouds)('%s', (_name, options, usualVersion) => {
  test('betas of the endpoint and of the call stand in the body, once each, and in no header', async () => {
    const { headers, body } = await ask(
      options,
      { headers: { 'Anthropic-Beta': 'context-1m-2025-08-07, files-api' } },
      { 'anthropic-beta': 'files-api,compact-2026-01-12' },
    )
    expect(body['anthropic_beta']).toEqual([
      'context-1m-2025-08-07',
      'files-api',
      'compact-2026-01-12',
    ])
    expect(body['anthropic_version']).toBe(usualVersion)
    expect(headers).not.toHaveProperty('anthropic-beta')
    expect(headers).not.toHaveProperty('anthropic-version')
  })

  test("the host's usual version is the cloud's own", async () => {
    const { body, warnings } = await ask(options, {}, { 'anthropic-version': '2023-06-01' })
    expect(body).toMatchObject({ anthropic_version: usualVersion, temperature: 0.5, top_k: 5 })
    expect(body).not.toHaveProperty('anthropic_beta')
    expect(warnings).toEqual([])
  })

  test('a newer version that a call names stands in the body and takes no sampling', async () => {
    const newer = { ...options, anthropicVersion: '2026-10-21' } as StrictUpstreamOptions
    const { headers, body, warnings } = await ask(newer, {}, { 'anthropic-version': '2026-10-21' })
    expect(body['anthropic_version']).toBe('2026-10-21')
    expect(headers).not.toHaveProperty('anthropic-version')
    for (const name of ['temperature', 'top_p', 'top_k']) expect(body).not.toHaveProperty(name)
    expect(warnings.toSorted()).toEqual([
      'temperature-left-out',
      'top-k-left-out',
      'top-p-left-out',
    ])
  })
})

describe("Anthropic's own host", () => {
  const newer = '2026-10-21'
  const cases: [string, Partial<EndpointFields>, Record<string, string>][] = [
    ['of the settings', { anthropicVersion: newer }, {}],
    ['of a header row', { headers: { 'Anthropic-Version': newer } }, {}],
    ['of the call', {}, { 'anthropic-version': newer }],
    [
      'of the call, over the settings',
      { anthropicVersion: '2023-06-01' },
      { 'anthropic-version': newer },
    ],
  ]

  test.each(cases)('the version %s is sent and takes no sampling', async (_where, own, headers) => {
    const options = { spec: 'anthropic', anthropicVersion: newer } as StrictUpstreamOptions
    const seen = await ask(options, own, headers)
    expect(seen.headers['anthropic-version']).toBe(newer)
    expect(seen.body).not.toHaveProperty('temperature')
    expect(seen.warnings).toHaveLength(3)
  })

  test('without one the usual version is sent, with sampling; betas stay a header', async () => {
    const own = { headers: { 'anthropic-beta': 'a' } }
    const seen = await ask({ spec: 'anthropic' }, own, { 'anthropic-beta': 'b, a' })
    expect(seen.headers).toMatchObject({
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'a,b',
    })
    expect(seen.body).toMatchObject({ temperature: 0.5, top_p: 0.9, top_k: 5 })
    expect(seen.body).not.toHaveProperty('anthropic_beta')
  })
})

test('a count of tokens on Vertex names the same betas and version', async () => {
  await using upstream = await startStrictUpstream({ spec: 'google-vertex' })
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations)
  const headers = { 'anthropic-beta': 'a' }
  const { inputTokens } = await countTokens({ route, resolved, request }, engine, {
    signal,
    headers,
  })
  expect(inputTokens).toBeGreaterThan(0)
  expect(upstream.refusals).toEqual([])
  expect(upstream.requests.at(-1)?.body).toMatchObject({
    anthropic_version: 'vertex-2023-10-16',
    anthropic_beta: ['a'],
  })
})

test('the nearest word counts: the call, the header row, the setting', () => {
  const endpoint = { headers: { 'Anthropic-Version': 'row' }, anthropicVersion: 'setting' }
  expect(resolveAnthropicVersion(endpoint, { 'ANTHROPIC-VERSION': ' call ' })).toBe('call')
  expect(resolveAnthropicVersion(endpoint)).toBe('row')
  expect(resolveAnthropicVersion({ ...endpoint, headers: {} })).toBe('setting')
  expect(resolveAnthropicVersion({ headers: {}, anthropicVersion: undefined })).toBeUndefined()
  expect(resolveAnthropicBetas({ headers: { 'anthropic-beta': ' , ' } })).toEqual([])
})
