import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  endpointSchema,
  gatewayAliasSchema,
  providerSettingsSchema,
  type Endpoint,
  type EndpointFields,
  type GatewayAlias,
  type SecretName,
} from '@patchbay/provider-core/model'
import { describeAddress } from '@patchbay/provider-core/specs'
import type { PlannedAlias, PlannedEndpoint, PlannedTarget } from '../plan.ts'
import { exportLitellm } from './export-litellm.ts'
import type { ExportableSetup } from './exported.ts'
import { parseLitellm } from './parse-litellm.ts'

const stamp = '2026-01-01T00:00:00.000Z'
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
const modelId = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9.:-]{0,12}$/),
  fc.constantFrom(
    'facebook/opt-125m',
    'on',
    '2024-10-21',
    '1_000',
    'null',
    'claude-sonnet-5-5',
    'a b',
    'ä:ö',
  ),
)
const path = fc.constantFrom('', '/v1', '/team-a/v1', '/proxy')
const host = word.map((name) => `https://${name}.corp.example`)
const variable = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/)
const optional = <Value>(value: fc.Arbitrary<Value>) =>
  fc.option(value, { nil: undefined, freq: 2 })

const common = fc.record({
  models: fc.uniqueArray(modelId, { maxLength: 3 }),
  modelMapping: fc.dictionary(modelId, modelId, { maxKeys: 2 }),
  headers: fc.dictionary(
    fc.constantFrom('x-team', 'x-on', 'x-date'),
    fc.constantFrom('a', 'on', '2024-10-21', ''),
    { maxKeys: 2 },
  ),
  timeouts: fc.record(
    {
      connectMs: fc.integer({ min: 100, max: 9000 }),
      firstByteMs: fc.integer({ min: 100, max: 3_600_000 }),
      idleMs: fc.integer({ min: 100, max: 90_000 }),
    },
    { requiredKeys: [] },
  ),
  supportsSystemMessage: fc.boolean(),
  retry: optional(
    fc.record({
      attempts: fc.integer({ min: 1, max: 10 }),
      maxDelayMs: fc.constantFrom(10_000, 500),
    }),
  ),
  allowPlainHttp: fc.boolean(),
  compat: optional(fc.constant({ developerRole: true })),
  tls: optional(fc.constant({ allowSelfSigned: true })),
})

const json = fc
  .jsonValue({ maxDepth: 2 })
  .map((value): unknown => JSON.parse(JSON.stringify(value)))
  .filter(
    (value) => !/secret|key|token|code|sig|auth|password|__proto__/i.test(JSON.stringify(value)),
  )
const extraBody = fc.dictionary(
  fc.constantFrom('temperature', 'chat_template_kwargs', 'model', 'weight', 'api_key'),
  json,
  { maxKeys: 2 },
)
const saved = (...names: SecretName[]) => fc.subarray(names)

const bySpec = fc.oneof(
  fc.record({
    spec: fc.constantFrom('openai-chat-completions', 'openai-responses'),
    baseUrl: fc.tuple(host, path).map((parts) => parts.join('')),
    query: fc.dictionary(fc.constantFrom('tenant', 'v'), word, { maxKeys: 1 }),
    extraBody,
    savedSecrets: saved('apiKey', 'header:X-Api-Key'),
  }),
  fc.record({
    spec: fc.constant('openai-chat-completions'),
    environment: fc.record({
      fields: fc.record({ baseUrl: variable }),
      secrets: fc.record({ apiKey: variable }, { requiredKeys: [] }),
    }),
  }),
  fc.record({
    spec: fc.constant('anthropic'),
    baseUrl: fc.tuple(host, path).map((parts) => parts.join('')),
    anthropicVersion: optional(fc.constant('2023-06-01')),
    extraBody: fc.dictionary(
      fc.constantFrom('temperature', 'top_k', 'thinking'),
      fc.integer({ min: 0, max: 5 }),
      { maxKeys: 2 },
    ),
    savedSecrets: saved('apiKey'),
  }),
  fc.record({
    spec: fc.constant('google'),
    baseUrl: fc.oneof(
      fc.constant('https://generativelanguage.googleapis.com'),
      host.map((name) => `${name}/v1beta`),
      host,
    ),
    savedSecrets: fc.constant(['apiKey']),
  }),
  fc.record({
    spec: fc.constant('azure'),
    resourceName: word,
    apiVersion: optional(fc.constantFrom('2024-10-21', 'v1', '2025-04-01-preview')),
    dialect: optional(fc.constantFrom('openai-chat', 'openai-responses', 'anthropic-messages')),
    savedSecrets: fc.constantFrom(['apiKey'], ['bearerToken']),
    extraBody,
  }),
  fc.record({
    spec: fc.constant('azure'),
    baseUrl: fc
      .tuple(host, fc.constantFrom('', '/azure', '/openai/v1', '/openai'))
      .map((parts) => parts.join('')),
    apiVersion: fc.constantFrom('2024-10-21', 'preview'),
    tenantId: fc.constant('contoso.example'),
    clientId: fc.uuid(),
    savedSecrets: fc.constant(['clientSecret']),
  }),
  fc.record({
    spec: fc.constant('amazon-bedrock'),
    region: fc.constantFrom('eu-central-1', 'us-gov-west-1'),
    baseUrl: optional(host),
    dialect: optional(fc.constantFrom('bedrock-converse', 'anthropic-messages')),
    savedSecrets: fc.constantFrom(
      ['accessKeyId', 'secretAccessKey'],
      ['accessKeyId', 'secretAccessKey', 'sessionToken'],
      ['apiKey'],
    ),
    fips: optional(fc.constant(true)),
    extraBody: fc.dictionary(fc.constantFrom('temperature'), json, { maxKeys: 1 }),
  }),
  fc.record({
    spec: fc.constant('amazon-bedrock'),
    region: fc.constant('eu-central-1'),
    profile: word,
  }),
  fc.record({
    spec: fc.constant('amazon-bedrock'),
    region: fc.constant('eu-central-1'),
    credentialKind: fc.constant('default-chain'),
  }),
  fc.record({
    spec: fc.constant('google-vertex'),
    projectId: word,
    location: fc.constantFrom('global', 'europe-west4'),
    dialect: optional(fc.constantFrom('openai-chat', 'google-generate')),
    savedSecrets: fc.constant(['googleCredentials']),
  }),
  fc.record({
    spec: fc.constant('google-vertex'),
    projectId: word,
    location: fc.constant('global'),
    credentialKind: fc.constant('adc'),
  }),
  fc.record({
    spec: fc.constant('custom-handler'),
    handler: fc.constant({ file: '/home/a/handler.ts' }),
  }),
)

const endpoints = fc
  .uniqueArray(
    fc.tuple(
      fc
        .string({ minLength: 1, maxLength: 80, unit: 'grapheme' })
        .map((name) => name.trim())
        .filter((name) => name !== '' && name.length <= 80),
      bySpec,
      common,
    ),
    {
      maxLength: 4,
      selector: ([name]) => name.toLowerCase(),
    },
  )
  .map((drafts) =>
    drafts.map(([name, fields, shared], index) =>
      endpointSchema.parse({
        ...shared,
        ...fields,
        name,
        id: `e${index}`,
        createdAt: stamp,
        updatedAt: stamp,
      }),
    ),
  )

const address = fc.oneof(
  fc.record({ endpointId: fc.constantFrom('e0', 'e1', 'e2', 'gone'), modelId }),
  fc.record({ providerId: fc.constantFrom('openai', 'anthropic', 'groq'), modelId }),
)
const same = (one: object): string => JSON.stringify(one)
const aliases = fc.uniqueArray(
  fc
    .record({
      name: fc.stringMatching(/^[a-z][a-z0-9.-]{0,9}$/),
      targets: fc.uniqueArray(fc.record({ address, weight: fc.constantFrom(0, 1, 2.5, 1000) }), {
        minLength: 1,
        maxLength: 3,
        selector: (target) => same(target.address),
      }),
      fallbacks: fc.uniqueArray(address, { maxLength: 3, selector: same }),
      onContextOverflow: fc.boolean(),
    })
    .map((alias) => gatewayAliasSchema.parse(alias)),
  { maxLength: 3, selector: ({ name }) => name },
)

const setups: fc.Arbitrary<ExportableSetup> = fc.record({
  endpoints,
  aliases,
  providers: fc.dictionary(
    fc.constantFrom('openai', 'anthropic', 'groq'),
    fc
      .oneof(
        fc.record({
          mode: fc.constant('custom-endpoint'),
          endpointId: fc.constantFrom('e0', 'e1'),
        }),
        fc.record({ mode: fc.constant('official'), savedSecrets: fc.constantFrom([], ['apiKey']) }),
      )
      .map((settings) => providerSettingsSchema.parse(settings)),
  ),
})

function importBack(setup: ExportableSetup) {
  const exported = exportLitellm(setup)
  const parsed = parseLitellm({ text: exported.text })
  if (!parsed.ok) throw new Error(parsed.message)
  return { exported, plan: parsed.plan }
}

/** What of an endpoint an import has to give back: everything but what the report lists. */
function comparable(
  fields: Record<string, unknown>,
  listed: ReadonlySet<string>,
): Record<string, unknown> {
  const kept = Object.entries(fields).filter(
    ([key, value]) =>
      value !== undefined &&
      !listed.has(key) &&
      !ownOfEndpoint.has(key) &&
      JSON.stringify(value) !== '{}',
  )
  return Object.fromEntries(
    kept
      .map(([key, value]) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return [key, value]
        return [
          key,
          Object.fromEntries(
            Object.entries(value).filter(([inner]) => !listed.has(`${key}.${inner}`)),
          ),
        ]
      })
      .filter(([, value]) => JSON.stringify(value) !== '{}'),
  )
}

const ownOfEndpoint = new Set([
  'id',
  'savedSecrets',
  'createdAt',
  'updatedAt',
  'lastCheck',
  'environment',
  'handler',
])

function listedFields(report: readonly { path: string }[], name: string): Set<string> {
  const prefix = `${name}: `
  return new Set(
    report.flatMap(({ path: at }) => (at.startsWith(prefix) ? [at.slice(prefix.length)] : [])),
  )
}

function isLeftOut(report: readonly { path: string; message?: string }[], name: string): boolean {
  return report.some(
    ({ path: at, message = '' }) =>
      at.startsWith(`${name}: `) && message.includes('Its models are left out'),
  )
}

function expectSameEndpoint(
  endpoint: Endpoint,
  planned: PlannedEndpoint | undefined,
  listed: ReadonlySet<string>,
): void {
  expect(planned).toBeDefined()
  if (planned === undefined) return
  const back = comparable(planned.fields, listed)
  expect(back).toEqual(comparable(endpoint, listed))
  if (
    endpoint.environment?.fields.baseUrl === undefined &&
    endpoint.baseUrl !== undefined &&
    !listed.has('apiVersion') &&
    !listed.has('dialect')
  )
    expect(urlsOf(planned.fields)).toEqual(urlsOf(endpoint))
  expect(planned.fields.environment?.fields ?? {}).toEqual(endpoint.environment?.fields ?? {})
  expect(Object.keys(planned.secrets).toSorted()).toEqual(
    [...endpoint.savedSecrets, ...Object.keys(endpoint.environment?.secrets ?? {})].toSorted(),
  )
  for (const secret of Object.values(planned.secrets)) expect(secret?.kind).toBe('environment')
}

function urlsOf(fields: EndpointFields): string[] {
  const described = describeAddress({ ...fields, query: {} })
  return described.ok ? described.rows.map(({ url }) => url) : []
}

test('an endpoint that is exported and imported is the same but for what the report lists', () => {
  fc.assert(
    fc.property(endpoints, (list) => {
      const { exported, plan } = importBack({ endpoints: list, aliases: [], providers: {} })
      for (const endpoint of list) {
        const planned = plan.endpoints.find(({ fields }) => fields.name === endpoint.name)
        if (isLeftOut(exported.report, endpoint.name)) expect(planned).toBeUndefined()
        else expectSameEndpoint(endpoint, planned, listedFields(exported.report, endpoint.name))
      }
      expect(plan.endpoints.length).toBe(
        list.filter(({ name }) => !isLeftOut(exported.report, name)).length,
      )
      expect(plan.aliases).toEqual([])
    }),
  )
})

test('aliases, modes and official keys come back', () => {
  fc.assert(
    fc.property(setups, (setup) => {
      const { exported, plan } = importBack(setup)
      const keys = new Map(setup.endpoints.map(({ id, name }) => [id, name]))
      const here = new Set(plan.endpoints.map(({ key }) => key))
      for (const alias of setup.aliases) {
        const listed = listedFields(exported.report, `Alias ${alias.name}`)
        const expected = expectedAlias(alias, listed, keys)
        const back = plan.aliases.find(({ name }) => name === alias.name)
        if (expected.targets.length === 0) expect(back).toBeUndefined()
        else expect(back).toEqual(expected)
      }
      for (const [provider, { mode, endpointId, savedSecrets }] of Object.entries(
        setup.providers,
      )) {
        const key = keys.get(endpointId ?? '') ?? ''
        if (mode === 'custom-endpoint' && here.has(key)) expect(plan.modes[provider]).toBe(key)
        else expect(plan.modes[provider]).toBeUndefined()
        expect(plan.officialKeys[provider] !== undefined).toBe(
          mode === 'official' && savedSecrets.length > 0,
        )
      }
    }),
  )
})

function expectedAlias(
  alias: GatewayAlias,
  listed: ReadonlySet<string>,
  keys: ReadonlyMap<string, string>,
): PlannedAlias {
  const toTarget = (at: GatewayAlias['fallbacks'][number]): PlannedTarget =>
    'endpointId' in at ? { endpoint: keys.get(at.endpointId) ?? '', modelId: at.modelId } : at
  const targets = alias.targets
    .filter((_, index) => !listed.has(`targets.${index}`))
    .map((target) => ({ address: toTarget(target.address), weight: target.weight }))
  return {
    name: alias.name,
    targets,
    fallbacks: alias.fallbacks
      .filter((_, index) => !listed.has(`fallbacks.${index}`))
      .map(toTarget),
    onContextOverflow: alias.onContextOverflow && !listed.has('onContextOverflow'),
  }
}
