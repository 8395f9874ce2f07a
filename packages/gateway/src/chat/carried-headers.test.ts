import { expect, test } from 'vitest'
import type { Endpoint } from '@patchbay/provider-core/model'
import { carryToUpstream } from './carried-headers.ts'

const said = { 'anthropic-version': '2026-10-21', 'anthropic-beta': 'a' }
const carried = (endpoint: Partial<Endpoint>): object =>
  carryToUpstream('anthropic-messages', said, {
    dialect: 'anthropic-messages',
    endpoint: { spec: 'anthropic', headers: {}, anthropicVersion: undefined, ...endpoint },
  })

test("a client's version and betas go to an endpoint without a version of its own", () => {
  expect(carried({})).toEqual(said)
})

test.each([
  ['a version in its settings', { anthropicVersion: '2023-06-01' }],
  ['a version in a header row', { headers: { 'Anthropic-Version': '2023-06-01' } }],
  ["Bedrock's own", { spec: 'amazon-bedrock' as const }],
  ["Vertex's own", { spec: 'google-vertex' as const }],
])("%s stands over the client's", (_words, endpoint) => {
  expect(carried(endpoint)).toEqual({ 'anthropic-beta': 'a' })
})
