import { Pane, PaneHead, PaneTitle } from '@patchbay/ui'
import type { ReactElement } from 'react'

/** Settings: Appearance. */
export function AppearanceScreen(): ReactElement {
  return (
    <Pane aria-labelledby="page">
      <PaneHead>
        <PaneTitle id="page">Appearance</PaneTitle>
      </PaneHead>
    </Pane>
  )
}
