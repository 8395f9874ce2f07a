import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestBackend, type TestBackend } from '../testing/open-backend.ts'

let opened: TestBackend
beforeEach(async () => {
  opened = await openTestBackend()
})
afterEach(() => opened[Symbol.asyncDispose]())

const readSettings = (): Promise<string> => readFile(join(opened.home, 'settings.json'), 'utf8')

test('a new key has 256 bits, and only revealing gives them away', async () => {
  const { gateway, data } = opened.backend
  const made = await gateway.keys.create({ name: ' Laptop ', models: ['openai/*'] })
  expect(made).toMatchObject({ name: 'Laptop', models: ['openai/*'], saved: true })
  const { value } = await gateway.keys.reveal(made.id)
  expect(value).toMatch(/^pbk-[\w-]{43}$/)
  const told = JSON.stringify([made, await gateway.keys.list(), await gateway.status()])
  expect(told).not.toContain(value)
  expect(await readSettings()).not.toContain(value)
  expect((await data.export({ format: 'bundle' })).text).not.toContain('Laptop')
})

test('a name that is taken is refused, and nothing is left in the vault', async () => {
  const { gateway, vault } = opened.backend
  await gateway.keys.create({ name: 'Laptop' })
  const before = await gateway.keys.list()
  await expect(gateway.keys.create({ name: 'laptop' })).rejects.toMatchObject({
    code: 'invalid-request',
  })
  expect(await gateway.keys.list()).toEqual(before)
  expect(await vault.has('gateway', `key:${before[0]?.id}`)).toBe(true)
})

test('when the settings cannot be written, the old value stays', async () => {
  const { gateway } = opened.backend
  const { id } = await gateway.keys.create({ name: 'Laptop' })
  const before = await gateway.keys.reveal(id)
  opened.failWrites('ENOSPC')
  await expect(gateway.keys.rotate(id)).rejects.toMatchObject({ code: 'settings' })
  await expect(gateway.keys.revoke(id)).rejects.toMatchObject({ code: 'settings' })
  expect(await gateway.keys.reveal(id)).toEqual(before)
})

test('rotating gives another value under the same name', async () => {
  const { gateway } = opened.backend
  const { id } = await gateway.keys.create({ name: 'Laptop' })
  const before = await gateway.keys.reveal(id)
  const rotated = await gateway.keys.rotate(id)
  expect(rotated).toMatchObject({ id, name: 'Laptop', rotatedAt: expect.any(String) })
  expect(await gateway.keys.reveal(id)).not.toEqual(before)
})

test('renaming and limiting keep the value; leaving the models out lifts the limit', async () => {
  const { gateway } = opened.backend
  const { id } = await gateway.keys.create({ name: 'Laptop' })
  const before = await gateway.keys.reveal(id)
  await gateway.keys.update({ id, name: 'Desk', models: ['fast'] })
  expect(await gateway.keys.list()).toMatchObject([{ name: 'Desk', models: ['fast'] }])
  await gateway.keys.update({ id, name: 'Desk' })
  expect((await gateway.keys.list())[0]).not.toHaveProperty('models')
  expect(await gateway.keys.reveal(id)).toEqual(before)
})

test('a revoked key is gone from settings and vault', async () => {
  const { gateway, vault } = opened.backend
  const { id } = await gateway.keys.create({ name: 'Laptop' })
  await gateway.keys.revoke(id)
  expect(await gateway.keys.list()).toEqual([])
  expect(await vault.has('gateway', `key:${id}`)).toBe(false)
  await expect(gateway.keys.reveal(id)).rejects.toMatchObject({ code: 'not-found' })
})

test('the first key is "Default"; later the one that works is taken, one without limits first', async () => {
  const { gateway } = opened.backend
  const first = await gateway.keys.ensure()
  expect(await gateway.keys.list()).toMatchObject([{ id: first.id, name: 'Default' }])
  expect(await gateway.keys.ensure()).toEqual(first)
  await gateway.keys.update({ id: first.id, name: 'Default', models: ['fast'] })
  const { id } = await gateway.keys.create({ name: 'All' })
  expect((await gateway.keys.ensure()).id).toBe(id)
})

test('a value that the vault lost is said to be lost, and ensured again under the same name', async () => {
  const { gateway, vault } = opened.backend
  const { id, value } = await gateway.keys.ensure()
  await vault.delete('gateway', `key:${id}`)
  expect(await gateway.keys.list()).toMatchObject([{ id, saved: false }])
  await expect(gateway.keys.reveal(id)).rejects.toMatchObject({ code: 'missing-secret' })
  const again = await gateway.keys.ensure()
  expect(again.id).toBe(id)
  expect(again.value).not.toBe(value)
})
