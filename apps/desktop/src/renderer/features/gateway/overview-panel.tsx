import type { ReactElement } from 'react'
import type { GatewayRequest } from '@patchbay/provider-core/model'
import type { GatewayStatus } from '#contract/gateway-shapes'
import { useGatewayKeys } from '../../lib/resources/gateway.ts'
import { AccessRow } from './access-row.tsx'
import { addressOf } from './address.ts'
import { chooseMainKey } from './keys/key-words.ts'
import { RequestsSection } from './requests/requests-section.tsx'
import { SetupSection } from './setup/setup-section.tsx'

export interface OverviewPanelProps {
  status: GatewayStatus
  requests: readonly GatewayRequest[] | undefined
  selectedId: string | undefined
  onSelect: (id: string | undefined) => void
}

/** Address and key, how to point tools at them, and what the tools ask for. */
export function OverviewPanel(props: OverviewPanelProps): ReactElement {
  const { status, requests, selectedId, onSelect } = props
  const mainKey = chooseMainKey(useGatewayKeys().data ?? [])
  return (
    <div className="ui-scroll grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_minmax(220px,1fr)]">
      <AccessRow status={status} mainKey={mainKey} requests={requests ?? []} />
      <SetupSection address={addressOf(status)} mainKey={mainKey} />
      <div className="grid min-h-0 grid-cols-[minmax(0,1fr)] pt-5">
        <RequestsSection
          requests={requests}
          running={status.state === 'running'}
          selectedId={selectedId}
          onSelect={onSelect}
        />
      </div>
    </div>
  )
}
