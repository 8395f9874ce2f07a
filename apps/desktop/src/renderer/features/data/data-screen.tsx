import { Pane, PaneHead, PaneTitle } from '@patchbay/ui'
import type { ReactElement } from 'react'

/** Settings: Data. */
export function DataScreen(): ReactElement {
  return (
    <Pane aria-labelledby="page">
      <PaneHead>
        <PaneTitle id="page">Data</PaneTitle>
      </PaneHead>
    </Pane>
  )
}
