import type { VaultStatus } from '#contract/shapes'

/** Where keys will go, and what is sent when. */
export function wordPromise(vault: VaultStatus | undefined): string {
  const sent = 'Nothing leaves this machine until you check or chat.'
  if (!vault) return sent
  if (vault.state === 'unavailable') return `You choose where keys go. ${sent}`
  if (vault.kind === 'memory') return `Keys are kept for this session only. ${sent}`
  return `Keys go to ${vault.name}. ${sent}`
}
