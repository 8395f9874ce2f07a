import { expect, test } from 'vitest'
import { parseEnvironment } from './environment.ts'

const on = (platform: NodeJS.Platform, env: Record<string, string> = {}) =>
  parseEnvironment({ env, platform, userHome: '/home/ada', cwd: '/somewhere' })

test('the data folder follows the system unless PATCHBAY_HOME says otherwise', () => {
  expect(on('linux').home).toBe('/home/ada/.config/patchbay')
  expect(on('linux', { XDG_CONFIG_HOME: '/etc/ada' }).home).toBe('/etc/ada/patchbay')
  expect(on('darwin').home).toBe('/home/ada/Library/Application Support/Patchbay')
  expect(on('linux', { PATCHBAY_HOME: 'here' }).home).toBe('/somewhere/here')
})

test('ports of local servers can be told, and a wrong one is refused', () => {
  expect(on('linux').discoveryPorts.ollama).toBe(11434)
  expect(on('linux', { PATCHBAY_DISCOVERY_PORTS: 'ollama=0' }).discoveryPorts.ollama).toBe(0)
  expect(() => on('linux', { PATCHBAY_DISCOVERY_PORTS: 'x' })).toThrow(/PATCHBAY_DISCOVERY_PORTS/)
})

test('keychain entries of another data folder are kept apart', () => {
  expect(on('linux').keychainScope).toBe('')
  const scopes = ['a', 'b'].map((name) => on('linux', { PATCHBAY_HOME: `/${name}` }).keychainScope)
  expect(new Set([...scopes, '']).size).toBe(3)
})

test('PATCHBAY_VAULT takes three words and says so', () => {
  expect(on('linux', { PATCHBAY_VAULT: 'file', PATCHBAY_PASSPHRASE: 'x' }).vault).toEqual({
    kind: 'file',
    passphrase: 'x',
  })
  expect(on('linux', { PATCHBAY_VAULT: '' }).vault.kind).toBeUndefined()
  expect(() => on('linux', { PATCHBAY_VAULT: 'plain' })).toThrow(/keychain, file or memory/)
})
