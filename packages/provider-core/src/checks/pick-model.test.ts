import { expect, test } from 'vitest'
import { endpointSchema, type EndpointFields } from '../model/endpoint.ts'
import { suggestBaseUrls } from './fixes.ts'
import { chooseOwnModel, pickModel } from './pick-model.ts'

const endpointOf = (fields: Partial<EndpointFields>) =>
  endpointSchema.parse({
    id: 'e',
    name: 'E',
    spec: 'anthropic',
    createdAt: '2026-11-21T00:00:00.000Z',
    updatedAt: '2026-11-21T00:00:00.000Z',
    ...fields,
  })

test('a listed model is chosen that chats and is cheap', () => {
  expect(pickModel(['text-embedding-3-small', 'gpt-9', 'gpt-9-mini', 'whisper-1'])).toBe(
    'gpt-9-mini',
  )
  expect(pickModel(['bge-m3', 'big-model'])).toBe('big-model')
  expect(pickModel(['nomic-embed-text'])).toBe('nomic-embed-text')
  expect(pickModel([])).toBeUndefined()
})

test("an endpoint's own model goes before its mapping, and through it", () => {
  const modelMapping = { a: 'up-a', b: 'up-b' }
  expect(chooseOwnModel(endpointOf({ models: ['b'], modelMapping }), undefined)).toBe('up-b')
  expect(chooseOwnModel(endpointOf({ modelMapping }), undefined)).toBe('up-a')
  expect(chooseOwnModel(endpointOf({ models: ['b'], modelMapping }), 'c')).toBe('c')
  expect(chooseOwnModel(endpointOf({}), undefined)).toBeUndefined()
})

test.each([
  ['https://host.example', ['https://host.example/v1']],
  ['https://host.example/api/', ['https://host.example/api/v1']],
  ['https://host.example/v1/v1', ['https://host.example/v1']],
  ['https://host.example/v1', []],
  ['https://host.example/api/paas/v4/', []],
  ['https://host.example/v1beta', []],
  ['not a url', []],
])('%s may be meant as %s', (baseUrl, expected) => {
  expect(suggestBaseUrls({ baseUrl, exactUrl: false }).map((change) => change.baseUrl)).toEqual(
    expected,
  )
  expect(suggestBaseUrls({ baseUrl, exactUrl: true })).toEqual([])
})
