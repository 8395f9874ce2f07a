/** @file Keeps secrets for this process only. */
import type { SecretVault } from './secret-vault.ts'

export function createMemoryVault(reason?: string): SecretVault {
  const values = new Map<string, string>()
  const key = (owner: string, name: string): string => JSON.stringify([owner, name])
  return {
    get: async (owner, name) => values.get(key(owner, name)),
    set: async (owner, name, value) => void values.set(key(owner, name), value),
    delete: async (owner, name) => void values.delete(key(owner, name)),
    has: async (owner, name) => values.has(key(owner, name)),
    describe: async () => ({
      kind: 'memory',
      name: 'this session only',
      state: 'ready',
      ...(reason === undefined ? {} : { reason }),
    }),
  }
}
