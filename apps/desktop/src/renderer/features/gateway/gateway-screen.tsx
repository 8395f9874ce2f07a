import { EmptyState, Stage } from '@patchbay/ui'
import type { ReactElement } from 'react'

/** The gateway. */
export function GatewayScreen(): ReactElement {
  return (
    <Stage>
      <EmptyState title="Gateway" />
    </Stage>
  )
}
