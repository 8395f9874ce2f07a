import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalogueProviderSchema } from '../model/catalogue.ts'
import {
  catalogue,
  findModel,
  findModelAnywhere,
  findProvider,
  isPlausiblePlatformId,
  nearestModelIds,
} from './catalogue.ts'

const require = createRequire(import.meta.url)

/** The text of a file in an installed package, also one that the package's exports do not name. */
function declarations(packageName: string, path: string): string {
  const entry = require.resolve(packageName)
  const marker = join('node_modules', packageName)
  const root = entry.slice(0, entry.lastIndexOf(marker) + marker.length)
  return readFileSync(join(root, path), 'utf8')
}

/** The quoted members of a union type, such as `export type Model = 'a' | 'b';`. */
function unionMembers(source: string, typeName: string): string[] {
  const union = new RegExp(`type ${typeName} =([^;]*);`).exec(source)?.[1] ?? ''
  return [...union.matchAll(/['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '')
}

function idsOf(providerId: string, kind?: string): string[] {
  const models = findProvider(providerId)?.models ?? []
  return models.filter((model) => !kind || model.kind === kind).map((model) => model.id)
}

describe('the catalogue', () => {
  test.each(catalogue.map((provider) => [provider.id, provider] as const))(
    '%s keeps to the schema, strictly',
    (_id, provider) => {
      expect(catalogueProviderSchema.parse(provider)).toEqual(provider)
    },
  )

  test('has at least 60 chat models over at least 8 vendors', () => {
    const chatModels = catalogue.map(({ models }) => models.filter(({ kind }) => kind === 'chat'))
    expect(chatModels.flat().length).toBeGreaterThanOrEqual(60)
    expect(chatModels.filter((models) => models.length > 0).length).toBeGreaterThanOrEqual(8)
  })

  test('names every provider, and every model of a provider, once', () => {
    const providerIds = catalogue.map(({ id }) => id)
    expect(new Set(providerIds).size).toBe(providerIds.length)
    for (const { models } of catalogue) {
      const ids = models.map(({ id }) => id)
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
      const names = models.map(({ name }) => name)
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    }
  })

  test('gives base URLs without an operation path, a query or a trailing slash', () => {
    for (const { baseUrl } of catalogue) {
      expect(baseUrl).toMatch(/^https:\/\/[a-z0-9.-]+(?:\/[a-z0-9-]+)*$/)
      expect(baseUrl).not.toMatch(/\/(?:chat|completions|responses|messages|models)$/)
    }
  })

  test('holds only platform ids that can be valid on their platform, and those without a geo', () => {
    const models = catalogue.flatMap((provider) => provider.models)
    const bedrock = models.flatMap(({ platformIds }) => platformIds?.['amazon-bedrock'] ?? [])
    const vertex = models.flatMap(({ platformIds }) => platformIds?.['google-vertex'] ?? [])
    expect(bedrock.filter((id) => !isPlausiblePlatformId('amazon-bedrock', id))).toEqual([])
    expect(vertex.filter((id) => !isPlausiblePlatformId('google-vertex', id))).toEqual([])
    expect(bedrock.filter((id) => /^(?:us|eu|jp|au|in|ca|apac|global)\./.test(id))).toEqual([])
  })

  test('names inference profiles only for models that are on Bedrock', () => {
    const models = catalogue.flatMap((provider) => provider.models)
    const profiled = models.filter(({ geoProfiles }) => geoProfiles !== undefined)
    expect(profiled.length).toBeGreaterThan(0)
    expect(profiled.filter(({ platformIds }) => !platformIds?.['amazon-bedrock'])).toEqual([])
  })
})

describe("ids are those of the vendors' declarations", () => {
  test('Anthropic', () => {
    const declared = unionMembers(
      declarations('@anthropic-ai/sdk', 'resources/messages/messages.d.ts'),
      'Model',
    )
    expect(declared).toContain('claude-sonnet-4-6')
    expect(idsOf('anthropic').filter((id) => !declared.includes(id))).toEqual([])
  })

  test('OpenAI, chat', () => {
    const shared = declarations('openai', 'resources/shared.d.ts')
    const declared = [...unionMembers(shared, 'ChatModel'), ...unionMembers(shared, 'AllModels')]
    expect(declared.length).toBeGreaterThan(50)
    expect(idsOf('openai', 'chat').filter((id) => !declared.includes(id))).toEqual([])
  })

  test('OpenAI, embeddings and images', () => {
    const embedding = unionMembers(
      declarations('openai', 'resources/embeddings.d.ts'),
      'EmbeddingModel',
    )
    const image = unionMembers(declarations('openai', 'resources/images.d.ts'), 'ImageModel')
    expect(idsOf('openai', 'embedding').filter((id) => !embedding.includes(id))).toEqual([])
    expect(idsOf('openai', 'image').filter((id) => !image.includes(id))).toEqual([])
  })

  test('OpenAI, none past its announced shutdown', () => {
    const deprecated = deprecatedBefore(
      declarations('openai', 'resources/shared.d.ts'),
      '2026-11-21',
    )
    expect(deprecated).toContain('gpt-4-turbo')
    expect(idsOf('openai').filter((id) => deprecated.includes(id))).toEqual([])
  })

  test('Google, chat and images', () => {
    const declared = unionMembers(declarations('@google/genai', 'dist/genai.d.ts'), 'Model_2')
    expect(declared).toContain('gemini-3.8-flash')
    const listed = [...idsOf('google', 'chat'), ...idsOf('google', 'image')]
    expect(listed.filter((id) => !declared.includes(id))).toEqual([])
  })
})

/** Ids in the "Deprecated values" comment of openai's declarations with a shutdown before `day`. */
function deprecatedBefore(source: string, day: string): string[] {
  const comment = /Deprecated values:([\s\S]*?)\*\/\s*export type ChatModel/.exec(source)?.[1] ?? ''
  const text = comment.replaceAll(/\s*\*\s*/g, ' ')
  return [...text.matchAll(/((?:"[^"]+",?\s*)+):\s*Announced\s+shutdown\s+date:\s*([\d-]+)/g)]
    .filter(([, , date = '']) => date < day)
    .flatMap(([, ids = '']) => [...ids.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? ''))
}

describe('looking up', () => {
  test('finds a provider and a model by their exact ids only', () => {
    expect(findProvider('anthropic')?.spec).toBe('anthropic')
    expect(findProvider('Anthropic')).toBeUndefined()
    expect(findModel('anthropic', 'claude-sonnet-4-6')?.name).toBe('Claude Sonnet 4.6')
    expect(findModel('openai', 'claude-sonnet-4-6')).toBeUndefined()
    expect(findModel('nobody', 'claude-sonnet-4-6')).toBeUndefined()
  })

  test('finds a model without its provider', () => {
    expect(findModelAnywhere('deepseek-v4-pro')?.provider.id).toBe('deepseek')
    expect(findModelAnywhere('openai/gpt-oss-120b')?.provider.id).toBe('groq')
    expect(findModelAnywhere('no-such-model')).toBeUndefined()
  })
})

describe('nearest ids', () => {
  test.each([
    ['claude-sonet-4-6', 'claude-sonnet-4-6'],
    ['claude-4-6-sonnet', 'claude-sonnet-4-6'],
    ['Claude-Sonnet-4.6', 'claude-sonnet-4-6'],
    ['anthropic/claude-opus-5-5', 'claude-opus-5-5'],
    ['us.anthropic.claude-opus-5-5', 'claude-opus-5-5'],
    ['gpt5.6-sol', 'gpt-5.6-sol'],
    ['gemini-3-8-flash', 'gemini-3.8-flash'],
    ['gpt-oss-20b', 'openai/gpt-oss-20b'],
  ])('%s is nearest to %s', (typed, expected) => {
    expect(nearestModelIds(typed, { limit: 3 })[0]).toBe(expected)
  })

  test('keeps to the limit and to the provider', () => {
    const ids = nearestModelIds('claude', { limit: 2, within: 'anthropic' })
    expect(ids).toHaveLength(2)
    expect(ids.every((id) => findModel('anthropic', id))).toBe(true)
    expect(nearestModelIds('claude-sonnet-4-6', { limit: 3, within: 'nobody' })).toEqual([])
  })

  test('chooses from given ids, such as those of an endpoint', () => {
    const within = ['my-llama', 'my-qwen']
    expect(nearestModelIds('my-lama', { limit: 1, within })).toEqual(['my-llama'])
  })

  test('answers the same every time, and nothing for what is like nothing', () => {
    const once = nearestModelIds('gpt-5', { limit: 10 })
    expect(nearestModelIds('gpt-5', { limit: 10 })).toEqual(once)
    expect(once[0]).toBe('gpt-5')
    expect(nearestModelIds('zzzzzzzz', { limit: 3 })).toEqual([])
    expect(nearestModelIds('  ', { limit: 3 })).toEqual([])
  })
})
