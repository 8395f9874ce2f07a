import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFileVault } from './file-vault.ts'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'patchbay-vault-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const file = (): string => join(home, 'secrets.sealed.json')
const key = 'sk-canary-0123456789'

test('a secret survives a restart and is not readable in the file', async () => {
  const vault = createFileVault(home)
  await vault.unlock('correct horse')
  await vault.set('e1', 'apiKey', key)
  const text = await readFile(file(), 'utf8')
  expect(text).not.toContain(key)
  expect(text).not.toContain('e1')
  expect((await stat(file())).mode & 0o777).toBe(0o600)

  const again = createFileVault(home)
  await again.unlock('correct horse')
  expect(await again.get('e1', 'apiKey')).toBe(key)
  expect(await again.get('e2', 'apiKey')).toBeUndefined()
})

test('a wrong passphrase is said to be wrong, and opens nothing', async () => {
  const vault = createFileVault(home)
  await vault.unlock('correct horse')
  await vault.set('e1', 'apiKey', key)
  const again = createFileVault(home)
  await expect(again.unlock('wrong horse')).rejects.toThrow(/passphrase does not open/)
  expect((await again.describe()).state).toBe('locked')
  await expect(again.get('e1', 'apiKey')).rejects.toThrow(/locked/)
})

test('two vaults on one file do not lose each other’s writes', async () => {
  const one = createFileVault(home)
  const two = createFileVault(home)
  await one.unlock('correct horse')
  await two.unlock('correct horse')
  await Promise.all([
    ...[1, 2, 3].map((number) => one.set(`a${number}`, 'apiKey', key)),
    ...[1, 2, 3].map((number) => two.set(`b${number}`, 'apiKey', key)),
  ])
  for (const owner of ['a1', 'a2', 'a3', 'b1', 'b2', 'b3'])
    expect(await one.has(owner, 'apiKey')).toBe(true)
  await two.delete('a1', 'apiKey')
  expect(await one.has('a1', 'apiKey')).toBe(false)
})

test('a changed file is refused and left as it is', async () => {
  const vault = createFileVault(home)
  await vault.unlock('correct horse')
  await vault.set('e1', 'apiKey', key)
  const changed = JSON.parse(await readFile(file(), 'utf8'))
  changed.sealed.data = Buffer.from('other').toString('base64')
  await writeFile(file(), JSON.stringify(changed))
  await expect(vault.get('e1', 'apiKey')).rejects.toThrow(/passphrase does not open/)
  await writeFile(file(), 'not json')
  await expect(vault.get('e1', 'apiKey')).rejects.toThrow(/damaged/)
  expect(await readFile(file(), 'utf8')).toBe('not json')
})
