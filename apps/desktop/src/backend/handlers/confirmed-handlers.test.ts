import { createRouterClient } from '@orpc/server'
import { expect, test } from 'vitest'
import { ProviderError } from '@patchbay/provider-core'
import { createChangeHub } from '../app/change-hub.ts'
import { createRouter } from '../router.ts'
import { createConfFile } from '../storage/settings-file.ts'
import { createSettingsStore } from '../storage/settings-store.ts'
import { draftOf, openTestBackend } from '../testing/open-backend.ts'
import { createConfirmedHandlers, type HandlerManifest } from './confirmed-handlers.ts'
import { createNoHandlers, type CreateHandlerRuntime } from './handler-runtime.ts'

const file = '/home/ada/handlers/handler.ts'

/** A disk with one handler on it, whose content has the hash that is set. */
function createDisk(hash = 'one') {
  const disk = {
    hash,
    inspect: async (path: string): Promise<HandlerManifest> => {
      if (path !== file)
        throw new ProviderError({ code: 'handler', message: `${path} is not there.` })
      const { hash: now } = disk
      return { file, hash: now, files: [{ path: 'handler.ts', sha256: now }] }
    },
  }
  return disk
}

function runtimeOf(inspect: (path: string) => Promise<HandlerManifest>): CreateHandlerRuntime {
  return (isConfirmed) => ({ ...createNoHandlers(isConfirmed), inspect })
}

test('saving an endpoint is no yes to its file; a yes is to exactly what was shown', async () => {
  const disk = createDisk()
  const createHandlerRuntime = runtimeOf(disk.inspect)
  await using opened = await openTestBackend(undefined, { createHandlerRuntime })
  const { handlers } = opened.backend
  const client = createRouterClient(createRouter(opened.backend))

  const draft = draftOf({ spec: 'custom-handler', baseUrl: undefined, handler: { file } })
  expect(await client.endpoints.save({ draft })).toMatchObject({
    ok: true,
    endpoint: { host: 'handler.ts' },
  })
  expect(await client.handlers.inspect({ file })).toMatchObject({
    ok: true,
    hash: 'one',
    consent: 'unconfirmed',
    asks: 'window',
  })
  expect(await handlers.isConfirmed(file, 'one')).toBe(false)

  expect(await client.handlers.confirm({ file, hash: 'one' })).toMatchObject({
    consent: 'confirmed',
  })
  expect(await handlers.isConfirmed(file, 'one')).toBe(true)
  expect(await handlers.isConfirmed(file, 'two')).toBe(false)
  expect(await handlers.isConfirmed('/home/ada/other/handler.ts', 'one')).toBe(false)

  disk.hash = 'two'
  expect(await client.handlers.inspect({ file })).toMatchObject({ consent: 'changed' })
})

test('files that changed while they were looked at are not agreed to', async () => {
  const disk = createDisk('two')
  const createHandlerRuntime = runtimeOf(disk.inspect)
  await using opened = await openTestBackend(undefined, { createHandlerRuntime })
  const { handlers } = opened.backend
  expect(await handlers.confirm(file, 'one')).toMatchObject({ hash: 'two', consent: 'unconfirmed' })
  expect(await handlers.isConfirmed(file, 'one')).toBe(false)
  expect(await handlers.isConfirmed(file, 'two')).toBe(false)
})

test('a yes outlives the host, and one that another process took is seen by this one', async () => {
  const disk = createDisk()
  const createHandlerRuntime = runtimeOf(disk.inspect)
  await using opened = await openTestBackend(undefined, { createHandlerRuntime })
  const other = createConfirmedHandlers({
    settings: createSettingsStore(createConfFile(opened.home)),
    changes: createChangeHub(),
    inspect: disk.inspect,
  })
  expect(await opened.backend.handlers.isConfirmed(file, 'one')).toBe(false)
  await other.confirm(file, 'one')
  expect(await opened.backend.handlers.isConfirmed(file, 'one')).toBe(true)
})

test('where the host asks, the word of a window is no yes', async () => {
  const disk = createDisk()
  const asked: string[] = []
  let answer = false
  await using opened = await openTestBackend(undefined, {
    createHandlerRuntime: runtimeOf(disk.inspect),
    askToAllow: async ({ hash }) => {
      asked.push(hash)
      return answer
    },
  })
  const client = createRouterClient(createRouter(opened.backend))
  expect(await client.handlers.inspect({ file })).toMatchObject({ asks: 'host' })
  expect(await client.handlers.confirm({ file, hash: 'one' })).toMatchObject({
    consent: 'unconfirmed',
  })
  answer = true
  expect(await client.handlers.confirm({ file, hash: 'one' })).toMatchObject({
    consent: 'confirmed',
  })
  expect(await client.handlers.confirm({ file, hash: 'one' })).toMatchObject({ ok: true })
  expect(asked).toEqual(['one', 'one'])
})

test('a yes that is taken back holds no longer, even for a file that is gone', async () => {
  const disk = createDisk()
  const createHandlerRuntime = runtimeOf(disk.inspect)
  await using opened = await openTestBackend(undefined, { createHandlerRuntime })
  const client = createRouterClient(createRouter(opened.backend))
  await client.handlers.confirm({ file, hash: 'one' })
  expect(await opened.backend.handlers.isConfirmed(file, 'one')).toBe(true)
  await client.handlers.revoke({ file })
  expect(await opened.backend.handlers.isConfirmed(file, 'one')).toBe(false)
  await client.handlers.revoke({ file: '/nowhere.ts' })
})

test('a file that cannot be used is a value with its reason, and is never agreed to', async () => {
  const createHandlerRuntime = runtimeOf(createDisk().inspect)
  await using opened = await openTestBackend(undefined, { createHandlerRuntime })
  const { handlers } = opened.backend
  const refusal = { ok: false, message: '/nowhere.ts is not there.' }
  expect(await handlers.inspect('/nowhere.ts')).toEqual(refusal)
  expect(await handlers.confirm('/nowhere.ts', 'one')).toEqual(refusal)
})
