import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endpointFieldsSchema, gatewayAliasSchema } from '@patchbay/provider-core/model'
import { formatPath, leafPaths } from '../leaf-paths.ts'
import type { SetupPlan } from '../plan.ts'
import { forgottenMessage } from '../report.ts'
import { parseLitellm } from './parse-litellm.ts'
import { readYaml } from './read-yaml.ts'

const folder = join(import.meta.dirname, 'samples')
const samples = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
const includes: Readonly<Record<string, string>> = { 'models/team-a.yaml': 'parts/team-a.yaml' }

function parse(text: string): SetupPlan {
  const parsed = parseLitellm({
    text,
    readInclude: (path) => (includes[path] === undefined ? undefined : read(includes[path])),
  })
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.plan
}

/** What a sample comes to, without what is the same for every endpoint. Secrets by where they come from. */
function summarize({ endpoints, aliases, modes, officialKeys, report }: SetupPlan): unknown {
  const usual = endpointFieldsSchema.parse({ name: 'x', spec: 'openai-chat-completions' })
  return JSON.parse(
    JSON.stringify({
      endpoints: endpoints.map(({ fields, secrets, missing }) => ({
        ...Object.fromEntries(
          Object.entries(fields).filter(
            ([key, value]) =>
              key === 'spec' ||
              JSON.stringify(value) !== JSON.stringify(usual[key as keyof typeof usual]),
          ),
        ),
        secrets: Object.fromEntries(
          Object.entries(secrets).map(([name, secret]) => [
            name,
            secret?.kind === 'environment' ? `$${secret.variable}` : 'value',
          ]),
        ),
        ...(missing.length === 0 ? {} : { missing }),
      })),
      aliases,
      modes,
      officialKeys,
      report: report.map(({ path, outcome, message, into }) =>
        [outcome, path, into ?? '', message ?? ''].join(' | '),
      ),
    }),
  )
}

describe.each(samples)('%s', (name) => {
  const text = read(name)

  test('comes to what is written beside it', () => {
    const expected: unknown = JSON.parse(read(name.replace('.yaml', '.report.json')))
    expect(summarize(parse(text))).toEqual(expected)
  })

  test('has every path in the report once, in its order', () => {
    const source = readYaml(text)
    const paths = source.ok ? leafPaths(source.value).map(formatPath) : []
    const own = parse(text).report.filter(({ path }) => !path.startsWith('models/'))
    expect(own.map(({ path }) => path)).toEqual(paths)
    expect(own.filter(({ message }) => message === forgottenMessage)).toEqual([])
  })
})

test('there is a sample for every report', () => {
  const reports = readdirSync(folder).filter((name) => name.endsWith('.report.json'))
  expect(reports.map((name) => name.replace('.report.json', '.yaml'))).toEqual(samples)
  expect(samples.length).toBeGreaterThanOrEqual(15)
})

describe('a file that cannot be read says what to do', () => {
  test.each([
    [
      'a key twice',
      'model_list:\n  - model_name: a\n    model_name: b\n',
      'Line 3 has a key that is already there',
    ],
    ['a tab', 'model_list:\n\t- model_name: a\n', 'Line 2'],
    ['two documents', 'model_list: []\n---\nmodel_list: []\n', 'several YAML documents'],
    ['an alias of nothing', 'model_list:\n  - model_name: *gone\n', '*'],
    ['an open quote', 'model_list: "a\n', 'Line'],
    ['a list', '- a\n- b\n', 'no list of settings'],
    ['plain text', 'hello there', 'no list of settings'],
    ['another YAML file', 'services: {web: {image: x}}', 'there is no model_list'],
    ['nothing', '', 'there is no model_list'],
    ['a binary file', 'model_list:\0', 'not a text file'],
    ['a knot', 'model_list: &a [*a]', 'deep'],
    ['a deep nest', `model_list: ${'['.repeat(5000)}${']'.repeat(5000)}`, 'deep'],
    ['a huge file', `# ${'x'.repeat(8_000_001)}`, 'too large'],
  ])('%s', (_, text, words) => {
    const parsed = parseLitellm({ text })
    expect(parsed.ok).toBe(false)
    expect(!parsed.ok && parsed.message).toContain(words)
  })
})

test('aliases of aliases do not grow without bounds', () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) =>
      `x${level}: &x${level} [${Array.from({ length: 9 }, () => (level === 0 ? 'a' : `*x${level - 1}`)).join(', ')}]`,
  )
  const parsed = parseLitellm({ text: `${levels.join('\n')}\nmodel_list: []\n` })
  expect(!parsed.ok && parsed.message).toContain('settings')
})

test('an object with very many keys is read, and a second one of a kind found', () => {
  const keys = Array.from({ length: 60_000 }, (_, index) => `  V_${index}: x\n`).join('')
  expect(parse(`environment_variables:\n${keys}`).report.length).toBe(60_000)
  const parsed = parseLitellm({ text: `environment_variables:\n${keys}  V_7: y\n` })
  expect(!parsed.ok && parsed.message).toContain('Line 60002')
})

const canary = 'CANARY'
const secret = fc.stringMatching(/^[A-Za-z0-9]{6}$/).map((text) => `${canary}${text}`)
const key = fc.oneof(
  fc.constantFrom(
    'model',
    'api_base',
    'api_version',
    'timeout',
    'weight',
    'order',
    'rpm',
    'temperature',
    'aws_region_name',
    'vertex_project',
    'extra_headers',
    'extra_body',
    'tags',
    'organization',
    'custom_llm_provider',
    'drop_params',
    'litellm_credential_name',
    'supports_system_message',
    'stop',
    'num_retries',
    'extra_query',
  ),
  fc.stringMatching(/^[a-z_]{1,8}$/),
)
const prefix = fc.constantFrom(
  'openai/',
  'azure/',
  'azure_ai/',
  'anthropic/',
  'bedrock/',
  'bedrock/invoke/',
  'vertex_ai/',
  'gemini/',
  'ollama/',
  'mine/',
  'replicate/',
  '',
)
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    'os.environ/NAME',
    'os.environ/APP_SECRET',
    'oidc/x',
    'on',
    '2024-10-21',
    'https://h.example/v1',
    'http://10.0.0.1',
    '*',
    'a',
  ),
)
const params = fc
  .tuple(
    prefix,
    fc.stringMatching(/^[a-z0-9.*-]{0,8}$/),
    fc.dictionary(key, value, { maxKeys: 5 }),
    fc.dictionary(
      fc.constantFrom(
        'api_key',
        'aws_secret_access_key',
        'client_secret',
        'azure_ad_token',
        'vertex_credentials',
        'my_secret',
        'x_token',
      ),
      secret,
      { maxKeys: 3 },
    ),
    fc.dictionary(fc.constantFrom('Authorization', 'X-Api-Key', 'cookie'), secret, { maxKeys: 2 }),
  )
  .map(([start, id, others, secrets, headers]) => ({
    model: start + id,
    ...others,
    ...secrets,
    headers,
  }))
const entry = fc.record(
  {
    model_name: fc.oneof(fc.constantFrom('a', 'b', '*', 'openai/*', 'a b'), value),
    litellm_params: fc.oneof({ weight: 9, arbitrary: params }, value),
    model_info: fc.oneof(fc.dictionary(key, value, { maxKeys: 2 }), value),
    extra: value,
  },
  { requiredKeys: [] },
)
const group = fc.constantFrom('a', 'b', 'c')
const config = fc.record(
  {
    model_list: fc.oneof({ weight: 9, arbitrary: fc.array(entry, { maxLength: 6 }) }, value),
    router_settings: fc.oneof(
      fc.record(
        {
          fallbacks: fc.array(fc.dictionary(group, fc.array(group))),
          model_group_alias: fc.dictionary(
            group,
            fc.oneof(group, fc.record({ model: group, hidden: fc.boolean() })),
          ),
          num_retries: value,
        },
        { requiredKeys: [] },
      ),
      value,
    ),
    litellm_settings: fc.oneof(
      fc.record(
        {
          context_window_fallbacks: fc.array(fc.dictionary(group, fc.array(group))),
          default_fallbacks: value,
          custom_provider_map: fc.constant([{ provider: 'mine', custom_handler: 'a.b' }]),
        },
        { requiredKeys: [] },
      ),
      value,
    ),
    general_settings: fc.oneof(fc.record({ master_key: secret, database_url: secret }), value),
    environment_variables: fc.oneof(
      fc.dictionary(fc.constantFrom('APP_SECRET', 'OPENAI_API_KEY', 'OTHER_TOKEN'), secret),
      value,
    ),
    credential_list: fc.oneof(
      fc.array(
        fc.record(
          {
            credential_name: group,
            credential_values: fc.record({ api_key: secret }),
            credential_info: value,
          },
          { requiredKeys: [] },
        ),
      ),
      value,
    ),
    other: value,
  },
  { requiredKeys: ['model_list'] },
)

test('of any config, every leaf is reported once, no secret is shown, and what is planned can be kept', () => {
  fc.assert(
    fc.property(config, (source) => {
      const text = JSON.stringify(source)
      const plan = parse(text)
      expect(plan.report.map(({ path }) => path)).toEqual(
        leafPaths(JSON.parse(text)).map(formatPath),
      )
      expect(plan.report.filter(({ message }) => message === forgottenMessage)).toEqual([])
      for (const { outcome, message } of plan.report)
        expect(message === undefined).toBe(outcome === 'exact')
      const shown = JSON.stringify([
        plan.report,
        plan.endpoints.map(({ key: name, fields }) => [name, fields]),
        plan.aliases,
        plan.modes,
      ])
      expect(shown).not.toContain(canary)
      const keys = new Set(plan.endpoints.map((endpoint) => endpoint.key))
      expect(keys.size).toBe(plan.endpoints.length)
      for (const { fields } of plan.endpoints)
        expect(endpointFieldsSchema.safeParse(fields).success).toBe(true)
      for (const alias of plan.aliases) {
        const here = (address: object): object => {
          if ('endpoint' in address) expect(keys).toContain(address.endpoint)
          return { endpointId: 'e', modelId: 'modelId' in address ? address.modelId : '' }
        }
        const kept = {
          ...alias,
          targets: alias.targets.map((target) => ({ ...target, address: here(target.address) })),
          fallbacks: alias.fallbacks.map(here),
        }
        expect(gatewayAliasSchema.safeParse(kept).success).toBe(true)
      }
      const names = plan.aliases.map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
    }),
    { numRuns: 400 },
  )
})

test('a mend of an unquoted star is told, and the value is the star', () => {
  const plan = parse(
    'model_list:\n  - model_name: a\n    litellm_params:\n      model: *\n      api_key: os.environ/K\n',
  )
  expect(plan.report.find(({ path }) => path.endsWith('.model'))?.outcome).toBe('approximate')
})

test('the JSON of a key file that cannot be used is not called a path', () => {
  const { report } = parse(
    `model_list:\n  - model_name: a\n    litellm_params: {model: vertex_ai/gemini-2.5-pro, vertex_project: p, vertex_credentials: '{"type": "other"}'}\n`,
  )
  const told = report.find(({ path }) => path.endsWith('vertex_credentials'))
  expect(told?.outcome).toBe('by-hand')
  expect(told?.message).not.toContain('path')
})
