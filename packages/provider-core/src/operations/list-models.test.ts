import { expect, test } from 'vitest'
import { resolveExpectations } from '../testing/resolve-expectations.ts'
import { openEngine } from '../testing/open-engine.ts'
import { startStrictUpstream, type StrictSpec } from '../testing/index.ts'
import { listModels } from './list-models.ts'

const { signal } = new AbortController()
const specs: StrictSpec[] = [
  'openai-chat-completions',
  'openai-responses',
  'anthropic',
  'google',
  'azure',
  'amazon-bedrock',
  'google-vertex',
]

test.each(specs)('%s: every page is read', async (spec) => {
  const models = Array.from({ length: 5 }, (_, index) => `model-${index}`)
  await using upstream = await startStrictUpstream({ spec, models, pageSize: 2 })
  await using engine = openEngine()
  const listing = await listModels(resolveExpectations(upstream.expectations), engine, { signal })
  expect(upstream.refusals).toEqual([])
  expect(listing).toEqual({ supported: true, models, truncated: false })
})

test('what is no list is refused, and a refusal keeps its status', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations)
  upstream.setModelListBehaviour({ kind: 'html' })
  await expect(listModels(resolved, engine, { signal })).rejects.toMatchObject({
    code: 'invalid-answer',
    message: expect.stringContaining('web page'),
  })
  upstream.setModelListBehaviour({ kind: 'http-error', status: 404 })
  await expect(listModels(resolved, engine, { signal })).rejects.toMatchObject({ status: 404 })
})

test('a refusal that repeats the key does not carry it on', async () => {
  await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  await using engine = openEngine()
  const resolved = resolveExpectations(upstream.expectations)
  const key = resolved.secrets.apiKey ?? ''
  upstream.setModelListBehaviour({ kind: 'http-error', status: 401, message: `bad key ${key}` })
  const error: unknown = await listModels(resolved, engine, { signal }).catch((caught) => caught)
  expect(error).toMatchObject({ status: 401, message: expect.stringContaining('bad key ••••') })
  expect(JSON.stringify(error)).not.toContain(key)
})

test('a list that never ends is read up to its bound', async () => {
  await using upstream = await startStrictUpstream({
    spec: 'anthropic',
    models: Array.from({ length: 50 }, (_, index) => `m-${index}`),
    pageSize: 1,
  })
  await using engine = openEngine()
  const listing = await listModels(resolveExpectations(upstream.expectations), engine, { signal })
  expect(listing.truncated).toBe(true)
  expect(listing.models).toHaveLength(20)
})
