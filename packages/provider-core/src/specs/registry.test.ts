import { describe, expect, test } from 'vitest'
import { getSpec, specs } from './registry.ts'

test('the form offers the eight types in this order, under these names', () => {
  expect(specs.map((spec) => spec.label)).toEqual([
    'OpenAI (Chat Completions)',
    'OpenAI (Responses)',
    'Anthropic',
    'Google',
    'Azure OpenAI',
    'Amazon Bedrock',
    'Google Vertex',
    'Custom handler',
  ])
})

describe('the wire format for a model', () => {
  test.each([
    ['amazon-bedrock', 'anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic-messages'],
    ['amazon-bedrock', 'eu.anthropic.claude-sonnet-4-5-v1:0', 'anthropic-messages'],
    [
      'amazon-bedrock',
      'arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-v1:0',
      'anthropic-messages',
    ],
    [
      'amazon-bedrock',
      'arn:aws:bedrock:us-east-1:1:application-inference-profile/abc',
      'bedrock-converse',
    ],
    ['amazon-bedrock', 'eu.amazon.nova-pro-v1:0', 'bedrock-converse'],
    ['google-vertex', 'claude-sonnet-4-5@20250929', 'anthropic-messages'],
    ['google-vertex', 'publishers/anthropic/models/claude-x', 'anthropic-messages'],
    ['google-vertex', 'gemini-2.5-pro', 'google-generate'],
    ['azure', 'claude-sonnet', 'openai-chat'],
    ['openai-responses', 'x', 'openai-responses'],
  ] as const)('%s %s is %s', (spec, modelId, dialect) => {
    expect(getSpec(spec).resolveDialect({ dialect: undefined, baseUrl: undefined }, modelId)).toBe(
      dialect,
    )
  })

  test('a choice of the user goes before, a choice left over from another type does not count', () => {
    const nova = 'amazon.nova-pro-v1:0'
    const bedrock = getSpec('amazon-bedrock')
    expect(
      bedrock.resolveDialect({ dialect: 'anthropic-messages', baseUrl: undefined }, nova),
    ).toBe('anthropic-messages')
    expect(bedrock.resolveDialect({ dialect: 'openai-chat', baseUrl: undefined }, nova)).toBe(
      'bedrock-converse',
    )
    expect(
      getSpec('azure').resolveDialect({ dialect: 'bedrock-converse', baseUrl: undefined }, 'x'),
    ).toBe('openai-chat')
  })
})
