import { expect, test } from 'vitest'
import { describeEndpoint } from './describe-endpoint.ts'

const expectations = {
  spec: 'azure' as const,
  baseUrl: 'http://127.0.0.1:1/base?tenant=a',
  settings: { apiVersion: '2024-10-21' },
  secrets: { apiKey: 'key' },
  headers: {},
  query: { trace: '1' },
  models: ['gpt-4o'],
}

test('gives the JSON that a client must be told, without empty maps', () => {
  expect(describeEndpoint(expectations)).toEqual({
    name: 'Fake azure',
    spec: 'azure',
    baseUrl: 'http://127.0.0.1:1/base?tenant=a',
    apiVersion: '2024-10-21',
    query: { trace: '1' },
    secrets: { apiKey: 'key' },
  })
})

test('overrides go in last', () => {
  const endpoint = describeEndpoint(expectations, { name: 'Mine', secrets: { apiKey: 'wrong' } })
  expect(endpoint).toMatchObject({ name: 'Mine', secrets: { apiKey: 'wrong' } })
})
