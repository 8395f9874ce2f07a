import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  endpointSchema,
  type Endpoint,
  type GatewayAlias,
  type SecretName,
} from '@patchbay/provider-core/model'
import type { SetupPlan } from '../plan.ts'
import { forgottenMessage } from '../report.ts'
import { createBundle, type BundleSource } from './create-bundle.ts'
import { parseBundle } from './parse-bundle.ts'

const at = new Date('2026-11-21T12:00:00Z')

function endpoint(id: string, fields: Record<string, unknown>): Endpoint {
  return endpointSchema.parse({
    id,
    name: id,
    spec: 'openai-chat-completions',
    baseUrl: 'https://llm.example/v1',
    createdAt: at.toISOString(),
    updatedAt: at.toISOString(),
    ...fields,
  })
}

function planOf(value: unknown): SetupPlan {
  const parsed = parseBundle({ text: JSON.stringify(value) })
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.plan
}

const source: BundleSource = {
  endpoints: [
    endpoint('a', {
      savedSecrets: ['apiKey', 'header:x-token'],
      headers: { 'x-team': 'blue' },
      modelMapping: { 'gpt-5': 'five' },
      environment: { fields: { baseUrl: 'LLM_URL' }, secrets: { 'query:code': 'LLM_CODE' } },
    }),
    endpoint('b', { spec: 'azure', resourceName: 'res', baseUrl: undefined }),
    endpoint('demo', { embedded: 'demo' }),
  ],
  providers: {
    openai: { mode: 'custom-endpoint', endpointId: 'a', savedSecrets: [] },
    google: { mode: 'official', endpointId: 'b', savedSecrets: ['apiKey'] },
  },
  aliases: [
    {
      name: 'fast',
      targets: [
        { address: { endpointId: 'a', modelId: 'm' }, weight: 3 },
        { address: { endpointId: 'demo', modelId: 'd' }, weight: 1 },
      ],
      fallbacks: [{ providerId: 'openai', modelId: 'gpt-5' }],
      onContextOverflow: true,
    },
    {
      name: 'demo',
      targets: [{ address: { endpointId: 'demo', modelId: 'd' }, weight: 1 }],
      fallbacks: [],
      onContextOverflow: false,
    },
  ] satisfies GatewayAlias[],
}

describe('a bundle', () => {
  it('brings endpoints, modes, aliases and references back, and names the keys to enter', () => {
    const plan = planOf(createBundle(source, at))
    expect(plan.endpoints.map(({ key }) => key)).toEqual(['a', 'b'])
    expect(plan.endpoints[0]).toMatchObject({
      fields: {
        headers: { 'x-team': 'blue' },
        modelMapping: { 'gpt-5': 'five' },
        environment: { fields: { baseUrl: 'LLM_URL' }, secrets: {} },
      },
      secrets: { 'query:code': { kind: 'environment', variable: 'LLM_CODE' } },
      missing: ['apiKey', 'header:x-token'],
    })
    expect(plan.modes).toEqual({ openai: 'a' })
    expect(plan.aliases).toEqual([
      {
        name: 'fast',
        targets: [{ address: { endpoint: 'a', modelId: 'm' }, weight: 3 }],
        fallbacks: [{ providerId: 'openai', modelId: 'gpt-5' }],
        onContextOverflow: true,
      },
    ])
    expect(plan.report.filter((line) => line.outcome !== 'exact').map((line) => line.path)).toEqual(
      ['endpoints[0].secretNames[0]', 'endpoints[0].secretNames[1]'],
    )
  })

  it('holds values of secrets only when they are given, and brings them back', () => {
    const plain = createBundle(source, at)
    expect(plain).not.toHaveProperty('officialKeys')
    for (const entry of plain.endpoints) expect(entry).not.toHaveProperty('secrets')
    const bundle = createBundle(source, at, {
      endpoints: { a: { apiKey: 'sk-1', 'header:x-token': 't' } },
      official: { google: 'g-1' },
    })
    const plan = planOf(bundle)
    expect(plan.endpoints[0]?.missing).toEqual([])
    expect(plan.endpoints[0]?.secrets.apiKey).toEqual({ kind: 'value', value: 'sk-1' })
    expect(plan.officialKeys).toEqual({ google: { kind: 'value', value: 'g-1' } })
    expect(JSON.stringify(plan.report)).not.toContain('sk-1')
    expect(plan.report.every((line) => line.outcome === 'exact')).toBe(true)
  })

  it('of format 1 stays readable', () => {
    const plan = planOf({
      patchbay: 'bundle',
      format: 1,
      exportedAt: at.toISOString(),
      endpoints: [{ name: 'Old', spec: 'google', baseUrl: 'https://g.example', secretNames: [] }],
      providers: { google: 'Old' },
    })
    expect(plan.modes).toEqual({ google: 'Old' })
    expect(plan.endpoints[0]?.fields.spec).toBe('google')
  })

  it('comes back as it went, with whatever an endpoint can be told', () => {
    const text = fc.string({ minLength: 1, maxLength: 20 }).filter((value) => value.trim() !== '')
    const id = text.map((value) => value.trim())
    const names = fc.uniqueArray(
      fc.constantFrom<SecretName>('apiKey', 'clientSecret', 'header:x-token'),
    )
    const fields = fc.record({
      spec: fc.constantFrom('openai-chat-completions', 'anthropic', 'azure', 'custom-handler'),
      baseUrl: fc.webUrl(),
      modelMapping: fc.dictionary(id, id),
      models: fc.array(id),
      query: fc.dictionary(fc.constantFrom('a', 'b'), fc.string()),
      extraBody: fc.dictionary(id, fc.jsonValue()),
      supportsSystemMessage: fc.boolean(),
      retry: fc.record({ attempts: fc.integer({ min: 1, max: 10 }) }),
      savedSecrets: names,
    })
    fc.assert(
      fc.property(fc.array(fields, { maxLength: 4 }), (all) => {
        const endpoints = all.map((entry, index) => endpoint(`e${index}`, entry))
        const bundle = createBundle({ endpoints, providers: {}, aliases: [] }, at)
        const plan = planOf(bundle)
        const written = JSON.parse(JSON.stringify(bundle)) as typeof bundle
        for (const [index, planned] of plan.endpoints.entries()) {
          const { secretNames, ...expected } = written.endpoints[index] ?? { secretNames: [] }
          expect(JSON.parse(JSON.stringify(planned.fields))).toEqual(expected)
          expect(planned.missing).toEqual(secretNames)
        }
        expect(plan.report.filter((line) => line.outcome === 'unsupported')).toEqual([])
      }),
    )
  })

  it('takes what can be read and says what cannot', () => {
    const plan = planOf({
      patchbay: 'bundle',
      format: 2,
      exportedAt: 'x',
      endpoints: [
        {
          name: 'Good',
          spec: 'openai-chat-completions',
          timeouts: { connectMs: 1 },
          headers: { 'bad name': 'x', Authorization: 'Bearer sk-canary-9', 'x-a': '1' },
          models: ['m', '', 'n'],
          auth: { scheme: 'command', command: { program: 'rm' } },
          colour: 'blue',
          retry: { attempts: 3 },
        },
        { name: 'Bad', spec: 'nope' },
      ],
      providers: { openai: 'Nobody', nobody: 'Good' },
      extra: 1,
    })
    expect(plan.endpoints).toHaveLength(1)
    expect(plan.endpoints[0]).toMatchObject({
      fields: { headers: { 'x-a': '1' }, models: ['m', 'n'], retry: { attempts: 3 } },
      secrets: { 'header:authorization': { kind: 'value', value: 'Bearer sk-canary-9' } },
    })
    expect(plan.endpoints[0]?.fields.auth).toBeUndefined()
    expect(JSON.stringify(plan.report)).not.toContain('canary')
    const told = Object.fromEntries(plan.report.map((line) => [line.path, line.outcome] as const))
    expect(told).toMatchObject({
      'endpoints[0].timeouts.connectMs': 'by-hand',
      'endpoints[0].headers["bad name"]': 'by-hand',
      'endpoints[0].headers.x-a': 'exact',
      'endpoints[0].models[1]': 'by-hand',
      'endpoints[0].models[2]': 'exact',
      'endpoints[0].auth.command.program': 'by-hand',
      'endpoints[0].colour': 'unsupported',
      'endpoints[1].spec': 'by-hand',
      'providers.openai': 'by-hand',
      'providers.nobody': 'unsupported',
      extra: 'unsupported',
    })
    expect(plan.report.some((line) => line.message === forgottenMessage)).toBe(false)
  })

  it.each([
    ['not json', /line 1/],
    ['[]', /not a Patchbay bundle/],
    ['{"patchbay": "bundle", "format": 3}', /newer Patchbay/],
    [
      '{"patchbay": "bundle", "format": 1, "endpoints": [{"name": "a", "spec": "nope"}]}',
      /endpoints\[0\]\.spec: This must be one of/,
    ],
    ['['.repeat(100), /64 levels/],
  ])('is refused in words: %s', (text, message) => {
    expect(parseBundle({ text })).toMatchObject({
      ok: false,
      message: expect.stringMatching(message),
    })
  })

  it('that is sealed asks for its passphrase', () => {
    expect(parseBundle({ text: '{"patchbay":"sealed-bundle"}' })).toMatchObject({ sealed: true })
  })
})

describe('credentials in an extra body', () => {
  const body = { api_key: 'sk-canary', deep: [{ token: 'sk-canary' }], top_k: 5 }

  it('are in no bundle that is not sealed', () => {
    const bundle = createBundle({ ...source, endpoints: [endpoint('a', { extraBody: body })] }, at)
    expect(bundle.endpoints[0]?.extraBody).toEqual({ top_k: 5 })
  })

  it('are not taken among the settings, and are told', () => {
    const plan = planOf({
      patchbay: 'bundle',
      format: 2,
      endpoints: [{ name: 'a', spec: 'openai-chat-completions', extraBody: body }],
    })
    expect(plan.endpoints[0]?.fields.extraBody).toEqual({ top_k: 5 })
    expect(
      plan.report.filter(({ outcome }) => outcome === 'by-hand').map(({ path }) => path),
    ).toEqual(['endpoints[0].extraBody.api_key', 'endpoints[0].extraBody.deep[0].token'])
    expect(JSON.stringify(plan)).not.toContain('sk-canary')
  })
})

it('says which part of an alias cannot be read', () => {
  const alias = { name: 'fast', targets: [{ address: { endpoint: 'a', modelId: 'm' }, weight: 1 }] }
  const { report } = planOf({
    patchbay: 'bundle',
    format: 2,
    endpoints: [{ name: 'a', spec: 'openai-chat-completions' }],
    aliases: [{ ...alias, fallbacks: [], onContextOverflow: 'yes' }],
  })
  expect(report.find(({ path }) => path === 'aliases[0].name')?.message).toMatch(
    /^onContextOverflow: .*Add the alias by hand\.$/,
  )
})
