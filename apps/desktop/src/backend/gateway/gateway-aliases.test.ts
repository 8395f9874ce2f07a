import { afterEach, beforeEach, expect, test } from 'vitest'
import { gatewayAliasSchema } from '@patchbay/provider-core/model'
import { draftOf, openTestBackend, type TestBackend } from '../testing/open-backend.ts'

let opened: TestBackend
let endpointId = ''
beforeEach(async () => {
  opened = await openTestBackend()
  const saved = await opened.backend.endpoints.save({ draft: draftOf({ models: ['claude-x'] }) })
  if (!saved.ok) throw new Error('not saved')
  endpointId = saved.endpoint.id
})
afterEach(() => opened[Symbol.asyncDispose]())

const aliasOf = (name: string, changes: object = {}) =>
  gatewayAliasSchema.parse({
    name,
    targets: [{ address: { endpointId, modelId: 'anything' } }],
    ...changes,
  })

test('an alias is believed: its model needs no listing', async () => {
  const { aliases } = opened.backend.gateway
  const saved = await aliases.save({ alias: aliasOf('fast') })
  expect(saved).toMatchObject({ ok: true, notes: [] })
  expect(await aliases.list()).toMatchObject([
    { name: 'fast', targetResults: [{ ok: true, route: { upstreamModelId: 'anything' } }] },
  ])
  expect(await opened.backend.gateway.models()).toContainEqual(
    expect.objectContaining({ name: 'fast', kind: 'alias' }),
  )
})

test('a name that is taken is refused under its field; replacing keeps the place', async () => {
  const { aliases } = opened.backend.gateway
  await aliases.save({ alias: aliasOf('fast') })
  await aliases.save({ alias: aliasOf('slow') })
  expect(await aliases.save({ alias: aliasOf('fast') })).toMatchObject({
    ok: false,
    issues: [{ field: 'name' }],
  })
  await aliases.save({ previousName: 'fast', alias: aliasOf('quick') })
  expect((await aliases.list()).map(({ name }) => name)).toEqual(['quick', 'slow'])
})

test('what is not there, and weights that pick nothing, are refused under their fields', async () => {
  const gone = { endpointId: 'gone', modelId: 'x' }
  const alias = aliasOf('fast', {
    targets: [
      { address: { providerId: 'openai', modelId: 'gpt-5' }, weight: 0 },
      { address: gone, weight: 0 },
    ],
    fallbacks: [gone, { providerId: 'nobody', modelId: 'x' }],
  })
  const saved = await opened.backend.gateway.aliases.save({ alias })
  const issues = saved.ok ? [] : saved.issues.map(({ field }) => field)
  expect(issues.toSorted()).toEqual([
    'fallbacks.0',
    'fallbacks.1',
    'targets.0.weight',
    'targets.1.address',
  ])
})

test.each(['gpt-5', 'company-proxy/claude-x'])(
  'the note on %s says what it hides',
  async (name) => {
    const saved = await opened.backend.gateway.aliases.save({ alias: aliasOf(name) })
    expect(saved).toMatchObject({ ok: true, notes: [expect.stringContaining('a model of')] })
  },
)

test('a target whose custom provider is removed is broken until the removal is undone', async () => {
  const { endpoints, gateway } = opened.backend
  await gateway.aliases.save({ alias: aliasOf('fast') })
  const removed = await endpoints.remove(endpointId, true)
  expect(await gateway.aliases.list()).toMatchObject([
    { targetResults: [{ ok: false, refusal: { code: 'unknown-endpoint' } }] },
  ])
  await endpoints.undoRemove(removed.ok ? removed.undoToken : '')
  expect(await gateway.aliases.list()).toMatchObject([{ targetResults: [{ ok: true }] }])
})

test('removing one that is gone says so', async () => {
  const { aliases } = opened.backend.gateway
  await aliases.save({ alias: aliasOf('fast') })
  await aliases.remove('fast')
  expect(await aliases.list()).toEqual([])
  await expect(aliases.remove('fast')).rejects.toMatchObject({ code: 'not-found' })
})
