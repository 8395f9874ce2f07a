import { expect, test } from 'vitest'
import { parseEndpointInput } from './endpoint-input.ts'
import { listUnused } from './list-unused.ts'

test('what the type does not use is named, and what it uses is not', () => {
  const base = { name: 'x', spec: 'openai-chat-completions', baseUrl: 'http://a/v1' }
  const unused = (more: object) =>
    listUnused(parseEndpointInput(JSON.stringify({ ...base, ...more })))
  expect(unused({ secrets: { apiKey: 'k' } })).toEqual([])
  expect(
    unused({ region: 'eu-west-1', fips: true, secrets: { accessKeyId: 'AKIA' } }).toSorted(),
  ).toEqual(['fips', 'region', 'secrets.accessKeyId'])
  const bedrock = { spec: 'amazon-bedrock', region: 'eu-west-1', fips: true, profile: 'p' }
  expect(unused({ ...bedrock, bedrockApi: 'openai' })).toEqual([])
  expect(unused({ ...bedrock, apiVersion: '1' })).toEqual(['apiVersion'])
  const ownAuth = { auth: { scheme: 'bearer' }, secrets: { apiKey: 'k' } }
  expect(unused({ spec: 'google-vertex', ...ownAuth })).toEqual([])
})

test('what only custom handlers use, and what they do not use, is told', () => {
  const unused = (more: object) =>
    listUnused(parseEndpointInput(JSON.stringify({ name: 'x', handler, secrets, ...more })))
  const handler = { file: '/home/ada/handler.ts' }
  const secrets = { 'handler:tenant': 'x' }
  expect(unused({ spec: 'anthropic' })).toEqual(['handler', 'secrets.handler:tenant'])
  const proxy = { url: 'http://127.0.0.1:3128' }
  expect(unused({ spec: 'custom-handler', proxy })).toEqual(['proxy'])
})
