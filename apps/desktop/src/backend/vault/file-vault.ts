/** @file Secrets in one file, sealed with a passphrase. Locked until the passphrase was given in this process. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ProviderError } from '@patchbay/provider-core'
import { withFileLock } from '../storage/file-lock.ts'
import { writePrivateFile } from '../storage/write-file.ts'
import { deriveKey, scryptCost, seal, sealedSchema, unseal } from './seal.ts'
import type { SecretVault } from './secret-vault.ts'

const fileSchema = z.object({
  format: z.literal(1),
  kdf: z.object({
    name: z.literal('scrypt'),
    salt: z.base64(),
    N: z.number(),
    r: z.number(),
    p: z.number(),
  }),
  sealed: sealedSchema,
})
type VaultFile = z.infer<typeof fileSchema>
const contentSchema = z.record(z.string(), z.string())

const context = 'patchbay vault 1'

export interface FileVault extends SecretVault {
  /** Opens the file, or makes it when there is none. Throws `ProviderError('vault-unavailable')` for a wrong passphrase. */
  unlock(passphrase: string): Promise<void>
}

/** @param home data folder; the file in it is `secrets.sealed.json` */
export function createFileVault(home: string): FileVault {
  const path = join(home, 'secrets.sealed.json')
  let key: Buffer | undefined
  let salt: string | undefined

  const readVaultFile = async (): Promise<VaultFile | undefined> => {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw unavailable(`The sealed file ${path} could not be read (${error.code}).`, error)
    })
    if (text === undefined) return undefined
    try {
      return fileSchema.parse(JSON.parse(text))
    } catch (error) {
      throw unavailable(
        `The sealed file ${path} is damaged or of a newer Patchbay. It was left as it is.`,
        error,
      )
    }
  }

  const openWith = (file: VaultFile, withKey: Uint8Array): Record<string, string> => {
    try {
      return contentSchema.parse(JSON.parse(unseal(file.sealed, withKey, context)))
    } catch (error) {
      throw unavailable('The passphrase does not open the sealed file. Type it again.', error)
    }
  }

  const unlockedKey = (): Buffer => {
    if (!key)
      throw unavailable(
        'The sealed file is locked. Unlock it with its passphrase (PATCHBAY_PASSPHRASE for commands).',
      )
    return key
  }

  const read = async (): Promise<Record<string, string>> => {
    const current = unlockedKey()
    const file = await readVaultFile()
    if (!file) return {}
    if (file.kdf.salt !== salt)
      throw unavailable('The sealed file was replaced by another one. Unlock it again.')
    return openWith(file, current)
  }

  const write = async (content: Record<string, string>): Promise<void> => {
    const file: VaultFile = {
      format: 1,
      kdf: { name: 'scrypt', salt: salt ?? '', ...scryptCost },
      sealed: seal(JSON.stringify(content), unlockedKey(), context),
    }
    await writePrivateFile(path, `${JSON.stringify(file)}\n`).catch((error: unknown) => {
      throw unavailable(`The sealed file ${path} could not be written. Nothing was changed.`, error)
    })
  }

  const change = (edit: (content: Record<string, string>) => void): Promise<void> =>
    withFileLock(path, async () => {
      const content = await read()
      edit(content)
      await write(content)
    })

  const account = (owner: string, name: string): string => `${owner}/${name}`

  return {
    async unlock(passphrase) {
      await withFileLock(path, async () => {
        const file = await readVaultFile()
        if (file) {
          const candidate = await deriveKey(
            passphrase,
            Buffer.from(file.kdf.salt, 'base64'),
            file.kdf,
          )
          openWith(file, candidate)
          key = candidate
          salt = file.kdf.salt
          return
        }
        const fresh = randomBytes(16)
        key = await deriveKey(passphrase, fresh, scryptCost)
        salt = fresh.toString('base64')
        await write({})
      })
    },
    get: async (owner, name) => (await read())[account(owner, name)],
    set: (owner, name, value) =>
      change((content) => {
        content[account(owner, name)] = value
      }),
    delete: (owner, name) =>
      change((content) => {
        delete content[account(owner, name)]
      }),
    has: async (owner, name) => account(owner, name) in (await read()),
    describe: async () =>
      key
        ? { kind: 'file', name: 'a sealed file', state: 'ready' }
        : {
            kind: 'file',
            name: 'a sealed file',
            state: 'locked',
            reason: 'Give the passphrase that it was sealed with.',
          },
  }
}

function unavailable(message: string, cause?: unknown): ProviderError {
  return new ProviderError({ code: 'vault-unavailable', message, cause })
}
