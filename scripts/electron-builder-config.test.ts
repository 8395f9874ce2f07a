import type { Configuration } from 'app-builder-lib'
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from './run-command.ts'

const root = join(import.meta.dirname, '..')
const silent = { isEnabled: false } as Parameters<typeof validateConfiguration>[1]

describe('electron-builder.yml', () => {
  let config: Configuration
  beforeAll(async () => {
    config = await getConfig(root, 'electron-builder.yml', null)
  })

  test("passes electron-builder's own validator", async () => {
    await expect(validateConfiguration(config, silent)).resolves.toBeUndefined()
  })

  test('the validator refuses a misspelt key', async () => {
    const misspelt: object = { ...config, productNmae: 'Patchbay' }
    await expect(validateConfiguration(misspelt, silent)).rejects.toThrow(/productNmae/)
  })

  test('the validator refuses a misspelt fuse', async () => {
    const misspelt = { ...config, electronFuses: { ...config.electronFuses, runAsNod: false } }
    await expect(validateConfiguration(misspelt, silent)).rejects.toThrow(/electronFuses/)
  })

  test('closes every way into the packed app and opens none', () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    })
    expect(config.asar).toBe(true)
  })

  test('makes an AppImage and a deb, a dmg, and an nsis installer', () => {
    expect([config.linux?.target, config.mac?.target, config.win?.target]).toEqual([
      ['AppImage', 'deb'],
      ['dmg'],
      ['nsis'],
    ])
  })

  test('what it packs is there after a build, and nothing of dist is packed by accident', async () => {
    const build = ['scripts/build.ts', '--if-stale']
    expect(await runCommand(process.execPath, build, { cwd: root })).toMatchObject({ code: 0 })
    const app = join(root, config.directories?.app ?? '')
    const patterns = packedPatterns(config)
    const folders = patterns.filter((pattern) => pattern.startsWith('dist/'))
    expect(folders).toEqual(['dist/main/**', 'dist/preload/**', 'dist/renderer/**'])
    const entries = ['dist/main/main.js', 'dist/preload/preload.cjs', 'dist/renderer/index.html']
    expect(entries.filter((entry) => !existsSync(join(app, entry)))).toEqual([])
  })
})

/** electron-builder turns the list of `files` into one set with a filter. */
function packedPatterns({ files }: Configuration): string[] {
  return [files].flat().flatMap((entry) => {
    if (typeof entry === 'string') return [entry]
    return [entry?.filter ?? []].flat()
  })
}
