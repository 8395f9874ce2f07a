/** @file Settings and secrets change together or not at all: secrets first, undone when the settings cannot follow. */
import type { SecretChange, SecretName } from '@patchbay/provider-core/model'
import type { SecretVault } from '../vault/secret-vault.ts'

export type SecretChanges = Readonly<Partial<Record<SecretName, SecretChange>>>

/**
 * Applies `changes` to the vault, then runs `commit`. When either fails, every value that was touched
 * is put back as it was and the failure is thrown.
 */
export async function changeSecretsThen<T>(
  vault: SecretVault,
  owner: string,
  changes: OwnerChanges['changes'],
  commit: () => Promise<T>,
): Promise<T> {
  return changeAllSecretsThen(vault, [{ owner, changes }], commit)
}

/** What happens to the secrets of one owner. */
export interface OwnerChanges {
  readonly owner: string
  readonly changes: Readonly<Record<string, SecretChange | undefined>>
}

/** The same for several owners at once. */
export async function changeAllSecretsThen<T>(
  vault: SecretVault,
  all: readonly OwnerChanges[],
  commit: () => Promise<T>,
): Promise<T> {
  const touched: { owner: string; name: string; before: string | undefined }[] = []
  try {
    for (const { owner, changes } of all) {
      for (const [name, change] of Object.entries(changes)) {
        if (!change || change.state === 'unchanged') continue
        touched.push({ owner, name, before: await vault.get(owner, name) })
        if (change.state === 'set') await vault.set(owner, name, change.value)
        else await vault.delete(owner, name)
      }
    }
    return await commit()
  } catch (error) {
    for (const { owner, name, before } of touched.toReversed()) {
      // Nothing better is left to do when putting back fails too; the first failure is the one to tell.
      await (
        before === undefined ? vault.delete(owner, name) : vault.set(owner, name, before)
      ).catch(() => undefined)
    }
    throw error
  }
}

/** Names that are saved after `changes`, given those saved before. */
export function savedAfter(before: readonly SecretName[], changes: SecretChanges): SecretName[] {
  const names = new Set<SecretName>(before)
  for (const [name, change] of Object.entries(changes) as [
    SecretName,
    SecretChange | undefined,
  ][]) {
    if (change?.state === 'set') names.add(name)
    if (change?.state === 'removed') names.delete(name)
  }
  return [...names]
}

/** What a draft will have in the vault after the save, for its validation: new values, `true` for saved ones. */
export function presentAfter(
  before: readonly SecretName[],
  changes: SecretChanges,
): Partial<Record<SecretName, string | true>> {
  const present: Partial<Record<SecretName, string | true>> = {}
  for (const name of savedAfter(before, changes)) {
    const change = changes[name]
    present[name] = change?.state === 'set' ? change.value : true
  }
  return present
}
