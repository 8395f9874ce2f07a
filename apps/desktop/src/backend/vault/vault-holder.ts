/**
 * @file The vault in use: PATCHBAY_VAULT decides, else the person's choice, else the keychain. Never
 * falls back on its own: a keychain that is not there is said, and the window asks.
 */
import { ProviderError } from '@patchbay/provider-core'
import type { VaultStatus } from '#contract/shapes'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { FileVault } from './file-vault.ts'
import type { SecretVault } from './secret-vault.ts'

export type VaultKind = VaultStatus['kind']

export interface VaultMakers {
  keychain(): SecretVault
  file(): FileVault
  memory(): SecretVault
}

export interface VaultOptions {
  /** From PATCHBAY_VAULT. */
  readonly kind: VaultKind | undefined
  /** From PATCHBAY_PASSPHRASE. */
  readonly passphrase: string | undefined
}

export interface VaultHolder extends SecretVault {
  /** Switches for good (kept in the settings). Throws `ProviderError('vault-unavailable')` when that vault cannot be opened. */
  choose(
    choice: { kind: 'keychain' } | { kind: 'file'; passphrase: string } | { kind: 'memory' },
  ): Promise<VaultStatus>
  unlock(passphrase: string): Promise<VaultStatus>
}

export function createVaultHolder(
  settings: SettingsStore,
  makers: VaultMakers,
  options: VaultOptions,
): VaultHolder {
  /** Made once a kind: a memory vault that is dropped would lose what it holds. */
  const made: Partial<Record<VaultKind, SecretVault>> = {}
  let file: FileVault | undefined
  let unlocking: Promise<void> | undefined

  const make = (kind: VaultKind): SecretVault => {
    if (kind === 'file') return (file ??= makers.file())
    return (made[kind] ??= kind === 'keychain' ? makers.keychain() : makers.memory())
  }

  const currentKind = async (): Promise<VaultKind> => {
    if (options.kind) return options.kind
    // A settings file that cannot be used says so itself; secrets still need a vault to look in.
    const stored = await settings.read().catch(() => undefined)
    return stored?.vaultChoice ?? 'keychain'
  }

  const current = async (): Promise<SecretVault> => {
    const kind = await currentKind()
    const vault = make(kind)
    if (kind === 'file' && file && options.passphrase !== undefined) {
      unlocking ??= file.unlock(options.passphrase).catch((error: unknown) => {
        unlocking = undefined
        throw error
      })
      await unlocking
    }
    return vault
  }

  const describe = async (): Promise<VaultStatus> => {
    const kind = await currentKind()
    try {
      return await (await current()).describe()
    } catch (error) {
      const reason = error instanceof ProviderError ? error.message : 'The vault cannot be opened.'
      return { kind, name: kind === 'file' ? 'a sealed file' : kind, state: 'locked', reason }
    }
  }

  return {
    get: async (owner, name) => (await current()).get(owner, name),
    set: async (owner, name, value) => (await current()).set(owner, name, value),
    delete: async (owner, name) => (await current()).delete(owner, name),
    has: async (owner, name) => (await current()).has(owner, name),
    describe,
    async choose(choice) {
      if (options.kind && options.kind !== choice.kind) {
        throw new ProviderError({
          code: 'vault-unavailable',
          message: `PATCHBAY_VAULT says "${options.kind}" and decides while it is set. Unset it to choose here.`,
        })
      }
      make(choice.kind)
      if (choice.kind === 'file') await file?.unlock(choice.passphrase)
      await settings.update(async (all) => ({
        settings: { ...all, vaultChoice: choice.kind },
        result: undefined,
      }))
      return describe()
    },
    async unlock(passphrase) {
      const kind = await currentKind()
      if (kind === 'file') {
        make('file')
        try {
          await file?.unlock(passphrase)
        } catch (error) {
          const status = await describe()
          return {
            ...status,
            state: 'locked',
            reason: error instanceof ProviderError ? error.message : 'It could not be opened.',
          }
        }
      }
      return describe()
    },
  }
}
