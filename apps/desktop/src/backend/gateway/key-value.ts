/** @file Where the values of gateway keys are kept, and how one is made. */
import { randomBytes } from 'node:crypto'
import type { SecretVault } from '../vault/secret-vault.ts'

/** Owner of all gateway keys in the vault; no endpoint id is spelled like it. */
export const keyOwner = 'gateway'

export function keySecretName(id: string): string {
  return `key:${id}`
}

export function readKeyValue(
  vault: Pick<SecretVault, 'get'>,
  id: string,
): Promise<string | undefined> {
  return vault.get(keyOwner, keySecretName(id))
}

/** 256 bits; the prefix lets scanners that look for leaked keys know it. */
export function makeKeyValue(): string {
  return `pbk-${randomBytes(32).toString('base64url')}`
}
