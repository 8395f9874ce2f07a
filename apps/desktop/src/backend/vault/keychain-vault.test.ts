import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createKeychainVault, keychainService, type Keychain } from './keychain-vault.ts'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'patchbay-keychain-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

/** Runs a shell command with a Secret Service of its own: a private D-Bus session and an unlocked gnome-keyring. */
async function withSecretService(command: string, unlock = true): Promise<string> {
  const daemon = unlock
    ? 'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; '
    : ''
  const { stdout } = await promisify(execFile)(
    'dbus-run-session',
    ['--', 'sh', '-c', daemon + command],
    {
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        XDG_RUNTIME_DIR: home,
        XDG_DATA_HOME: join(home, 'data'),
        XDG_CONFIG_HOME: join(home, 'config'),
      },
      timeout: 60_000,
    },
  )
  return stdout
}

const script = (action: string): string =>
  `"${process.execPath}" "${join(import.meta.dirname, 'use-keychain.fixture.ts')}" "${home}" ${action}`

describe('a real Secret Service', () => {
  test('a key is kept, found by secret-tool, replaced and removed', async () => {
    const out = await withSecretService(
      [
        script('set e1 apiKey sk-canary-1'),
        `secret-tool search --all service ${keychainService} 2>&1`,
        script('get e1 apiKey'),
        script('set e1 apiKey sk-canary-2'),
        script('get e1 apiKey'),
        script('delete e1 apiKey'),
        script('get e1 apiKey'),
      ].join('; '),
    )
    expect(out).toContain('secret = sk-canary-1')
    expect(out.match(/value: .*/g)).toEqual([
      'value: "sk-canary-1"',
      'value: "sk-canary-2"',
      'value: undefined',
    ])
  }, 90_000)

  test('a value that is too long for an entry is sealed in a file and comes back whole', async () => {
    const out = await withSecretService(
      [
        script('set-long v1 googleCredentials 5000'),
        script('get-length v1 googleCredentials'),
      ].join('; '),
    )
    expect(out).toContain('length: 5000')
    const [sealed] = await readdir(join(home, 'sealed'))
    expect(sealed).toMatch(/^[0-9a-f]{32}\.json$/)
  }, 90_000)

  test('is described as ready', async () => {
    const status = JSON.parse(await withSecretService(script('describe')))
    expect(status).toEqual({ kind: 'keychain', name: 'GNOME Keyring', state: 'ready' })
  }, 90_000)

  test('without one, what to choose is said, and nothing is kept anywhere else', async () => {
    const bare = {
      PATH: process.env['PATH'],
      HOME: home,
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
    }
    const run = (action: string) => promisify(execFile)('sh', ['-c', script(action)], { env: bare })
    const { stdout } = await run('describe')
    expect(JSON.parse(stdout)).toMatchObject({
      state: 'unavailable',
      reason: expect.stringMatching(/PATCHBAY_VAULT=file/),
    })
    await expect(run('set e1 apiKey sk-canary')).rejects.toThrow(/No keychain answers/)
  }, 90_000)

  test('a keyring that nobody unlocked refuses in words instead of hanging', async () => {
    const saved = await withSecretService(`${script('set e1 apiKey sk-canary')} 2>&1`, false).catch(
      (error: unknown) => error,
    )
    expect(saved).toMatchObject({ stdout: expect.stringMatching(/is locked|No keychain answers/) })
  }, 90_000)
})

describe('a keychain that fails', () => {
  const failing = (error: unknown): Keychain => ({
    getPassword: () => Promise.reject(error),
    setPassword: () => Promise.reject(error),
    deletePassword: () => Promise.reject(error),
  })
  const open = (keychain: Keychain, timeoutMs?: number) =>
    createKeychainVault({
      home,
      scope: '',
      platform: 'linux',
      load: async () => keychain,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    })

  test('locked: says that it is locked, never that a key is missing', async () => {
    const vault = open(failing(new Error('Secret Service: collection is locked')))
    await expect(vault.get('e1', 'apiKey')).rejects.toMatchObject({
      code: 'vault-unavailable',
      message: expect.stringMatching(/is locked/),
    })
    expect((await vault.describe()).state).toBe('locked')
  })

  test('absent: says what to choose', async () => {
    const vault = open(failing(new Error('Platform secure storage failure: no D-Bus')))
    await expect(vault.set('e1', 'apiKey', 'x')).rejects.toThrow(/PATCHBAY_VAULT=file/)
    expect((await vault.describe()).state).toBe('unavailable')
  })

  test('silent: counts as locked after the time limit', async () => {
    const silent = (): Promise<never> => new Promise(() => undefined)
    const vault = open({ getPassword: silent, setPassword: silent, deletePassword: silent }, 5)
    await expect(vault.get('e1', 'apiKey')).rejects.toThrow(/is locked/)
  })

  test('entries of two data folders do not meet', async () => {
    const entries = new Map<string, string>()
    const keychain: Keychain = {
      getPassword: async (_service, account) => entries.get(account),
      setPassword: async (_service, account, value) => void entries.set(account, value),
      deletePassword: async (_service, account) => entries.delete(account),
    }
    const load = async (): Promise<Keychain> => keychain
    const usual = createKeychainVault({ home, scope: '', load })
    const other = createKeychainVault({ home, scope: 'abcd', load })
    await usual.set('official:openai', 'apiKey', 'one')
    expect(await other.get('official:openai', 'apiKey')).toBeUndefined()
    await other.set('official:openai', 'apiKey', 'two')
    expect(await usual.get('official:openai', 'apiKey')).toBe('one')
  })
})
