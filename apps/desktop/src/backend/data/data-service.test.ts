import { expect, test } from 'vitest'
import { draftOf, openTestBackend } from '../testing/open-backend.ts'

test('a bundle holds no secret, and brings the set-up to another machine', async () => {
  await using from = await openTestBackend()
  const saved = await from.backend.endpoints.save({
    draft: draftOf({
      headers: { 'x-team': 'blue', authorization: 'Bearer sk-canary-2' },
      modelMapping: { 'claude-sonnet-4-6': 'claude-v2' },
      secrets: { apiKey: { state: 'set', value: 'sk-canary-1' } },
    }),
  })
  if (!saved.ok) throw new Error('not saved')
  await from.backend.providers.setMode({
    providerId: 'anthropic',
    mode: 'custom-endpoint',
    endpointId: saved.endpoint.id,
  })
  const { text } = await from.backend.data.exportBundle()
  expect(text).not.toContain('sk-canary')

  await using to = await openTestBackend()
  const preview = await to.backend.data.previewImport(text)
  expect(preview).toMatchObject({
    ok: true,
    endpoints: [
      {
        name: 'Company proxy',
        missingSecrets: ['apiKey', 'header:authorization'],
        duplicate: false,
      },
    ],
    providers: [{ id: 'anthropic', endpointName: 'Company proxy' }],
  })
  expect(await to.backend.endpoints.list()).toEqual([])
  await to.backend.data.applyImport({ text, duplicates: 'rename', take: [0] })
  expect((await to.backend.endpoints.list())[0]).toMatchObject({
    name: 'Company proxy',
    headers: { 'x-team': 'blue' },
    modelMapping: { 'claude-sonnet-4-6': 'claude-v2' },
    savedSecrets: [],
    usedBy: ['anthropic'],
  })
})

test('a duplicate is skipped, renamed or replaced; a replaced one loses its keys', async () => {
  await using opened = await openTestBackend()
  const { endpoints, data, vault } = opened.backend
  const saved = await endpoints.save({
    draft: draftOf({ secrets: { apiKey: { state: 'set', value: 'sk-canary' } } }),
  })
  if (!saved.ok) throw new Error('not saved')
  const { text } = await data.exportBundle()
  await data.applyImport({ text, duplicates: 'skip', take: [0] })
  expect(await endpoints.list()).toHaveLength(1)
  await data.applyImport({ text, duplicates: 'rename', take: [0] })
  expect((await endpoints.list()).map((endpoint) => endpoint.name)).toEqual([
    'Company proxy',
    'Company proxy 2',
  ])
  const elsewhere = text.replace('llm.corp.example', 'evil.example')
  await data.applyImport({ text: elsewhere, duplicates: 'replace', take: [0] })
  const replaced = await endpoints.get(saved.endpoint.id)
  expect(replaced).toMatchObject({ baseUrl: 'https://evil.example', savedSecrets: [] })
  expect(await vault.has(saved.endpoint.id, 'apiKey')).toBe(false)
})

test.each([
  ['not json', /not JSON/],
  ['{"model_list": []}', /not a Patchbay bundle/],
  [
    '{"patchbay": "bundle", "format": 1, "exportedAt": "x", "endpoints": [{"name": "a", "spec": "nope"}]}',
    /endpoints\.0\.spec/,
  ],
])('%s is refused in words', async (text, message) => {
  await using opened = await openTestBackend()
  expect(await opened.backend.data.previewImport(text)).toMatchObject({
    ok: false,
    message: expect.stringMatching(message),
  })
})

test('a program that prints a token is not taken over from a file, and that is said', async () => {
  await using from = await openTestBackend()
  const auth = { scheme: 'command', command: { program: '/bin/false' } } as const
  const saved = await from.backend.endpoints.save({ draft: draftOf({ auth }) })
  if (!saved.ok) throw new Error(JSON.stringify(saved.issues))
  const { text } = await from.backend.data.exportBundle()

  await using to = await openTestBackend()
  expect(await to.backend.data.previewImport(text)).toMatchObject({
    notes: [expect.stringMatching(/runs a program/)],
  })
  await to.backend.data.applyImport({ text, duplicates: 'rename', take: [0] })
  expect((await to.backend.endpoints.list())[0]?.auth).toBeUndefined()
})
