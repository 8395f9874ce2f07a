import { EmptyState, Stage } from '@patchbay/ui'
import type { ReactElement } from 'react'

/** One custom provider. */
export function EndpointScreen(_props: {
  endpointId: string | undefined
  forProviderId: string | undefined
}): ReactElement {
  return (
    <Stage>
      <EmptyState title="Custom provider" />
    </Stage>
  )
}
