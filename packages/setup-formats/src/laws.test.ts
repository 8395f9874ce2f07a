import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEnvironment } from './environment/parse-environment.ts'
import { formatPath, leafPaths } from './leaf-paths.ts'
import { parseSetup } from './parse-setup.ts'
import type { SetupFormat, SetupPlan } from './plan.ts'
import { forgottenMessage } from './report.ts'

const canary = 'canary-0123456789'

/** Keys of each format, and where its parts begin. */
const words = {
  librechat: {
    keys: 'name apiKey baseURL provider models default fetch headers Authorization x-team addParams dropParams groups group instanceName version deploymentName serverless additionalHeaders directEndpoint titleModel openAI custom azureOpenAI',
    wrap: (value: unknown) => ({
      endpoints: { custom: [value, value], azureOpenAI: { groups: [value] }, openAI: value },
    }),
  },
  opencode: {
    keys: 'npm name options baseURL apiKey headers Authorization x-team models id limit env api timeout chunkTimeout region profile project location resourceName apiVersion interleaved field provider',
    wrap: (value: unknown) => ({
      provider: { vllm: value, openai: value, azure: value, 'amazon-bedrock': value },
    }),
  },
  vscode: {
    keys: 'name vendor apiKey apiType url models id requestHeaders Authorization x-team modelOptions temperature toolCalling settings',
    wrap: (value: unknown) => [
      value,
      { vendor: 'customendpoint', ...Object(value) },
      { vendor: 'azure', ...Object(value) },
    ],
  },
  bundle: {
    keys: 'name spec baseUrl modelMapping headers Authorization x-team query models timeouts connectMs retry attempts environment fields secrets apiKey secretNames auth scheme targets address endpoint modelId weight fallbacks',
    wrap: (value: unknown) => ({
      patchbay: 'bundle',
      format: 2,
      endpoints: [{ name: 'first', spec: 'google', ...Object(value) }, value],
      providers: value,
      aliases: [value],
      officialKeys: { openai: value },
      more: value,
    }),
  },
} as const

const scalars = fc.constantFrom<unknown>(
  'https://llm.example/v1',
  'https://llm.example/openai/deployments/d/chat/completions?api-version=2024-10-21',
  'https://user@llm.example/v1',
  'https://llm.example/v1?sig=',
  'not a url',
  '',
  'anthropic',
  'customendpoint',
  '@ai-sdk/anthropic',
  '@ai-sdk/openai-compatible',
  '2024-10-21',
  '${NAME}',
  '{env:NAME}',
  '${input:x}',
  `a ${'x'.repeat(100)}`,
  0,
  70_000,
  true,
  false,
  null,
)

/** A file of the format, as wrong as can be, with a canary wherever a secret stands. */
function arbitraryFile(keys: string) {
  const key = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...keys.split(' ')) },
    { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
  )
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', maxDepth: 5 },
      { weight: 3, arbitrary: scalars },
      { weight: 4, arbitrary: fc.dictionary(key, tie('tree'), { maxKeys: 8 }) },
      { weight: 1, arbitrary: fc.array(tie('tree'), { maxLength: 3 }) },
    ),
  }))
  return fc.dictionary(key, tree, { minKeys: 2, maxKeys: 12 }).map((value) => plant(value))
}

function plant(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return plantText(value, key)
  if (Array.isArray(value)) return value.map((item: unknown) => plant(item))
  // A model may be named like a secret; what it is mapped to is none.
  if (typeof value !== 'object' || value === null || key === 'modelMapping') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, plant(inner, name)]),
  )
}

function plantText(value: string, key: string): string {
  if (isSecret(key) && value !== '' && !value.startsWith('$')) return canary
  return isUrl(key)
    ? value.replace(/user@/, `user:${canary}@`).replace(/sig=$/, `sig=${canary}`)
    : value
}

const isSecret = (key: string) => /^(apiKey|Authorization)$|KEY|TOKEN|SECRET/.test(key)
const isUrl = (key: string) => /^(baseURL|baseUrl|url|api)$|_BASE|_URL$/.test(key)

function check(plan: SetupPlan): void {
  expect(plan.report.filter((line) => line.message === forgottenMessage)).toEqual([])
  const shown = JSON.stringify([
    plan.endpoints.map(({ fields }) => fields),
    plan.report,
    plan.aliases,
    plan.modes,
  ])
  expect(shown).not.toContain(canary)
}

describe.each(Object.entries(words))('any file of the format %s', (format, { keys, wrap }) => {
  it('is reported leaf by leaf, and keeps its secrets to itself', () => {
    fc.assert(
      fc.property(arbitraryFile(keys), (content) => {
        const file: unknown = JSON.parse(JSON.stringify(wrap(content)))
        const parsed = parseSetup({ text: JSON.stringify(file), format: format as SetupFormat })
        if (!parsed.ok) {
          expect(parsed.message).not.toContain(canary)
          return
        }
        check(parsed.plan)
        expect(parsed.plan.report.map((line) => line.path)).toEqual(leafPaths(file).map(formatPath))
      }),
      { numRuns: 300 },
    )
  })
})

const variables = (
  'OPENAI_API_KEY OPENAI_BASE_URL OPENAI_API_BASE OPENAI_ORGANIZATION OPENAI_MODEL ANTHROPIC_API_KEY ANTHROPIC_AUTH_TOKEN ANTHROPIC_BASE_URL ANTHROPIC_CUSTOM_HEADERS ' +
  'AZURE_API_BASE AZURE_API_KEY AZURE_API_VERSION AZURE_TENANT_ID AZURE_CLIENT_ID AZURE_CLIENT_SECRET AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_REGION AWS_PROFILE AWS_BEARER_TOKEN_BEDROCK ' +
  'GEMINI_API_KEY GEMINI_API_BASE VERTEXAI_PROJECT VERTEXAI_LOCATION GOOGLE_APPLICATION_CREDENTIALS GOOGLE_CLOUD_PROJECT OLLAMA_HOST MISTRAL_API_KEY MISTRAL_API_BASE OPENROUTER_API_KEY HOSTED_VLLM_API_BASE OTHER'
).split(' ')

const arbitraryVariables = fc
  .dictionary(fc.constantFrom(...variables), scalars.map(String))
  .map((values) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, plantText(value, name)]),
    ),
  )
  .filter((values) => Object.keys(values).length > 0)

describe('any variables', () => {
  it('of a file are each told once, and secrets stay out of sight', () => {
    fc.assert(
      fc.property(arbitraryVariables, (values) => {
        const text = Object.entries(values)
          .map(([name, value]) => `${name}='${value}'`)
          .join('\n')
        const parsed = parseSetup({ text, format: 'environment' })
        if (!parsed.ok) throw new Error(parsed.message)
        check(parsed.plan)
        expect(parsed.plan.report.map((line) => line.path)).toEqual(Object.keys(values))
      }),
      { numRuns: 500 },
    )
  })

  it('that are exported stay references wherever they are secret', () => {
    fc.assert(
      fc.property(arbitraryVariables, (values) => {
        const parsed = parseEnvironment(values)
        expect(JSON.stringify(parsed)).not.toContain(canary)
      }),
      { numRuns: 500 },
    )
  })
})
