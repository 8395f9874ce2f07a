import type { Configuration } from 'app-builder-lib'
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { globSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from './run-command.ts'

const root = join(import.meta.dirname, '..')
const silent = { isEnabled: false } as Parameters<typeof validateConfiguration>[1]

const readConfig = (): Promise<Configuration> => getConfig(root, 'electron-builder.yml', null)

describe('electron-builder.yml', () => {
  let config: Configuration
  beforeAll(async () => {
    config = await readConfig()
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
    // A handler's process reads real files only.
    expect(config.asarUnpack).toContain('dist/handler/**')
  })

  test('makes an AppImage and a deb, a dmg, and an nsis installer', () => {
    expect([config.linux?.target, config.mac?.target, config.win?.target]).toEqual([
      ['AppImage', 'deb'],
      ['dmg'],
      ['nsis'],
    ])
  })
})

describe('the packed app', () => {
  let folder: string
  let packed: string[]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packed-'))
    packed = await packWithoutElectron(folder)
  }, 120_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('has the bundles that it starts from, and the one that handlers run in', () => {
    const starting = ['dist/main/main.js', 'dist/preload/preload.cjs', 'dist/renderer/index.html']
    const entries = [...starting, 'dist/handler/runner.mjs']
    expect(entries.filter((entry) => !packed.includes(entry))).toEqual([])
  })

  test('has the keychain library and its native part, and no other module', () => {
    const modules = packed.filter((file) => file.startsWith('node_modules/'))
    expect(modules).toContain('node_modules/keytar/keytar.js')
    expect(modules.filter((file) => file.endsWith('.node'))).toHaveLength(1)
    const others = modules.filter((file) => !/^node_modules[/](keytar|@napi-rs)[/]/.test(file))
    expect(others).toEqual([])
  })

  test('has no source, no test, no command line and nothing of the build machine', () => {
    const expected =
      /^(package[.]json|node_modules[/].+|dist[/](handler|main|preload|renderer)[/].+)$/
    expect(packed.filter((file) => !expected.test(file))).toEqual([])
    expect(packed.filter((file) => file.endsWith('.ts') || file.endsWith('.map'))).toEqual([])
  })
})

/**
 * Packs the built app for Linux around a stand-in for Electron's program files. Fuses are left
 * out, since there is no program to set them in, and the archive, to be able to look inside.
 *
 * @param folder empty folder for what is made
 * @returns the files of the app, relative to its root
 */
async function packWithoutElectron(folder: string): Promise<string[]> {
  const build = ['scripts/build.ts', '--if-stale']
  expect(await runCommand(process.execPath, build, { cwd: root })).toMatchObject({ code: 0 })

  const electronDist = join(folder, 'electron')
  await mkdir(join(electronDist, 'resources'), { recursive: true })
  await writeFile(join(electronDist, 'electron'), '', { mode: 0o755 })
  await writeFile(join(electronDist, 'version'), '')
  const { electronFuses: _fuses, asarUnpack: _unpack, ...config } = await readConfig()
  const file = join(folder, 'config.json')
  const output = join(folder, 'release')
  const directories = { ...config.directories, output }
  await writeFile(file, JSON.stringify({ ...config, asar: false, electronDist, directories }))

  const builder = join(root, 'node_modules/.bin/electron-builder')
  const args = ['--config', file, '--linux', 'dir', '--x64', '--publish', 'never']
  const result = await runCommand(builder, args, { cwd: root })
  expect(result, result.output).toMatchObject({ code: 0 })
  const cwd = join(output, 'linux-unpacked/resources/app')
  return globSync('**', { cwd, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(cwd, join(entry.parentPath, entry.name)).split(sep).join('/'))
}
