import { ConfirmDialog } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useLeaveQuestion } from '../lib/leave-guard.ts'

/** Asks before unsaved changes are left behind. */
export function LeaveDialog(): ReactElement {
  const { name, stay, leave } = useLeaveQuestion()
  return (
    <ConfirmDialog
      open={name !== undefined}
      onOpenChange={(open) => {
        if (!open) stay()
      }}
      title={`Leave ${name ?? ''} without saving?`}
      confirmLabel="Discard changes"
      cancelLabel="Keep editing"
      tone="danger"
      onConfirm={leave}
    >
      The changes in this form are not saved.
    </ConfirmDialog>
  )
}
