/**
 * @file Secrets in the keychain of the operating system. The only file that imports the keychain library. What is too long for a keychain entry is sealed in a file; its key is
 * the keychain entry.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ProviderError } from '@patchbay/provider-core'
import type { VaultStatus } from '#contract/shapes'
import { writePrivateFile } from '../storage/write-file.ts'
import { createKeychainCalls, KeychainTimeout, leaveInSpiteOf } from './keychain-calls.ts'
import { seal, sealedSchema, unseal } from './seal.ts'
import type { SecretVault } from './secret-vault.ts'

/** The calls of keytar that are used here. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null | undefined>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

export interface KeychainVaultOptions {
  /** Data folder; long values are sealed in its folder `sealed`. */
  readonly home: string
  /** Keeps the entries of several data folders apart; empty for the usual folder. */
  readonly scope: string
  /** Loads the keychain library: it is native and loaded when first used. */
  readonly load?: () => Promise<Keychain>
  readonly platform?: NodeJS.Platform
  readonly desktop?: string | undefined
  /** Milliseconds after which a keychain that does not answer counts as locked. A prompt may be open. */
  readonly timeoutMs?: number
}

/** Name of the service under which every entry is kept. */
export const keychainService = 'Patchbay'

/** Windows holds 2,560 bytes of UTF-16 in one entry; that is the smallest of the three systems. */
const longestEntry = 1200
const sealedPrefix = 'patchbay-sealed-1:'

export function createKeychainVault(options: KeychainVaultOptions): SecretVault {
  const { home, scope, platform = process.platform, timeoutMs = 30_000 } = options
  const name = keychainName(platform, options.desktop)
  const calls = createKeychainCalls()
  let loading: Promise<Keychain> | undefined

  let watched = false
  const load = (): Promise<Keychain> => {
    if (!watched) leaveInSpiteOf(calls)
    watched = true
    return (loading ??= (options.load ?? loadKeychain)())
  }

  const call = async <T>(work: (keychain: Keychain) => Promise<T>): Promise<T> => {
    try {
      const keychain = await load()
      return await calls.run(() => work(keychain), timeoutMs)
    } catch (error) {
      throw new ProviderError({
        code: 'vault-unavailable',
        message: explain(error, name).message,
        cause: error,
      })
    }
  }

  const account = (owner: string, secret: string): string =>
    `${owner}/${secret}${scope === '' ? '' : `@${scope}`}`
  const sealedPath = (entry: string): string =>
    join(home, 'sealed', `${createHash('sha256').update(entry).digest('hex').slice(0, 32)}.json`)

  const get = async (owner: string, secret: string): Promise<string | undefined> => {
    const entry = account(owner, secret)
    const value =
      (await call((keychain) => keychain.getPassword(keychainService, entry))) ?? undefined
    if (!value?.startsWith(sealedPrefix)) return value
    try {
      const sealed = sealedSchema.parse(JSON.parse(await readFile(sealedPath(entry), 'utf8')))
      return unseal(sealed, Buffer.from(value.slice(sealedPrefix.length), 'base64'), entry)
    } catch (error) {
      throw new ProviderError({
        code: 'vault-unavailable',
        message: `The sealed part of a long secret (${secret}) is missing or damaged. Enter that secret again.`,
        cause: error,
      })
    }
  }

  return {
    get,
    async set(owner, secret, value) {
      const entry = account(owner, secret)
      if (value.length <= longestEntry && !value.startsWith(sealedPrefix)) {
        await call((keychain) => keychain.setPassword(keychainService, entry, value))
        await rm(sealedPath(entry), { force: true })
        return
      }
      const key = randomBytes(32)
      await writePrivateFile(sealedPath(entry), JSON.stringify(seal(value, key, entry))).catch(
        (error: unknown) => {
          throw new ProviderError({
            code: 'vault-unavailable',
            message: `A long secret (${secret}) could not be sealed in ${home}. Nothing was changed.`,
            cause: error,
          })
        },
      )
      await call((keychain) =>
        keychain.setPassword(keychainService, entry, sealedPrefix + key.toString('base64')),
      )
    },
    async delete(owner, secret) {
      const entry = account(owner, secret)
      await call((keychain) => keychain.deletePassword(keychainService, entry))
      await rm(sealedPath(entry), { force: true })
    },
    has: async (owner, secret) => (await get(owner, secret)) !== undefined,
    async describe(): Promise<VaultStatus> {
      try {
        const keychain = await load()
        await calls.run(
          () => keychain.getPassword(keychainService, 'is-it-there'),
          Math.min(timeoutMs, 5000),
        )
        return { kind: 'keychain', name, state: 'ready' }
      } catch (error) {
        loading = undefined
        const { state, message } = explain(error, name)
        return { kind: 'keychain', name, state, reason: message }
      }
    },
  }
}

/**
 * The library's own keytar facade falls back to the kernel's keyring where there is no Secret Service;
 * that forgets everything at the next start, so entries are pinned to the Secret Service instead.
 */
async function loadKeychain(): Promise<Keychain> {
  const { AsyncEntry } = await import('keytar')
  const open = (service: string, account: string) =>
    new AsyncEntry(service, account, { linux: { store: 'secret-service' } })
  return {
    getPassword: async (service, account) => open(service, account).getPassword(),
    setPassword: async (service, account, password) => open(service, account).setPassword(password),
    deletePassword: async (service, account) => open(service, account).deletePassword(),
  }
}

/** The library's words differ by system; what matters is whether a keychain is there at all. */
function explain(
  error: unknown,
  name: string,
): { state: 'locked' | 'unavailable'; message: string } {
  const text = error instanceof Error ? error.message : String(error)
  if (
    error instanceof KeychainTimeout ||
    /locked|dismiss|prompt|denied|interaction is not allowed|user canceled/i.test(text)
  ) {
    return { state: 'locked', message: `${name} is locked. Unlock it, then try again.` }
  }
  return {
    state: 'unavailable',
    message: `No keychain answers on this machine. Choose a sealed file with a passphrase, or keep secrets for this session only (PATCHBAY_VAULT=file with PATCHBAY_PASSPHRASE, or PATCHBAY_VAULT=memory).`,
  }
}

function keychainName(platform: NodeJS.Platform, desktop: string | undefined): string {
  if (platform === 'darwin') return 'macOS Keychain'
  if (platform === 'win32') return 'Windows Credential Manager'
  return desktop !== undefined && /kde/i.test(desktop) ? 'KWallet' : 'GNOME Keyring'
}
