import { describe, expect, test } from 'vitest'
import type { BedrockApi } from '../model/endpoint.ts'
import type { DialectId } from '../model/spec.ts'
import { cutOperation } from '../specs/cut-operation.ts'
import { getSpec } from '../specs/registry.ts'
import { warnAboutRegion } from './bedrock-model-id.ts'
import { addressBedrock, type BedrockFields } from './bedrock.ts'

const frankfurt: BedrockFields = {
  region: 'eu-central-1',
  baseUrl: undefined,
  exactUrl: false,
  query: {},
}

function chatUrl(fields: Partial<BedrockFields>, dialect: DialectId, modelId: string) {
  const operation = { kind: 'chat', dialect, modelId, stream: true } as const
  return addressBedrock({ ...frankfurt, ...fields }, operation)?.url
}

const runtime = 'https://bedrock-runtime.eu-central-1.amazonaws.com'
const mantle = 'https://bedrock-mantle.eu-central-1.api.aws'

describe('the compatible interfaces', () => {
  test.each<[BedrockApi, DialectId, string, string]>([
    ['openai', 'openai-chat', 'openai.gpt-oss-120b-1:0', `${runtime}/openai/v1/chat/completions`],
    ['openai', 'openai-responses', 'openai.gpt-5.2', `${runtime}/openai/v1/responses`],
    [
      'anthropic',
      'anthropic-messages',
      'eu.anthropic.claude-x',
      `${runtime}/anthropic/v1/messages`,
    ],
    ['mantle', 'openai-chat', 'openai.gpt-oss-120b', `${mantle}/v1/chat/completions`],
    ['mantle', 'openai-chat', 'qwen.qwen3-32b', `${mantle}/v1/chat/completions`],
    ['mantle', 'openai-chat', 'openai.gpt-5.5', `${mantle}/openai/v1/chat/completions`],
    ['mantle', 'openai-responses', 'xai.grok-4', `${mantle}/openai/v1/responses`],
    ['mantle', 'openai-chat', 'google.gemma-4-31b', `${mantle}/openai/v1/chat/completions`],
    ['mantle', 'anthropic-messages', 'anthropic.claude-x', `${mantle}/anthropic/v1/messages`],
  ])('%s, %s, %s', (bedrockApi, dialect, modelId, url) => {
    expect(chatUrl({ bedrockApi }, dialect, modelId)).toBe(url)
    const spec = getSpec('amazon-bedrock')
    expect(spec.resolveDialect({ dialect, bedrockApi, baseUrl: undefined }, modelId)).toBe(dialect)
  })

  test('what an interface does not speak has no address, and is not picked', () => {
    expect(chatUrl({ bedrockApi: 'openai' }, 'anthropic-messages', 'm')).toBeUndefined()
    expect(chatUrl({ bedrockApi: 'anthropic' }, 'openai-chat', 'm')).toBeUndefined()
    expect(chatUrl({}, 'openai-chat', 'm')).toBeUndefined()
    const spec = getSpec('amazon-bedrock')
    const pick = (bedrockApi: BedrockApi, dialect?: DialectId) =>
      spec.resolveDialect({ dialect, bedrockApi, baseUrl: undefined }, 'anthropic.claude-x')
    expect(pick('native', 'openai-chat')).toBe('anthropic-messages')
    expect(pick('openai')).toBe('openai-chat')
    expect(pick('mantle')).toBe('anthropic-messages')
    expect(pick('anthropic', 'bedrock-converse')).toBe('anthropic-messages')
  })

  test.each([
    ['http://127.0.0.1:9/aws?a=1', 'http://127.0.0.1:9/aws/openai/v1/chat/completions?a=1'],
    ['http://127.0.0.1:9/openai/v1', 'http://127.0.0.1:9/openai/v1/chat/completions'],
    ['http://127.0.0.1:9/openai', 'http://127.0.0.1:9/openai/v1/chat/completions'],
    ['http://127.0.0.1:9/v1', 'http://127.0.0.1:9/v1/chat/completions'],
    ['http://127.0.0.1:9/openai/v1/responses', 'http://127.0.0.1:9/openai/v1/chat/completions'],
  ])('a base URL %s is kept: %s', (baseUrl, url) => {
    expect(chatUrl({ bedrockApi: 'openai', baseUrl }, 'openai-chat', 'm')).toBe(url)
  })

  test('Mantle lists its own models, the others those of the control plane', () => {
    const list = (bedrockApi: BedrockApi) =>
      addressBedrock({ ...frankfurt, bedrockApi }, { kind: 'list-models' })?.url
    expect(list('mantle')).toBe(`${mantle}/v1/models`)
    expect(list('openai')).toBe('https://bedrock.eu-central-1.amazonaws.com/foundation-models')
    const further = { kind: 'list-models', list: 'inference-profiles' } as const
    expect(addressBedrock({ ...frankfurt, bedrockApi: 'mantle' }, further)).toBeUndefined()
    expect(addressBedrock(frankfurt, { ...further, pageToken: 'a/b' })?.url).toBe(
      'https://bedrock.eu-central-1.amazonaws.com/inference-profiles?maxResults=1000&nextToken=a%2Fb',
    )
  })

  test.each([
    [`${runtime}/openai/v1/chat/completions`, { bedrockApi: 'openai' }],
    [`${runtime}/openai/v1/responses`, { bedrockApi: 'openai', dialect: 'openai-responses' }],
    [`${runtime}/anthropic/v1/messages`, { bedrockApi: 'anthropic' }],
    [`${mantle}/v1/chat/completions`, { bedrockApi: 'mantle' }],
    [`${mantle}/anthropic`, { bedrockApi: 'mantle' }],
  ])('a pasted %s fills the fields', (url, changes) => {
    const cut = cutOperation(url, 'amazon-bedrock')
    expect(cut).toMatchObject({ baseUrl: '', changes: { region: 'eu-central-1', ...changes } })
  })
})

describe('FIPS', () => {
  test('has hosts of its own for the runtime and the control plane, none for Mantle', () => {
    const fips = { ...frankfurt, region: 'us-gov-west-1', fips: true }
    expect(chatUrl(fips, 'bedrock-converse', 'm')).toBe(
      'https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com/model/m/converse-stream',
    )
    expect(addressBedrock(fips, { kind: 'list-models' })?.url).toBe(
      'https://bedrock-fips.us-gov-west-1.amazonaws.com/foundation-models',
    )
    expect(() => chatUrl({ ...fips, bedrockApi: 'mantle' }, 'openai-chat', 'm')).toThrow(/FIPS/)
    const vpce = 'https://vpce-1.bedrock-runtime-fips.us-gov-west-1.vpce.amazonaws.com'
    expect(chatUrl({ ...fips, baseUrl: vpce }, 'bedrock-converse', 'm')).toBe(
      `${vpce}/model/m/converse-stream`,
    )
  })
})

describe('a model id and the region', () => {
  test.each([
    ['arn:aws:bedrock:us-east-1:1:inference-profile/us.amazon.nova', 'eu-central-1', /us-east-1/],
    [
      'arn:aws-us-gov:bedrock:us-gov-west-1:1:inference-profile/x',
      'us-gov-east-1',
      /us-gov-west-1/,
    ],
    ['us.anthropic.claude-x', 'eu-central-1', /for us,/],
    ['eu.amazon.nova-pro-v1:0', 'us-west-2', /for eu,/],
    ['jp.anthropic.claude-x', 'eu-west-1', /for jp,/],
  ])('%s in %s is warned of', (modelId, region, words) => {
    expect(warnAboutRegion(modelId, region)).toMatch(words)
  })

  test.each([
    ['arn:aws:bedrock:eu-central-1:1:application-inference-profile/a1', 'eu-central-1'],
    ['eu.anthropic.claude-x', 'eu-north-1'],
    ['us.anthropic.claude-x', 'us-west-2'],
    ['us-gov.anthropic.claude-x', 'us-gov-west-1'],
    ['apac.amazon.nova-x', 'ap-south-1'],
    ['au.anthropic.claude-x', 'ap-southeast-2'],
    ['global.anthropic.claude-x', 'eu-central-1'],
    ['amazon.nova-pro-v1:0', 'eu-central-1'],
    ['my-own-thing', 'eu-central-1'],
  ])('%s in %s is not', (modelId, region) => {
    expect(warnAboutRegion(modelId, region)).toBeUndefined()
  })
})
