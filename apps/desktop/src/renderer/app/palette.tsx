import { Dialog } from '@patchbay/ui'
import type { ReactElement } from 'react'

/** Go anywhere, switch model, check. */
export function Palette(props: {
  open: boolean
  onOpenChange: (open: boolean) => void
}): ReactElement {
  return (
    <Dialog open={props.open} onOpenChange={props.onOpenChange} title="Palette" closeLabel="Close">
      <p className="ui-hint">Nothing here yet.</p>
    </Dialog>
  )
}
