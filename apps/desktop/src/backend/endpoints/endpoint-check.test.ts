import { expect, test } from 'vitest'
import type { CheckEvent, CheckReport, EndpointDraftInput } from '@patchbay/provider-core/model'
import type { Engine } from '../engine.ts'
import { draftOf, openTestBackend } from '../testing/open-backend.ts'
import { checkEndpointDraft } from './endpoint-check.ts'

const report: CheckReport = {
  ok: true,
  summary: 'Answers',
  stages: [],
  findings: [],
  evidence: [],
  at: '2026-11-21T00:00:00.000Z',
  totalMs: 1,
}

function unused(): never {
  throw new Error('A check uses nothing but the check.')
}

/** Reports success and remembers the key that each check was given, and which are said to be saved. */
function passing() {
  const keys: (string | undefined)[] = []
  const kept: (readonly string[])[] = []
  const engine: Engine = {
    async *chat() {},
    complete: unused,
    embed: unused,
    generateImage: unused,
    fetchImage: unused,
    countTokens: unused,
    listModels: async () => [],
    async *check(resolved) {
      keys.push(resolved.secrets.apiKey)
      kept.push(resolved.endpoint.savedSecrets)
      yield { type: 'report', report }
    },
    curl: async () => '',
    close: async () => undefined,
  }
  return { engine, keys, kept }
}

async function run(events: AsyncIterable<CheckEvent>): Promise<void> {
  for await (const event of events) expect(event.type).toBe('report')
}

const live = () => new AbortController().signal
const key = (value: string) => ({ secrets: { apiKey: { state: 'set' as const, value } } })

test('a check of what is saved is kept with it; one of changed fields is kept when they are saved', async () => {
  const { engine, keys } = passing()
  await using opened = await openTestBackend(engine)
  const { endpoints, check } = opened.backend
  const saved = await endpoints.save({ draft: draftOf(key('sk-old')) })
  if (!saved.ok) throw new Error('not saved')
  const { id } = saved.endpoint

  const other = draftOf({ baseUrl: 'https://other.example' })
  await run(checkEndpointDraft({ id, draft: other }, check, live()))
  expect((await endpoints.get(id)).lastCheck).toBeUndefined()
  await endpoints.save({ id, draft: other })
  expect((await endpoints.get(id)).lastCheck?.summary).toBe('Answers')

  const again = draftOf({ baseUrl: 'https://third.example' })
  await endpoints.save({ id, draft: again })
  expect((await endpoints.get(id)).lastCheck).toBeUndefined()
  await run(checkEndpointDraft({ id, draft: again }, check, live()))
  expect((await endpoints.get(id)).lastCheck?.ok).toBe(true)
  expect(keys).toEqual(['sk-old', 'sk-old'])
})

test('a draft is checked with its own new key, without the removed one, and nothing is saved', async () => {
  const { engine, keys } = passing()
  await using opened = await openTestBackend(engine)
  const { endpoints, check, vault } = opened.backend
  const saved = await endpoints.save({ draft: draftOf(key('sk-old')) })
  if (!saved.ok) throw new Error('not saved')
  const { id } = saved.endpoint
  await run(checkEndpointDraft({ id, draft: draftOf(key('sk-new')) }, check, live()))
  await run(
    checkEndpointDraft(
      { id, draft: draftOf({ secrets: { apiKey: { state: 'removed' } } }) },
      check,
      live(),
    ),
  )
  expect(keys).toEqual(['sk-new', undefined])
  expect(await vault.get(id, 'apiKey')).toBe('sk-old')
  expect((await endpoints.get(id)).lastCheck).toBeUndefined()
})

test('a check is forgotten once anything changes that requests depend on, and outlives the rest', async () => {
  const { engine } = passing()
  await using opened = await openTestBackend(engine)
  const { endpoints, check } = opened.backend
  const start = draftOf(key('sk-old'))
  const saved = await endpoints.save({ draft: start })
  if (!saved.ok) throw new Error('not saved')
  const { id } = saved.endpoint
  const { secrets: _, ...fields } = start

  const after = async (change: Partial<EndpointDraftInput>) => {
    await endpoints.save({ id, draft: draftOf(fields) })
    await run(checkEndpointDraft({ id }, check, live()))
    const result = await endpoints.save({ id, draft: draftOf({ ...fields, ...change }) })
    expect(result).toMatchObject({ ok: true })
    return (await endpoints.get(id)).lastCheck
  }
  for (const change of [{ name: 'Renamed' }, { models: ['a', 'b'] }, {}]) {
    expect((await after(change))?.summary, JSON.stringify(change)).toBe('Answers')
  }
  const changes: Partial<EndpointDraftInput>[] = [
    { auth: { scheme: 'x-api-key' } },
    { proxy: { url: 'http://127.0.0.1:3128' } },
    { tls: { allowSelfSigned: true } },
    { retry: { attempts: 3 } },
    { compat: { streamOptions: false } },
    { headers: { 'x-team': 'a' } },
    { extraBody: { top_k: 1 } },
    { timeouts: { idleMs: 1000 } },
    { secrets: { apiKey: { state: 'set', value: 'sk-new' } } },
  ]
  for (const change of changes) {
    expect(await after(change), JSON.stringify(change)).toBeUndefined()
  }
})

test('a key that is only typed is used, and not said to be in the vault', async () => {
  const { engine, keys, kept } = passing()
  await using opened = await openTestBackend(engine)
  const { endpoints, check } = opened.backend
  await run(checkEndpointDraft({ draft: draftOf(key('sk-typed')) }, check, live()))
  const saved = await endpoints.save({ draft: draftOf(key('sk-old')) })
  if (!saved.ok) throw new Error('not saved')
  const { id } = saved.endpoint
  await run(checkEndpointDraft({ id, draft: draftOf(key('sk-new')) }, check, live()))
  await run(checkEndpointDraft({ id, draft: draftOf() }, check, live()))
  expect(keys).toEqual(['sk-typed', 'sk-new', 'sk-old'])
  expect(kept).toEqual([[], [], ['apiKey']])
})
