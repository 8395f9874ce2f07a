import { describe, expect, test } from 'vitest'
import { ProviderError } from '@patchbay/provider-core'
import type { DuplicateChoice, ImportChoices, ImportPreview } from '#contract/data-shapes'
import type { Backend } from '../backend.ts'
import { draftOf, openTestBackend } from '../testing/open-backend.ts'

const passphrase = 'correct horse'

/** A set-up with everything that moves: keys, a credential header, references, a mode, an alias. */
async function fill({ endpoints, providers, gateway }: Backend): Promise<string> {
  const saved = await endpoints.save({
    draft: draftOf({
      models: ['claude-v2'],
      headers: { 'x-team': 'blue', authorization: 'Bearer sk-canary-2' },
      modelMapping: { 'claude-sonnet-4-6': 'claude-v2' },
      secrets: { apiKey: { state: 'set', value: 'sk-canary-1' } },
    }),
  })
  const referring = await endpoints.save({
    draft: draftOf({
      name: 'From the environment',
      spec: 'openai-chat-completions',
      baseUrl: undefined,
      environment: { fields: { baseUrl: 'MY_BASE' }, secrets: { apiKey: 'MY_KEY' } },
    }),
  })
  if (!saved.ok || !referring.ok) throw new Error('not saved')
  const endpointId = saved.endpoint.id
  await providers.setMode({ providerId: 'anthropic', mode: 'custom-endpoint', endpointId })
  await providers.setKey({
    providerId: 'openai',
    apiKey: { state: 'set', value: 'sk-canary-3' },
  })
  const alias = await gateway.aliases.save({
    alias: {
      name: 'fast',
      targets: [
        { address: { endpointId, modelId: 'claude-v2' }, weight: 2 },
        { address: { providerId: 'openai', modelId: 'gpt-5' }, weight: 1 },
      ],
      fallbacks: [{ endpointId: referring.endpoint.id, modelId: 'm' }],
      onContextOverflow: true,
    },
  })
  if (!alias.ok) throw new Error(JSON.stringify(alias.issues))
  return endpointId
}

/** Everything of a preview, one choice for all duplicates. */
function takeAll(preview: ImportPreview, duplicate: DuplicateChoice = 'rename'): ImportChoices {
  if (!preview.ok) throw new Error(preview.message)
  return {
    endpoints: preview.endpoints.map(({ key }) => ({ key, duplicate })),
    aliases: preview.aliases.map(({ name }) => ({ name, duplicate })),
    modes: preview.modes.map(({ providerId }) => providerId),
    officialKeys: preview.officialKeys.map(({ providerId }) => providerId),
    resolveReferences: false,
  }
}

/** What of a set-up can move, free of ids and times. */
async function describeSetup({ settings }: Backend) {
  const all = await settings.read()
  const nameOf = (id: string | undefined) => all.endpoints[id ?? '']?.name
  const endpoints = Object.values(all.endpoints).map(
    ({ id: _id, createdAt: _created, updatedAt: _updated, ...rest }) => rest,
  )
  return JSON.parse(
    JSON.stringify({
      endpoints: endpoints.toSorted((a, b) => a.name.localeCompare(b.name)),
      modes: Object.entries(all.providers).map(([id, { mode, endpointId }]) => [
        id,
        mode,
        nameOf(endpointId),
      ]),
      aliases: all.gateway.aliases,
    }).replaceAll(/"endpointId":"([^"]+)"/g, (_whole, id: string) => `"at":"${nameOf(id)}"`),
  ) as unknown
}

describe('round trip', () => {
  test('a sealed bundle brings the whole set-up, keys too, into an empty home', async () => {
    await using from = await openTestBackend()
    const id = await fill(from.backend)
    const { text, secrets } = await from.backend.data.export({ format: 'bundle', passphrase })
    expect(secrets).toBe(3)
    expect(text).not.toMatch(/sk-canary|Company proxy|llm\.corp/)

    await using to = await openTestBackend()
    const { data, vault, endpoints } = to.backend
    expect(await data.previewImport({ text })).toMatchObject({ ok: false, sealed: true })
    const source = { text, passphrase }
    const preview = await data.previewImport(source)
    expect(JSON.stringify(preview)).not.toContain('sk-canary')
    const result = await data.applyImport({ source, choices: takeAll(preview) })
    expect(result.notTaken).toEqual([])
    expect(await describeSetup(to.backend)).toEqual(await describeSetup(from.backend))
    const [company] = (await endpoints.list()).filter(({ name }) => name === 'Company proxy')
    expect(company?.id).not.toBe(id)
    expect(await vault.get(company?.id ?? '', 'apiKey')).toBe('sk-canary-1')
    expect(await vault.get(company?.id ?? '', 'header:authorization')).toBe('Bearer sk-canary-2')
    expect(await vault.get('official:openai', 'apiKey')).toBe('sk-canary-3')
  })

  test('a bundle without a passphrase holds no secret, and says which are to be entered', async () => {
    await using from = await openTestBackend()
    await fill(from.backend)
    const { text } = await from.backend.data.export({ format: 'bundle' })
    expect(text).not.toContain('sk-canary')

    await using to = await openTestBackend()
    const { data, endpoints } = to.backend
    const preview = await data.previewImport({ text })
    expect(preview).toMatchObject({
      format: 'bundle',
      endpoints: [
        {
          name: 'Company proxy',
          host: 'llm.corp.example',
          models: 1,
          secrets: [
            { name: 'apiKey', state: 'missing' },
            { name: 'header:authorization', state: 'missing' },
          ],
        },
        {
          name: 'From the environment',
          host: '$MY_BASE',
          secrets: [{ name: 'apiKey', state: 'variable', variable: 'MY_KEY' }],
          variables: [{ field: 'baseUrl', variable: 'MY_BASE' }],
        },
      ],
      aliases: [{ name: 'fast', taken: false }],
      modes: [{ providerId: 'anthropic', stays: false }],
      variables: [
        { name: 'MY_BASE', isSet: false },
        { name: 'MY_KEY', isSet: false },
      ],
    })
    expect(await endpoints.list()).toEqual([])
    await data.applyImport({ source: { text }, choices: takeAll(preview) })
    expect(await endpoints.list()).toMatchObject([
      { name: 'Company proxy', headers: { 'x-team': 'blue' }, savedSecrets: [] },
      { name: 'From the environment', environment: { secrets: { apiKey: 'MY_KEY' } } },
    ])
    const again = await data.export({ format: 'bundle' })
    expect(JSON.parse(again.text).aliases).toEqual(JSON.parse(text).aliases)
  })

  test('a credential in an extra body is left out of an open bundle, and told', async () => {
    await using opened = await openTestBackend()
    const { data, endpoints } = opened.backend
    const extraBody = { api_key: 'sk-canary', top_k: 5 }
    await endpoints.save({ draft: draftOf({ name: 'Odd', extraBody }) })
    const { text, report } = await data.export({ format: 'bundle' })
    expect(text).not.toContain('sk-canary')
    expect(report).toMatchObject([{ path: 'Odd: extraBody.api_key', outcome: 'by-hand' }])
    expect((await data.export({ format: 'bundle', passphrase })).report).toEqual([])
  })

  test('a wrong passphrase and a changed file are refused in words, and another passphrase may follow', async () => {
    await using opened = await openTestBackend()
    const { data } = opened.backend
    const { text } = await data.export({ format: 'bundle', passphrase })
    expect(await data.previewImport({ text, passphrase: 'wrong horse' })).toMatchObject({
      ok: false,
      sealed: true,
      message: expect.stringMatching(/does not open/),
    })
    const sealed = JSON.parse(text)
    sealed.sealed.data = `AAAA${sealed.sealed.data.slice(4)}`
    const changed = { text: JSON.stringify(sealed), passphrase }
    expect(await data.previewImport(changed)).toMatchObject({ ok: false, sealed: true })
    sealed.scrypt = { ...sealed.scrypt, N: 2 ** 20, r: 16 }
    const greedy = { text: JSON.stringify(sealed), passphrase }
    expect(await data.previewImport(greedy)).not.toHaveProperty('sealed')
  })
})

describe('duplicates', () => {
  test('are found by name and by address, and skipped, renamed or merged as chosen', async () => {
    await using opened = await openTestBackend()
    const { data, endpoints, vault } = opened.backend
    const id = await fill(opened.backend)
    const { text } = await data.export({ format: 'bundle' })
    const bundle = JSON.parse(text)
    bundle.endpoints[0].models = ['claude-v3']
    bundle.endpoints[0].headers = { 'X-Team': 'red', 'x-cost': '7' }
    bundle.endpoints[1].name = 'Another name'
    const source = { text: JSON.stringify(bundle) }
    const preview = await data.previewImport(source)
    expect(preview).toMatchObject({
      endpoints: [
        { duplicate: { id, same: 'both', mergeable: true } },
        { duplicate: { name: 'From the environment', same: 'connection' } },
      ],
      aliases: [{ taken: true }],
      modes: [{ stays: true }],
    })

    const before = await describeSetup(opened.backend)
    const skipped = await data.applyImport({ source, choices: takeAll(preview, 'skip') })
    expect(skipped).toMatchObject({ skipped: ['Company proxy', 'From the environment'] })
    expect(await describeSetup(opened.backend)).toEqual(before)

    const merged = await data.applyImport({ source, choices: takeAll(preview, 'merge') })
    expect(merged).toMatchObject({ added: [], merged: [{ id }, {}] })
    expect(await endpoints.get(id)).toMatchObject({
      name: 'Company proxy',
      models: ['claude-v2', 'claude-v3'],
      headers: { 'x-team': 'blue', 'x-cost': '7' },
      savedSecrets: ['apiKey', 'header:authorization'],
    })
    expect(await vault.get(id, 'apiKey')).toBe('sk-canary-1')

    await data.applyImport({ source, choices: takeAll(preview, 'rename') })
    const names = (await endpoints.list()).map((endpoint) => endpoint.name)
    expect(names.toSorted()).toEqual([
      'Another name',
      'Company proxy',
      'Company proxy 2',
      'From the environment',
    ])
    const { gateway } = await opened.backend.settings.read()
    expect(gateway.aliases.map((alias) => alias.name)).toEqual(['fast', 'fast-2'])
  })

  test('a merge never sends a saved key to an address of the file', async () => {
    await using opened = await openTestBackend()
    const { data, endpoints } = opened.backend
    const saved = await endpoints.save({
      draft: draftOf({
        name: 'Cloud',
        spec: 'azure',
        baseUrl: undefined,
        resourceName: 'mine',
        secrets: { apiKey: { state: 'set', value: 'sk-canary' } },
      }),
    })
    if (!saved.ok) throw new Error('not saved')
    const { text } = await data.export({ format: 'bundle' })
    const bundle = JSON.parse(text)
    Object.assign(bundle.endpoints[0], {
      baseUrl: 'https://evil.example',
      proxy: { url: 'http://evil.example:1' },
      models: ['m'],
    })
    const source = { text: JSON.stringify(bundle) }
    const preview = await data.previewImport(source)
    await data.applyImport({ source, choices: takeAll(preview, 'merge') })
    const merged = await endpoints.get(saved.endpoint.id)
    expect(merged).toMatchObject({ resourceName: 'mine', models: ['m'] })
    expect(JSON.stringify(merged)).not.toContain('evil')
  })
})

describe('what was not chosen, and what cannot be', () => {
  test('only what was chosen comes in; an alias that lacks targets for it is told', async () => {
    await using from = await openTestBackend()
    await fill(from.backend)
    const { text } = await from.backend.data.export({ format: 'bundle', passphrase })
    await using to = await openTestBackend()
    const { data, endpoints, providers } = to.backend
    const source = { text, passphrase }
    const all = takeAll(await data.previewImport(source))
    const choices = { ...all, endpoints: [], officialKeys: [] }
    const result = await data.applyImport({ source, choices })
    expect(result).toMatchObject({
      aliases: ['fast'],
      notTaken: [expect.stringMatching(/fast lacks 2 targets/)],
    })
    expect(await endpoints.list()).toEqual([])
    expect(
      (await providers.list()).filter(({ savedKey, mode }) => savedKey || mode !== 'official'),
    ).toEqual([])
  })

  test('references are resolved where asked: fields to the settings, keys to the vault; what is not set stays', async () => {
    await using from = await openTestBackend()
    await fill(from.backend)
    const { text } = await from.backend.data.export({ format: 'bundle' })
    await using to = await openTestBackend(undefined, {
      readVariable: (name) => (name === 'MY_KEY' ? 'sk-canary-9' : undefined),
    })
    const { data, endpoints, vault } = to.backend
    const preview = await data.previewImport({ text })
    const choices = { ...takeAll(preview), resolveReferences: true }
    const result = await data.applyImport({ source: { text }, choices })
    expect(result.notTaken).toEqual([expect.stringMatching(/MY_BASE is not set/)])
    const [resolved] = (await endpoints.list()).filter(({ name }) => name.startsWith('From'))
    expect(resolved).toMatchObject({
      savedSecrets: ['apiKey'],
      environment: { fields: { baseUrl: 'MY_BASE' }, secrets: {} },
    })
    expect(await vault.get(resolved?.id ?? '', 'apiKey')).toBe('sk-canary-9')
    expect(JSON.stringify(result)).not.toContain('sk-canary')
  })

  test('a failed write leaves neither settings nor secrets behind', async () => {
    await using from = await openTestBackend()
    await fill(from.backend)
    const { text } = await from.backend.data.export({ format: 'bundle', passphrase })
    await using to = await openTestBackend()
    const { data, endpoints, vault } = to.backend
    const source = { text, passphrase }
    const preview = await data.previewImport(source)
    to.failWrites('ENOSPC')
    await expect(data.applyImport({ source, choices: takeAll(preview) })).rejects.toThrow(/full/)
    to.failWrites(undefined)
    expect(await endpoints.list()).toEqual([])
    expect(await vault.has('official:openai', 'apiKey')).toBe(false)
  })

  test('with a vault that fails on the way nothing is saved, and what was set is taken back', async () => {
    await using from = await openTestBackend()
    await fill(from.backend)
    const { text } = await from.backend.data.export({ format: 'bundle', passphrase })
    await using to = await openTestBackend()
    const { data, endpoints, vault } = to.backend
    const set = vault.set.bind(vault)
    const touched: string[] = []
    Object.assign(vault, {
      set: async (owner: string, name: string, value: string) => {
        if (name === 'header:authorization')
          throw new ProviderError({ code: 'vault-unavailable', message: 'The vault is locked.' })
        touched.push(owner)
        await set(owner, name, value)
      },
    })
    const source = { text, passphrase }
    const choices = takeAll(await data.previewImport(source))
    await expect(data.applyImport({ source, choices })).rejects.toThrow('locked')
    expect(await endpoints.list()).toEqual([])
    expect(touched).toHaveLength(1)
    expect(await vault.has(touched[0] ?? '', 'apiKey')).toBe(false)
  })

  test('a program that prints a token is not taken over from a file, and that is said', async () => {
    await using from = await openTestBackend()
    const auth = { scheme: 'command', command: { program: '/bin/false' } } as const
    const saved = await from.backend.endpoints.save({ draft: draftOf({ auth }) })
    if (!saved.ok) throw new Error(JSON.stringify(saved.issues))
    const { text } = await from.backend.data.export({ format: 'bundle' })
    await using to = await openTestBackend()
    const preview = await to.backend.data.previewImport({ text })
    expect(preview).toMatchObject({
      report: expect.arrayContaining([
        expect.objectContaining({ outcome: 'by-hand', message: expect.stringMatching(/program/) }),
      ]),
    })
    await to.backend.data.applyImport({ source: { text }, choices: takeAll(preview) })
    expect((await to.backend.endpoints.list())[0]?.auth).toBeUndefined()
  })

  test.each([
    ['not json', /JSON/],
    ['{"patchbay": "bundle", "format": 99}', /newer/],
    ['{"patchbay": "bundle", "format": 1, "endpoints": [{"name": "a", "spec": "nope"}]}', /spec/],
  ])('%s is refused in words', async (text, message) => {
    await using opened = await openTestBackend()
    const source = { text, format: 'bundle' as const }
    expect(await opened.backend.data.previewImport(source)).toMatchObject({
      ok: false,
      message: expect.stringMatching(message),
    })
    const choices = {
      endpoints: [],
      aliases: [],
      modes: [],
      officialKeys: [],
      resolveReferences: false,
    }
    await expect(opened.backend.data.applyImport({ source, choices })).rejects.toThrow(message)
  })
})
