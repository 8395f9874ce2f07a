import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createConfFile, type SettingsFile } from './settings-file.ts'
import { parseSettings } from './settings-schema.ts'
import { createSettingsStore } from './settings-store.ts'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'patchbay-settings-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const path = (): string => join(home, 'settings.json')
const open = () => createSettingsStore(createConfFile(home))

test('settings are empty before anything was saved, and reading writes no file', async () => {
  expect((await open().read()).endpoints).toEqual({})
  expect(await readdir(home)).toEqual([])
})

test('what one store writes another one reads', async () => {
  await open().update(async (all) => ({ settings: { ...all, theme: 'dark' }, result: undefined }))
  expect((await open().read()).theme).toBe('dark')
})

test('fields that a newer version of the same format added are kept when an entry is written back', async () => {
  await writeFile(path(), JSON.stringify({ format: 1, theme: 'light', later: { a: 1 } }))
  await open().update(async (all) => ({ settings: { ...all, theme: 'dark' }, result: undefined }))
  expect(JSON.parse(await readFile(path(), 'utf8'))).toMatchObject({
    theme: 'dark',
    later: { a: 1 },
  })
})

test('a file from before the gateway opens with its defaults, and keeps what a newer one added to it', async () => {
  await writeFile(path(), JSON.stringify({ format: 1, theme: 'light' }))
  expect((await open().read()).gateway).toMatchObject({ port: 8460, requireKey: true, keys: [] })
  const gateway = { port: 9, later: 1, keys: [{ id: 'k', name: 'K', createdAt: '', later: 2 }] }
  await writeFile(path(), JSON.stringify({ format: 1, gateway }))
  await open().update(async (all) => ({ settings: { ...all, theme: 'dark' }, result: undefined }))
  expect(JSON.parse(await readFile(path(), 'utf8'))).toMatchObject({ gateway })
})

test('a change that throws leaves the file as it was', async () => {
  const store = open()
  await store.update(async (all) => ({ settings: { ...all, theme: 'dark' }, result: undefined }))
  const before = await readFile(path(), 'utf8')
  await expect(
    store.update(async () => {
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await readFile(path(), 'utf8')).toBe(before)
})

test.each([
  ['text that is not JSON', '{"format": 1, "theme": '],
  ['an empty file', ''],
  ['another shape', '{"format": 1, "endpoints": 7}'],
  ['an array', '[]'],
])(
  '%s is set aside under a name that is told, and the app starts empty',
  async (_name, content) => {
    await writeFile(path(), content)
    const store = open()
    expect((await store.read()).endpoints).toEqual({})
    const [notice] = store.notices()
    const aside = (await readdir(home)).find((name) => name.startsWith('settings.corrupt-'))
    expect(notice?.message).toContain(aside)
    expect(await readFile(join(home, aside ?? ''), 'utf8')).toBe(content)
    await store.update(async (all) => ({ settings: { ...all, theme: 'dark' }, result: undefined }))
    expect((await store.read()).theme).toBe('dark')
  },
)

test('a file of a newer format is refused in words and left untouched', async () => {
  const content = JSON.stringify({ format: 99, anything: true })
  await writeFile(path(), content)
  const store = open()
  await expect(store.read()).rejects.toThrow(/newer Patchbay \(format 99/)
  await expect(
    store.update(async (all) => ({ settings: { ...all, theme: 'dark' }, result: undefined })),
  ).rejects.toThrow(/newer Patchbay/)
  expect(await readFile(path(), 'utf8')).toBe(content)
  expect(await readdir(home)).toEqual(['settings.json'])
})

test('a disk that is full is said, and the old settings stay', async () => {
  await open().update(async (all) => ({ settings: { ...all, theme: 'dark' }, result: undefined }))
  const real = createConfFile(home)
  const full: SettingsFile = {
    path: real.path,
    read: () => real.read(),
    write: () =>
      Promise.reject(
        Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }),
      ),
  }
  const store = createSettingsStore(full)
  await expect(
    store.update(async (all) => ({ settings: { ...all, theme: 'light' }, result: undefined })),
  ).rejects.toThrow(/disk is full.*Nothing was changed/s)
  expect((await store.read()).theme).toBe('dark')
})

test('older formats are brought up step by step, and an unknown one is refused', () => {
  const step = (content: Record<string, unknown>): Record<string, unknown> => ({
    ...content,
    theme: content['look'],
  })
  expect(parseSettings({ format: 0, look: 'dark' }, { 0: step }).theme).toBe('dark')
  expect(() => parseSettings({ format: 0, look: 'dark' }, {})).toThrow(/unknown format 0/)
})

test('two processes that write at once lose nothing', async () => {
  const script = join(import.meta.dirname, 'write-many.fixture.ts')
  const run = promisify(execFile)
  await Promise.all(['a', 'b'].map((name) => run(process.execPath, [script, home, name, '25'])))
  const { providers } = await open().read()
  expect(Object.keys(providers)).toHaveLength(50)
}, 60_000)

test('a listener hears of a write by another store', async () => {
  const store = open()
  await store.update(async (all) => ({ settings: all, result: undefined }))
  const heard = new Promise<void>((resolve) => {
    const stop = store.onChange(() => {
      stop()
      resolve()
    })
  })
  await open().update(async (all) => ({ settings: { ...all, theme: 'light' }, result: undefined }))
  await heard
  expect((await store.read()).theme).toBe('light')
})
