import { expect, test } from 'vitest'
import { parseModelPage } from './parse-model-list.ts'

test.each([
  ['OpenAI', { object: 'list', data: [{ id: 'a' }, { id: 'org/b' }] }, ['a', 'org/b'], undefined],
  ['Anthropic', { data: [{ id: 'a' }], has_more: true, last_id: 'a' }, ['a'], 'a'],
  [
    'Anthropic, last page',
    { data: [{ id: 'a' }], has_more: false, last_id: 'a' },
    ['a'],
    undefined,
  ],
  ['Google', { models: [{ name: 'models/g' }], nextPageToken: 't' }, ['g'], 't'],
  ['Google, empty', {}, [], undefined],
  [
    'Bedrock',
    { modelSummaries: [{ modelId: 'x.y-v1:0', modelName: 'Y' }] },
    ['x.y-v1:0'],
    undefined,
  ],
  ['Vertex', { publisherModels: [{ name: 'publishers/google/models/g' }] }, ['g'], undefined],
  ['Ollama', { models: [{ name: 'llama:7b', model: 'llama:7b' }] }, ['llama:7b'], undefined],
  ['a plain list', ['a', { id: 'b' }, { name: 'c' }, 7, null], ['a', 'b', 'c'], undefined],
])('%s', (_name, body, models, nextPageToken) => {
  expect(parseModelPage(body)).toEqual({ models, nextPageToken })
})

test.each([
  ['an error', { error: { message: 'no' } }],
  ['text', 'x'],
  ['null', null],
])('%s is no model list', (_name, body) => expect(parseModelPage(body)).toBeUndefined())

test('inference profiles: the id of one of AWS, the ARN of an own one', () => {
  const arn = 'arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/a1b2'
  const inferenceProfileSummaries = [
    {
      inferenceProfileId: 'eu.amazon.nova-pro-v1:0',
      inferenceProfileArn: 'arn:x',
      inferenceProfileName: 'EU Nova Pro',
      type: 'SYSTEM_DEFINED',
    },
    {
      inferenceProfileId: 'a1b2',
      inferenceProfileArn: arn,
      inferenceProfileName: 'team',
      type: 'APPLICATION',
    },
  ]
  expect(parseModelPage({ inferenceProfileSummaries, nextToken: 'n' })).toEqual({
    models: ['eu.amazon.nova-pro-v1:0', arn],
    nextPageToken: 'n',
  })
})

test('a model that takes no direct calls is marked', () => {
  const modelSummaries = [
    { modelId: 'a', inferenceTypesSupported: ['INFERENCE_PROFILE'] },
    { modelId: 'b', inferenceTypesSupported: ['ON_DEMAND', 'INFERENCE_PROFILE'] },
    { modelId: 'c', inferenceTypesSupported: [] },
  ]
  expect(parseModelPage({ modelSummaries })?.indirect).toEqual(['a'])
})
