import { describe, expect, test } from 'vitest'
import type { CatalogueModel } from '../model/catalogue.ts'
import { catalogue, findModelAnywhere } from './catalogue.ts'
import { isPlausiblePlatformId, suggestPlatformId } from './platform-ids.ts'

function modelOf(id: string): CatalogueModel {
  const entry = findModelAnywhere(id)
  if (!entry) throw new Error(`${id} is not in the catalogue`)
  return entry.model
}

describe('a Bedrock id', () => {
  test.each([
    'anthropic.claude-sonnet-4-6',
    'anthropic.claude-sonnet-4-5-20250929-v1:0',
    'us.anthropic.claude-opus-5-5',
    'us-gov.anthropic.claude-opus-4-8',
    'global.anthropic.claude-fable-5-1',
    'apac.amazon.nova-pro-v1:0',
    'amazon.titan-embed-text-v2:0',
    'meta.llama3-3-70b-instruct-v1:0',
    'ai21.jamba-1-5-large-v1:0',
    'xai.grok-4.7',
    'moonshotai.kimi-k2.5',
    'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-6',
    'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6',
    'arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.claude-opus-4-8',
    'arn:aws:bedrock:us-east-1:123456789012:provisioned-model/a1b2c3d4e5f6',
  ])('can be %s', (id) => {
    expect(isPlausiblePlatformId('amazon-bedrock', id)).toBe(true)
  })

  test.each([
    'gpt-4.1',
    'kimi-k2.5',
    'qwen3.7-max',
    'claude-sonnet-4-6',
    'gemini-3.8-flash',
    'o3',
    'openai/gpt-oss-120b',
    'a1b2c3d4e5f6',
    'us.',
    'anthropic.',
    'Anthropic.claude-sonnet-4-6',
    'anthropic.claude sonnet',
    'arn:aws:s3:::bucket',
    '',
  ])('cannot be %j', (id) => {
    expect(isPlausiblePlatformId('amazon-bedrock', id)).toBe(false)
  })

  test('is none of the catalogue ids themselves', () => {
    const ids = catalogue.flatMap(({ models }) => models.map(({ id }) => id))
    expect(ids.filter((id) => isPlausiblePlatformId('amazon-bedrock', id))).toEqual([])
  })
})

describe('a Vertex id', () => {
  test.each([
    'gemini-3.8-flash',
    'gemma-4-31b-it',
    'claude-sonnet-4-6',
    'claude-haiku-4-5@20251001',
    'imagen-4.0-generate-001',
    'text-embedding-005',
    'textembedding-gecko@003',
    'meta/llama-4-maverick-17b-128e-instruct-maas',
    'publishers/google/models/gemini-3.8-flash',
    'endpoints/1234567890',
    'projects/my-project/locations/us-central1/endpoints/1234567890',
  ])('can be %s', (id) => {
    expect(isPlausiblePlatformId('google-vertex', id)).toBe(true)
  })

  test.each([
    'gpt-5.5',
    'mistral-large-latest',
    'claude-haiku-4-5-20251001',
    'anthropic.claude-sonnet-4-6',
    'endpoints/',
    'gemini-',
    'gemini 3.8',
    '',
  ])('cannot be %j', (id) => {
    expect(isPlausiblePlatformId('google-vertex', id)).toBe(false)
  })
})

describe('an Azure deployment name', () => {
  test.each(['gpt-5.5', 'my_deployment', 'A', 'x'.repeat(64)])('can be %s', (id) => {
    expect(isPlausiblePlatformId('azure', id)).toBe(true)
  })

  test.each(['openai/gpt-oss-120b', '-gpt', '.gpt', 'a b', 'x'.repeat(65), ''])(
    'cannot be %j',
    (id) => {
      expect(isPlausiblePlatformId('azure', id)).toBe(false)
    },
  )
})

test('the direct specs take every id that is not blank', () => {
  for (const spec of [
    'openai-chat-completions',
    'openai-responses',
    'anthropic',
    'google',
  ] as const) {
    expect(isPlausiblePlatformId(spec, 'any/thing:v1')).toBe(true)
    expect(isPlausiblePlatformId(spec, ' ')).toBe(false)
  }
})

describe('a suggestion for Bedrock', () => {
  test.each([
    ['claude-sonnet-4-6', 'us-east-1', 'us.anthropic.claude-sonnet-4-6'],
    ['claude-sonnet-4-6', 'eu-central-1', 'eu.anthropic.claude-sonnet-4-6'],
    ['claude-sonnet-4-6', 'ap-northeast-1', 'jp.anthropic.claude-sonnet-4-6'],
    ['claude-sonnet-4-6', 'ap-southeast-2', 'au.anthropic.claude-sonnet-4-6'],
    ['claude-sonnet-4-6', 'ap-southeast-1', 'global.anthropic.claude-sonnet-4-6'],
    ['claude-sonnet-4-6', 'ca-central-1', 'us.anthropic.claude-sonnet-4-6'],
    ['claude-sonnet-4-6', 'sa-east-1', 'global.anthropic.claude-sonnet-4-6'],
    ['claude-sonnet-4-6', undefined, 'global.anthropic.claude-sonnet-4-6'],
    ['claude-opus-4-8', 'us-gov-west-1', 'us-gov.anthropic.claude-opus-4-8'],
    ['claude-opus-5', 'ap-south-1', 'in.anthropic.claude-opus-5'],
    // No European and no Japanese profile is known for these two.
    ['claude-fable-5-1', 'eu-central-1', 'global.anthropic.claude-fable-5-1'],
    ['claude-opus-4-6', 'ap-northeast-1', 'global.anthropic.claude-opus-4-6-v1'],
    ['claude-haiku-4-5', 'eu-west-1', 'eu.anthropic.claude-haiku-4-5-20251001-v1:0'],
    // Called without a profile.
    ['openai/gpt-oss-120b', 'us-west-2', 'openai.gpt-oss-120b-1:0'],
  ])('%s in %s is %s', (modelId, region, expected) => {
    expect(suggestPlatformId(modelOf(modelId), 'amazon-bedrock', region)).toBe(expected)
  })

  test('is the Asian profile where a model has no nearer one', () => {
    const model: CatalogueModel = {
      ...modelOf('claude-sonnet-4-6'),
      geoProfiles: ['us', 'eu', 'apac'],
    }
    for (const region of ['ap-northeast-1', 'ap-southeast-2', 'ap-south-1', 'ap-east-2']) {
      const id = suggestPlatformId(model, 'amazon-bedrock', region)
      expect(id).toBe('apac.anthropic.claude-sonnet-4-6')
    }
  })

  test('is missing for a model that is not known there', () => {
    expect(suggestPlatformId(modelOf('gemini-3.8-flash'), 'amazon-bedrock', 'us-east-1')).toBe(
      undefined,
    )
    expect(suggestPlatformId(modelOf('gpt-4o'), 'amazon-bedrock', 'us-east-1')).toBe(undefined)
  })
})

test.each([
  ['claude-sonnet-4-6', 'claude-sonnet-4-6'],
  ['claude-haiku-4-5', 'claude-haiku-4-5@20251001'],
  ['claude-haiku-4-5-20251001', 'claude-haiku-4-5@20251001'],
  ['gemini-3.8-flash', 'gemini-3.8-flash'],
  ['grok-4.20-reasoning', 'xai/grok-4.20-reasoning'],
  ['gpt-5.5', undefined],
])('the suggestion for %s on Vertex is %s', (modelId, expected) => {
  expect(suggestPlatformId(modelOf(modelId), 'google-vertex', 'europe-west1')).toBe(expected)
})

test.each([
  ['gpt-5.5', 'gpt-5.5'],
  ['openai/gpt-oss-120b', 'gpt-oss-120b'],
])('the suggestion for %s on Azure is a deployment called %s', (modelId, expected) => {
  expect(suggestPlatformId(modelOf(modelId), 'azure')).toBe(expected)
})

test.each(['amazon-bedrock', 'google-vertex', 'azure'] as const)(
  'every suggestion for %s can be valid there',
  (platform) => {
    const regions = ['us-east-1', 'eu-west-3', 'ap-northeast-3', 'ap-southeast-4', 'us-gov-east-1']
    const models = catalogue.flatMap((provider) => provider.models)
    const suggestions = models.flatMap((model) =>
      regions.flatMap((region) => suggestPlatformId(model, platform, region) ?? []),
    )
    expect(suggestions.length).toBeGreaterThan(50)
    expect(suggestions.filter((id) => !isPlausiblePlatformId(platform, id))).toEqual([])
  },
)
