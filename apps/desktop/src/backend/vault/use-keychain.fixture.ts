/** @file A process of its own that uses the keychain of the system. Arguments: home, action, and what it needs. */
import { createKeychainVault } from './keychain-vault.ts'

const [home = '', action, owner = '', name = '', value = ''] = process.argv.slice(2)
const vault = createKeychainVault({ home, scope: '', timeoutMs: 10_000 })

const actions: Record<string, () => Promise<unknown>> = {
  set: () => vault.set(owner, name, value),
  'set-long': () => vault.set(owner, name, 'x'.repeat(Number(value))),
  get: async () => console.log(`value: ${JSON.stringify(await vault.get(owner, name))}`),
  'get-length': async () => console.log(`length: ${(await vault.get(owner, name))?.length}`),
  delete: () => vault.delete(owner, name),
  describe: async () => console.log(JSON.stringify(await vault.describe())),
}
await actions[action ?? '']?.()
process.exit(0)
