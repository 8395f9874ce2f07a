import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { draftOf, openTestBackend, type TestBackend } from '../testing/open-backend.ts'

const key = 'sk-canary-abcdef'

async function add(opened: TestBackend, input: Parameters<typeof draftOf>[0] = {}) {
  const result = await opened.backend.endpoints.save({
    draft: draftOf({ secrets: { apiKey: { state: 'set', value: key } }, ...input }),
  })
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.endpoint
}

test('a saved endpoint is listed without its key, and the key is in the vault under its id', async () => {
  await using opened = await openTestBackend()
  const saved = await add(opened)
  expect(saved).toMatchObject({ savedSecrets: ['apiKey'], host: 'llm.corp.example', usedBy: [] })
  expect(JSON.stringify(await opened.backend.endpoints.list())).not.toContain(key)
  expect(await opened.backend.vault.get(saved.id, 'apiKey')).toBe(key)
  expect(await readFile(join(opened.home, 'settings.json'), 'utf8')).not.toContain(key)
})

test('when the settings cannot be written, a new key is not kept and an old one is put back', async () => {
  await using opened = await openTestBackend()
  const saved = await add(opened)
  opened.failWrites('ENOSPC')
  const change = draftOf({
    name: 'Renamed',
    secrets: { apiKey: { state: 'set', value: 'sk-new' } },
  })
  await expect(opened.backend.endpoints.save({ id: saved.id, draft: change })).rejects.toThrow(
    /disk is full/,
  )
  await expect(opened.backend.endpoints.remove(saved.id, true)).rejects.toThrow(/disk is full/)
  opened.failWrites(undefined)
  expect(await opened.backend.vault.get(saved.id, 'apiKey')).toBe(key)
  expect((await opened.backend.endpoints.list()).map((endpoint) => endpoint.name)).toEqual([
    'Company proxy',
  ])
})

test('when the vault cannot be written, the settings stay as they were', async () => {
  await using opened = await openTestBackend()
  const saved = await add(opened)
  const { vault } = opened.backend
  const set = vault.set
  vault.set = () => Promise.reject(new Error('locked'))
  const change = draftOf({
    name: 'Renamed',
    secrets: { apiKey: { state: 'set', value: 'sk-new' } },
  })
  await expect(opened.backend.endpoints.save({ id: saved.id, draft: change })).rejects.toThrow(
    'locked',
  )
  vault.set = set
  expect((await opened.backend.endpoints.get(saved.id)).name).toBe('Company proxy')
  expect(await vault.get(saved.id, 'apiKey')).toBe(key)
})

test('a name that is taken is an issue at the name, whatever its case', async () => {
  await using opened = await openTestBackend()
  await add(opened)
  const result = await opened.backend.endpoints.save({
    draft: draftOf({ name: ' company PROXY ' }),
  })
  expect(result).toMatchObject({ ok: false, issues: [{ field: 'name' }] })
  expect(await opened.backend.endpoints.list()).toHaveLength(1)
})

test('two saves of one new name at once: one wins, the other is told', async () => {
  await using opened = await openTestBackend()
  const results = await Promise.all(
    [1, 2].map(() => opened.backend.endpoints.save({ draft: draftOf() })),
  )
  expect(results.filter((result) => result.ok)).toHaveLength(1)
})

test('unchanged secrets stay, removed ones go', async () => {
  await using opened = await openTestBackend()
  const saved = await add(opened)
  await opened.backend.endpoints.save({ id: saved.id, draft: draftOf({ name: 'Renamed' }) })
  expect(await opened.backend.vault.get(saved.id, 'apiKey')).toBe(key)
  const result = await opened.backend.endpoints.save({
    id: saved.id,
    draft: draftOf({ name: 'Renamed', secrets: { apiKey: { state: 'removed' } } }),
  })
  expect(result).toMatchObject({ ok: true, endpoint: { savedSecrets: [] } })
  expect(await opened.backend.vault.has(saved.id, 'apiKey')).toBe(false)
})

test('a duplicate has a free name and its own copy of the key', async () => {
  await using opened = await openTestBackend()
  const saved = await add(opened)
  const copy = await opened.backend.endpoints.duplicate(saved.id)
  const second = await opened.backend.endpoints.duplicate(saved.id)
  expect([copy.name, second.name]).toEqual(['Company proxy copy', 'Company proxy copy 2'])
  await opened.backend.endpoints.remove(saved.id, false)
  expect(await opened.backend.vault.get(copy.id, 'apiKey')).toBe(key)
})

test('an endpoint in use is removed only after confirmation; its providers return to official mode; undo brings all back', async () => {
  await using opened = await openTestBackend()
  const { endpoints, providers, vault } = opened.backend
  const saved = await add(opened)
  await providers.setMode({
    providerId: 'anthropic',
    mode: 'custom-endpoint',
    endpointId: saved.id,
  })
  expect(await endpoints.remove(saved.id, false)).toEqual({
    ok: false,
    usedBy: [{ id: 'anthropic', name: 'Anthropic' }],
    aliases: [],
  })

  const removed = await endpoints.remove(saved.id, true)
  if (!removed.ok) throw new Error('not removed')
  expect(await endpoints.list()).toEqual([])
  expect(await vault.has(saved.id, 'apiKey')).toBe(false)
  expect((await providers.list()).find((provider) => provider.id === 'anthropic')?.mode).toBe(
    'official',
  )

  await endpoints.undoRemove(removed.undoToken)
  expect((await endpoints.list())[0]).toMatchObject({ id: saved.id, usedBy: ['anthropic'] })
  expect(await vault.get(saved.id, 'apiKey')).toBe(key)
  await expect(endpoints.undoRemove(removed.undoToken)).rejects.toThrow(/too late/)
})

test('a credential in a header row goes to the vault and is known by its name', async () => {
  await using opened = await openTestBackend()
  const saved = await add(opened, { headers: { 'api-key': 'sk-header-canary', 'x-team': 'blue' } })
  expect(saved).toMatchObject({
    headers: { 'x-team': 'blue' },
    savedSecrets: ['apiKey', 'header:api-key'],
  })
  expect(await readFile(join(opened.home, 'settings.json'), 'utf8')).not.toContain(
    'sk-header-canary',
  )
})

test('an entry that is not there any more is said', async () => {
  await using opened = await openTestBackend()
  await expect(
    opened.backend.endpoints.save({ id: 'gone', draft: draftOf() }),
  ).rejects.toMatchObject({ code: 'unknown-endpoint' })
  await expect(opened.backend.endpoints.remove('constructor', true)).rejects.toMatchObject({
    code: 'unknown-endpoint',
  })
})

test('a save replaces every field: what the draft leaves out is cleared, what a newer version added stays', async () => {
  await using opened = await openTestBackend()
  const saved = await add(opened, { dialect: 'anthropic-messages', anthropicVersion: '2026-10-21' })
  await opened.backend.settings.update(async (all) => ({
    settings: {
      ...all,
      endpoints: { [saved.id]: { ...saved, later: 'kept' } },
    },
    result: undefined,
  }))
  await opened.backend.endpoints.save({ id: saved.id, draft: draftOf() })
  const after = await opened.backend.endpoints.get(saved.id)
  expect(after.dialect).toBeUndefined()
  expect(after.anthropicVersion).toBeUndefined()
  expect(after).toMatchObject({
    later: 'kept',
    createdAt: saved.createdAt,
    savedSecrets: ['apiKey'],
  })
})

test('an endpoint that an alias of the gateway sends to is removed only after confirmation', async () => {
  await using opened = await openTestBackend()
  const { endpoints, gateway } = opened.backend
  const first = await add(opened)
  const second = await add(opened, { name: 'Spare' })
  const target = { address: { endpointId: first.id, modelId: 'big' }, weight: 1 }
  const fallbacks = [{ endpointId: second.id, modelId: 'big' }]
  const alias = { name: 'fast', targets: [target], fallbacks, onContextOverflow: false }
  await gateway.aliases.save({ alias })
  const question = { ok: false, usedBy: [], aliases: ['fast'] }
  expect(await endpoints.remove(first.id, false)).toEqual(question)
  expect(await endpoints.remove(second.id, false)).toEqual(question)
  const shown = (await endpoints.list()).map(({ usedBy, usedByAliases }) => [usedBy, usedByAliases])
  expect(shown).toEqual([
    [[], ['fast']],
    [[], ['fast']],
  ])
})
