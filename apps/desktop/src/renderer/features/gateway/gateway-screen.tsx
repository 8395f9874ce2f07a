import { CodeBlock, EmptyState, Pane, PaneHead, PaneTitle, Stage } from '@patchbay/ui'
import { Waypoints } from 'lucide-react'
import type { ReactElement } from 'react'

const command = 'npx patchbay chat --endpoint "My endpoint" --model my-model "Hello"'

/** The gateway is not in this version; what works today is said instead. */
export function GatewayScreen(): ReactElement {
  return (
    <Stage>
      <Pane aria-labelledby="page">
        <PaneHead>
          <PaneTitle id="page">Gateway</PaneTitle>
        </PaneHead>
        <div className="grid content-center justify-items-center gap-4 px-6">
          <EmptyState icon={<Waypoints aria-hidden />} title="This version has no gateway yet">
            A later one will let other tools on this machine use your endpoints. Until then, scripts
            reach every custom provider from the command line:
          </EmptyState>
          <CodeBlock
            className="w-full max-w-form"
            code={command}
            caption="From a checkout of Patchbay"
            label="Command"
            copyLabel="Copy"
            copiedLabel="Copied"
            wrap
          />
          <p className="ui-hint">Add --json for one JSON object a line.</p>
        </div>
      </Pane>
    </Stage>
  )
}
