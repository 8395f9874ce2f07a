import { EmptyState, Stage } from '@patchbay/ui'
import type { ReactElement } from 'react'

/** The first start. */
export function StartScreen(): ReactElement {
  return (
    <Stage>
      <EmptyState title="Connect a model endpoint" />
    </Stage>
  )
}
