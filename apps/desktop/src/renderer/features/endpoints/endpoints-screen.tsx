import { Pane, PaneHead, PaneTitle } from '@patchbay/ui'
import type { ReactElement } from 'react'

/** Settings: Custom Providers. */
export function EndpointsScreen(): ReactElement {
  return (
    <Pane aria-labelledby="page">
      <PaneHead>
        <PaneTitle id="page">Custom Providers</PaneTitle>
      </PaneHead>
    </Pane>
  )
}
