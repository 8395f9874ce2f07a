import { expect, test } from 'vitest'
import { chooseTarget } from './choose-target.ts'
import { createProvider, createRow } from './testing/rows.ts'

test('offers nothing while no provider has a key or an endpoint', () => {
  const rows = [createRow({ providerId: 'openai', modelId: 'gpt' })]
  expect(chooseTarget(rows, [createProvider('openai', { savedKey: false })])).toBeUndefined()
})

test('prefers a switched provider to an official key', () => {
  const rows = [
    createRow({ providerId: 'openai', modelId: 'gpt' }),
    createRow({ providerId: 'anthropic', modelId: 'claude', mode: 'custom-endpoint' }),
  ]
  expect(chooseTarget(rows, [createProvider('openai', { savedKey: true })])).toEqual({
    providerId: 'anthropic',
    modelId: 'claude',
  })
})

test('prefers a model that is mapped: the endpoint has it', () => {
  const plain = createRow({ providerId: 'anthropic', modelId: 'first', mode: 'custom-endpoint' })
  const mapped = createRow({ providerId: 'anthropic', modelId: 'second', mode: 'custom-endpoint' })
  if (!mapped.result.ok) throw new Error('A row of these tests has a route.')
  const route = { ...mapped.result.route, upstreamModelId: 'theirs', mapped: true }
  const rows = [plain, { ...mapped, result: { ok: true as const, route } }]
  expect(chooseTarget(rows, [])).toEqual({ providerId: 'anthropic', modelId: 'second' })
})

test('passes over models without a route and endpoints that failed their check', () => {
  const rows = [
    createRow({
      providerId: 'anthropic',
      modelId: 'claude',
      mode: 'custom-endpoint',
      result: { ok: false, refusal: { code: 'mapping-needed', message: 'Add one.' } },
    }),
    createRow({
      providerId: 'mistral',
      modelId: 'large',
      mode: 'custom-endpoint',
      lastCheckFailed: '404',
    }),
    createRow({ endpointId: 'e1', modelId: 'own' }),
  ]
  expect(chooseTarget(rows, [])).toEqual({ endpointId: 'e1', modelId: 'own' })
})

test('passes over models that draw', () => {
  const rows = [
    createRow({ providerId: 'openai', modelId: 'picture', mode: 'custom-endpoint', draws: true }),
    createRow({ providerId: 'openai', modelId: 'gpt', mode: 'custom-endpoint' }),
  ]
  expect(chooseTarget(rows, [])).toEqual({ providerId: 'openai', modelId: 'gpt' })
})
