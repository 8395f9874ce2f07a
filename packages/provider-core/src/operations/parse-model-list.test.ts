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
