import { Pane, PaneHead, PaneTitle } from '@patchbay/ui'
import type { ReactElement } from 'react'

/** Settings: About. */
export function AboutScreen(): ReactElement {
  return (
    <Pane aria-labelledby="page">
      <PaneHead>
        <PaneTitle id="page">About</PaneTitle>
      </PaneHead>
    </Pane>
  )
}
