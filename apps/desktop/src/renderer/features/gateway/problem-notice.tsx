import { Notice } from '@patchbay/ui'
import type { ReactElement } from 'react'
import type { GatewayStatus } from '#contract/gateway-shapes'
import { PortForm } from './port-form.tsx'

/** Why the gateway does not run, or cannot answer while it does, with the mend where there is one. */
export function ProblemNotice({ status }: { status: GatewayStatus }): ReactElement | null {
  if (status.problem === undefined) return null
  const { port } = status.settings
  return (
    <div className="px-5 pt-4">
      <Notice
        role="alert"
        tone="error"
        title={
          status.state === 'running'
            ? 'The gateway cannot answer yet.'
            : 'The gateway is not running.'
        }
        actions={
          status.portRefused ? <PortForm key={port} port={port} running={false} /> : undefined
        }
      >
        {status.problem}
      </Notice>
    </div>
  )
}
