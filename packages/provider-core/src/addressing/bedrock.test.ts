import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, test } from 'vitest'
import { awsDnsSuffix, readBedrockHost } from './bedrock-host.ts'
import { addressBedrock, trimBedrockOperation, type BedrockFields } from './bedrock.ts'

const frankfurt: BedrockFields = {
  region: 'eu-central-1',
  baseUrl: undefined,
  exactUrl: false,
  query: {},
}
const arn =
  'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-5-v1:0'

describe('Bedrock addresses', () => {
  test.each([
    ['bedrock-converse', true, 'converse-stream'],
    ['bedrock-converse', false, 'converse'],
    ['anthropic-messages', true, 'invoke-with-response-stream'],
    ['anthropic-messages', false, 'invoke'],
  ] as const)('%s, streaming %s', (dialect, stream, operation) => {
    const address = addressBedrock(frankfurt, {
      kind: 'chat',
      dialect,
      modelId: 'amazon.nova-v1:0',
      stream,
    })
    expect(address?.url).toBe(
      `https://bedrock-runtime.eu-central-1.amazonaws.com/model/amazon.nova-v1%3A0/${operation}`,
    )
    expect(address?.parts[1]).toEqual({ text: 'eu-central-1', added: true })
  })

  test('an ARN is encoded whole', () => {
    const address = addressBedrock(frankfurt, {
      kind: 'chat',
      dialect: 'bedrock-converse',
      modelId: arn,
      stream: false,
    })
    expect(new URL(address?.url ?? '').pathname.split('/')).toEqual([
      '',
      'model',
      encodeURIComponent(arn),
      'converse',
    ])
  })

  test('models are listed on the control plane; a base URL overrides both hosts', () => {
    expect(addressBedrock(frankfurt, { kind: 'list-models' })).toMatchObject({
      method: 'GET',
      url: 'https://bedrock.eu-central-1.amazonaws.com/foundation-models',
    })
    const own = { ...frankfurt, baseUrl: 'http://127.0.0.1:9000/aws/?a=1' }
    expect(addressBedrock(own, { kind: 'list-models' })?.url).toBe(
      'http://127.0.0.1:9000/aws/foundation-models?a=1',
    )
  })

  test('a missing or misspelt region is said under its field', () => {
    expect(() =>
      addressBedrock({ ...frankfurt, region: undefined }, { kind: 'list-models' }),
    ).toThrow('Choose the AWS region, such as eu-central-1.')
    expect(() =>
      addressBedrock({ ...frankfurt, region: 'evil.com/' }, { kind: 'list-models' }),
    ).toThrow(/as AWS writes it/)
  })

  test.each([
    'eu-central-1',
    'us-gov-west-1',
    'cn-north-1',
    'cn-northwest-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'eu-isoe-west-1',
    'us-isof-south-1',
    'eusc-de-east-1',
  ])("the host of %s is the one that AWS's client calls", (region) => {
    const client = new BedrockRuntimeClient({
      region,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    })
    const host = `bedrock-runtime.${region}.${awsDnsSuffix(region)}`
    expect(host).toBe(client.config.endpointProvider({ Region: region }).url.hostname)
    expect(readBedrockHost(host)).toEqual({ region, standard: true })
    client.destroy()
  })

  test('a pasted operation is cut off and its model decoded', () => {
    expect(trimBedrockOperation('/p/model/anthropic.claude-v1%3A0/invoke')).toEqual({
      path: '/p',
      cut: '/model/anthropic.claude-v1%3A0/invoke',
      model: 'anthropic.claude-v1:0',
    })
    expect(readBedrockHost('bedrock-runtime-fips.us-east-1.amazonaws.com')).toEqual({
      region: 'us-east-1',
      standard: false,
    })
    expect(readBedrockHost('bedrock-runtime.us-east-1.evil.com')).toBeUndefined()
  })
})
