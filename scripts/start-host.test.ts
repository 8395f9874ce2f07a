import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chooseHost } from './choose-host.ts'
import { fetchElectron, findElectron } from './electron-binary.ts'

describe('the host that npm start chooses', () => {
  const desktop = { platform: 'linux', env: { DISPLAY: ':0' }, uid: 1000 } as const

  test('is Electron on a desktop, X11 or Wayland, and on macOS and Windows', () => {
    const wayland = { ...desktop, env: { WAYLAND_DISPLAY: 'wayland-0' } }
    const mac = { platform: 'darwin', env: {}, uid: 501 } as const
    const windows = { platform: 'win32', env: {}, uid: undefined } as const
    for (const machine of [desktop, wayland, mac, windows]) {
      expect(chooseHost([], machine)).toEqual({ kind: 'electron' })
    }
  })

  test('is the browser where there is no display, and the line says so', () => {
    const host = chooseHost([], { ...desktop, env: {} })
    expect(host).toEqual({ kind: 'browser', display: false, reason: 'there is no display' })
  })

  test('is the browser for root, whom Electron refuses', () => {
    expect(chooseHost([], { ...desktop, uid: 0 })).toMatchObject({
      kind: 'browser',
      reason: expect.stringContaining('root'),
    })
  })

  test.each([['--browser'], ['--port', '4711'], ['--port=4711'], ['--no-open']])(
    'is the browser, without a word, when asked for with %s',
    (...args) => {
      expect(chooseHost(args, desktop)).toEqual({ kind: 'browser', display: true, reason: '' })
    },
  )
})

describe("Electron's program file", () => {
  let root: string
  const putInstaller = (source: string): Promise<void> =>
    writeFile(join(root, 'node_modules/electron/install.js'), source)

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'electron-binary-'))
    await mkdir(join(root, 'node_modules/electron'), { recursive: true })
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  test('is found where the installer put it', async () => {
    await putInstaller(`
      const { mkdirSync, writeFileSync } = require('node:fs')
      mkdirSync(__dirname + '/dist')
      writeFileSync(__dirname + '/dist/electron', '')
      writeFileSync(__dirname + '/path.txt', 'electron')
    `)
    expect(findElectron(root)).toBeUndefined()
    const program = join(root, 'node_modules/electron/dist/electron')
    expect(await fetchElectron(root, 20_000)).toBe(program)
    expect(findElectron(root)).toBe(program)
  })

  test('is reported missing when the installer fails', async () => {
    await putInstaller(`throw new Error('no network')`)
    expect(await fetchElectron(root, 20_000)).toBeUndefined()
  })

  test('is given up when the installer hangs', async () => {
    await putInstaller(`setInterval(() => {}, 1000)`)
    expect(await fetchElectron(root, 200)).toBeUndefined()
  })
})
