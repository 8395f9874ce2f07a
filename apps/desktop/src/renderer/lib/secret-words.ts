import type { SecretWords } from '@patchbay/ui'
import type { VaultStatus } from '#contract/shapes'
import { wordDestination, wordSaved } from './vault-words.ts'

/** The texts of a key field for the vault that is in use. */
export function createSecretWords(vault: VaultStatus | undefined): SecretWords {
  return {
    saved: wordSaved(vault),
    replace: 'Replace',
    remove: 'Remove',
    removed: 'Will be removed when you save',
    undo: 'Undo',
    keep: 'Keep the saved one',
    show: 'Show what you typed',
    destination: wordDestination(vault),
    trimmed: 'A line break or blank was trimmed.',
  }
}
