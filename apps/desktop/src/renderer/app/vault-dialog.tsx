import { Dialog } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useAppInfo } from '../lib/resources/app.ts'
import { closeVaultQuestion, useVaultQuestion } from '../lib/vault-question.ts'
import { VaultChoice } from './vault-choice.tsx'
import { VaultUnlock } from './vault-unlock.tsx'

/** Asks once where keys go when there is no keychain, and for the passphrase of a sealed file. */
export function VaultDialog(): ReactElement | null {
  const wish = useVaultQuestion()
  const vault = useAppInfo().data?.vault
  if (!vault || vault.state === 'ready') return null
  // Only the system can unlock its keychain; the banner offers to look again.
  if (vault.state === 'locked' && vault.kind !== 'file') return null
  const choosing = vault.state === 'unavailable'
  return (
    <Dialog
      open={wish !== 'closed'}
      onOpenChange={(open) => {
        if (!open) closeVaultQuestion()
      }}
      closeLabel="Decide later"
      title={choosing ? 'Where should keys be kept?' : 'Unlock the sealed file'}
      description={
        choosing
          ? 'This system has no keychain that Patchbay can use. Keys are never written down in plain text.'
          : 'Saved keys are in a file that only your passphrase opens.'
      }
    >
      {choosing ? <VaultChoice /> : <VaultUnlock vault={vault} />}
    </Dialog>
  )
}
