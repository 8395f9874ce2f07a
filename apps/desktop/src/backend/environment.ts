/**
 * @file What the environment says: PATCHBAY_HOME, PATCHBAY_VAULT, PATCHBAY_PASSPHRASE and
 * PATCHBAY_DISCOVERY_PORTS. Hosts pass their process in.
 */
import { createHash } from 'node:crypto'
import { isAbsolute, join, resolve } from 'node:path'
import { ProviderError } from '@patchbay/provider-core'
import { parseDiscoveryPorts, type DiscoveryPorts } from './discovery/discovery-ports.ts'
import type { VaultKind, VaultOptions } from './vault/vault-holder.ts'

export interface Environment {
  /** Data folder, absolute. */
  readonly home: string
  /** Empty for the usual data folder. */
  readonly keychainScope: string
  readonly vault: VaultOptions
  readonly desktop: string | undefined
  readonly discoveryPorts: DiscoveryPorts
}

export interface EnvironmentInput {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  /** The user's home folder. */
  readonly userHome: string
  readonly cwd: string
}

/** Throws `ProviderError('settings')` for a PATCHBAY_VAULT that does not exist. */
export function parseEnvironment({ env, platform, userHome, cwd }: EnvironmentInput): Environment {
  const usual = usualHome(env, platform, userHome)
  const given = env['PATCHBAY_HOME']?.trim()
  const home = given ? resolve(cwd, given) : usual
  return {
    home,
    keychainScope:
      home === usual ? '' : createHash('sha256').update(home).digest('hex').slice(0, 8),
    vault: {
      kind: parseVaultKind(env['PATCHBAY_VAULT']),
      passphrase: env['PATCHBAY_PASSPHRASE'] || undefined,
    },
    desktop: env['XDG_CURRENT_DESKTOP'],
    discoveryPorts: parseDiscoveryPorts(env['PATCHBAY_DISCOVERY_PORTS']),
  }
}

function parseVaultKind(value: string | undefined): VaultKind | undefined {
  switch (value) {
    case undefined:
    case '':
      return undefined
    case 'keychain':
    case 'file':
    case 'memory':
      return value
    default:
      throw new ProviderError({
        code: 'settings',
        message: `PATCHBAY_VAULT is "${value}". Set it to keychain, file or memory, or unset it.`,
      })
  }
}

function usualHome(
  env: EnvironmentInput['env'],
  platform: NodeJS.Platform,
  userHome: string,
): string {
  if (platform === 'darwin') return join(userHome, 'Library', 'Application Support', 'Patchbay')
  if (platform === 'win32')
    return join(env['APPDATA'] ?? join(userHome, 'AppData', 'Roaming'), 'Patchbay')
  const config = env['XDG_CONFIG_HOME']
  return join(config && isAbsolute(config) ? config : join(userHome, '.config'), 'patchbay')
}
