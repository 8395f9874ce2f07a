import { Pane, PaneHead, PaneTitle } from '@patchbay/ui'
import type { ReactElement } from 'react'

/** Settings: Models & Providers. */
export function ProvidersScreen(): ReactElement {
  return (
    <Pane aria-labelledby="page">
      <PaneHead>
        <PaneTitle id="page">Models & Providers</PaneTitle>
      </PaneHead>
    </Pane>
  )
}
