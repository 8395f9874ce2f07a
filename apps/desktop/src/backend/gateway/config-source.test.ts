import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { catalogue, ProviderError } from '@patchbay/provider-core'
import type { Route } from '@patchbay/provider-core/model'
import { draftOf, openTestBackend, type TestBackend } from '../testing/open-backend.ts'
import { createConfFile } from '../storage/settings-file.ts'
import { createSettingsStore } from '../storage/settings-store.ts'
import { createConfigSource, type ConfigSource } from './config-source.ts'

let opened: TestBackend
let source: ConfigSource
/** Set: what every read of the vault fails with. */
let locked: ProviderError | undefined
let keysAreAsked = true

beforeEach(async () => {
  locked = undefined
  keysAreAsked = true
  opened = await openTestBackend()
  const { settings, vault, changes, models } = opened.backend
  source = createConfigSource({
    catalogue,
    settings,
    vault: { get: (owner, name) => (locked ? Promise.reject(locked) : vault.get(owner, name)) },
    models: { resolve: (route) => (locked ? Promise.reject(locked) : models.resolve(route)) },
    changes,
    keysAreAsked: () => keysAreAsked,
    lookMs: 20,
  })
})
afterEach(async () => {
  source.close()
  await opened[Symbol.asyncDispose]()
})

async function addEndpoint(): Promise<Route> {
  const saved = await opened.backend.endpoints.save({
    draft: draftOf({ models: ['m'], secrets: { apiKey: { state: 'set', value: 'sk-one' } } }),
  })
  if (!saved.ok) throw new Error('not saved')
  const address = { endpointId: saved.endpoint.id, modelId: 'm' }
  const result = await opened.backend.models.route(address, false)
  if (!result.ok) throw new Error('no route')
  return result.route
}

/** As a request does that has just come. */
const resolve = async (route: Route) => source.resolve(route, await source.config())

test('snapshot and resolved endpoint stay the same objects until something changes', async () => {
  const route = await addEndpoint()
  const config = await source.config()
  const resolved = await resolve(route)
  expect(source.config()).toBe(config)
  expect(source.resolve(route, config)).toBe(resolved)
  expect(resolved.secrets).toEqual({ apiKey: 'sk-one' })

  await opened.backend.endpoints.save({
    id: route.endpointId,
    draft: draftOf({ models: ['m'], secrets: { apiKey: { state: 'set', value: 'sk-two' } } }),
  })
  expect(await source.config()).not.toBe(config)
  expect((await resolve(route)).secrets).toEqual({ apiKey: 'sk-two' })
  // Who has the old ones keeps them as they were.
  expect(resolved.secrets).toEqual({ apiKey: 'sk-one' })
  expect(await source.resolve(route, config)).toBe(resolved)
})

test('a request whose route was made before a change never gets the endpoint as it is after it', async () => {
  const route = await addEndpoint()
  const config = await source.config()
  const saved = await opened.backend.endpoints.save({
    id: route.endpointId,
    draft: draftOf({
      baseUrl: 'https://elsewhere.example/v1',
      models: ['m'],
      secrets: { apiKey: { state: 'set', value: 'sk-elsewhere' } },
    }),
  })
  expect(saved.ok).toBe(true)
  await expect(source.resolve(route, config)).rejects.toMatchObject({
    code: 'overloaded',
    status: 503,
    retryable: true,
  })
  expect(await resolve(route)).toMatchObject({ secrets: { apiKey: 'sk-elsewhere' } })
})

test('a change that its requests do not depend on stops no request', async () => {
  const route = await addEndpoint()
  const config = await source.config()
  await opened.backend.endpoints.save({
    id: route.endpointId,
    draft: draftOf({ models: ['m', 'n'], secrets: { apiKey: { state: 'unchanged' } } }),
  })
  expect(await source.resolve(route, config)).toMatchObject({ secrets: { apiKey: 'sk-one' } })
})

test('many requests at once read once', async () => {
  const route = await addEndpoint()
  const configs = await Promise.all(Array.from({ length: 20 }, async () => source.config()))
  const resolved = await Promise.all(Array.from({ length: 20 }, async () => resolve(route)))
  expect(new Set(configs).size).toBe(1)
  expect(new Set(resolved).size).toBe(1)
})

test('a key works from its making to its revoking, known by its digest only', async () => {
  expect((await source.config()).keys).toEqual([])
  const { keys } = opened.backend.gateway
  const { id } = await keys.create({ name: 'Laptop', models: ['fast'] })
  const { value } = await keys.reveal(id)
  const digest = createHash('sha256').update(value).digest()
  expect((await source.config()).keys).toEqual([{ id, digest, models: ['fast'] }])
  await keys.revoke(id)
  expect((await source.config()).keys).toEqual([])
})

test('a change by another process is seen', async () => {
  const other = createSettingsStore(createConfFile(opened.home))
  const before = await source.config()
  await other.update(async (all) => ({
    settings: { ...all, gateway: { ...all.gateway, assumeModelExists: true } },
    result: undefined,
  }))
  await expect.poll(async () => (await source.config()).assumeModelExists).toBe(true)
  expect(before.assumeModelExists).toBe(false)
})

test('a change by another process before the first look at the file is seen', async () => {
  const { settings, vault, models } = opened.backend
  const other = createSettingsStore(createConfFile(opened.home))
  const changes = { listen: () => () => undefined }
  const slow = createConfigSource({
    catalogue,
    settings,
    vault,
    models,
    changes,
    keysAreAsked: () => true,
    lookMs: 300,
  })
  try {
    expect((await slow.config()).assumeModelExists).toBe(false)
    await other.update(async (all) => ({
      settings: { ...all, gateway: { ...all.gateway, assumeModelExists: true } },
      result: undefined,
    }))
    await expect
      .poll(async () => (await slow.config()).assumeModelExists, { timeout: 3000 })
      .toBe(true)
  } finally {
    slow.close()
  }
})

test('a locked vault is an error each time, never "no key", and over once it is unlocked', async () => {
  const { id } = await opened.backend.gateway.keys.create({ name: 'Laptop' })
  const route = await addEndpoint()
  locked = new ProviderError({ code: 'vault-unavailable', message: 'GNOME Keyring is locked.' })
  await expect(source.config()).rejects.toBe(locked)
  await expect(source.config()).rejects.toBe(locked)
  await expect(resolve(route)).rejects.toBe(locked)
  locked = undefined
  expect(await source.config()).toMatchObject({ keys: [{ id }] })
  expect(await resolve(route)).toMatchObject({ secrets: { apiKey: 'sk-one' } })
})

test('where no key is asked for, a locked vault stops nobody and is looked at again', async () => {
  await opened.backend.gateway.keys.create({ name: 'Laptop' })
  keysAreAsked = false
  locked = new ProviderError({ code: 'vault-unavailable', message: 'GNOME Keyring is locked.' })
  expect(await source.config()).toMatchObject({ requireKey: false, keys: [] })
  locked = undefined
  expect((await source.config()).keys).toHaveLength(1)
})

test('a provider is usable with a key of its own, or when it is switched to what exists', async () => {
  const { providers } = opened.backend
  expect((await source.config()).usableProviders.size).toBe(0)
  await providers.setKey({ providerId: 'openai', apiKey: { state: 'set', value: 'sk-official' } })
  const { endpointId } = await addEndpoint()
  await providers.setMode({ providerId: 'anthropic', mode: 'custom-endpoint', endpointId })
  expect([...(await source.config()).usableProviders].toSorted()).toEqual(['anthropic', 'openai'])
})
