/** @file What the window says about where secrets are kept. */
import type { VaultStatus } from '#contract/shapes'

/** Where keys are, for the foot of a list: "Keys are in GNOME Keyring". */
export function wordKeyPlace(vault: VaultStatus): string {
  if (vault.state === 'unavailable') return 'Keys have no place yet'
  if (vault.kind === 'memory') return 'Keys for this session only'
  return vault.state === 'locked'
    ? `${capitalise(vault.name)} is locked`
    : `Keys are in ${vault.name}`
}

/** Status of a stored secret: "Saved in GNOME Keyring". */
export function wordSaved(vault: VaultStatus | undefined): string {
  if (!vault) return 'Saved'
  return vault.kind === 'memory' ? 'Saved for this session only' : `Saved in ${vault.name}`
}

/** What will happen to a secret that is being typed. */
export function wordDestination(vault: VaultStatus | undefined): string {
  if (!vault) return ''
  if (vault.state === 'unavailable') return 'You will be asked where to keep it.'
  if (vault.kind === 'memory') return 'Kept for this session only.'
  return `Goes to ${vault.name} when you save.`
}

/** A name at the start of a sentence. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
