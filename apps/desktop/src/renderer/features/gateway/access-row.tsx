import { Button, CopyButton, StoredRow } from '@patchbay/ui'
import type { ReactElement } from 'react'
import type { GatewayRequest } from '@patchbay/provider-core/model'
import type { GatewayKeySummary, GatewayStatus } from '#contract/gateway-shapes'
import { addressOf } from './address.ts'
import { KeyValue } from './keys/key-value.tsx'
import { useKeyQuestions } from './keys/use-key-questions.tsx'

export interface AccessRowProps {
  status: GatewayStatus
  mainKey: GatewayKeySummary | undefined
  requests: readonly GatewayRequest[]
}

/** What every tool needs: the address and the key. */
export function AccessRow({ status, mainKey, requests }: AccessRowProps): ReactElement {
  const questions = useKeyQuestions(requests)
  const address = addressOf(status)
  return (
    <div className="grid grid-cols-2 gap-4 px-5 pt-4">
      <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-1">
        <span className="ui-line">
          <span className="ui-label">Address</span>
          {status.state === 'running' ? null : (
            <span className="ui-hint">answers once it is started</span>
          )}
        </span>
        <StoredRow role="group" aria-label="Address">
          <code className="ui-code ui-cut select-text">{address}</code>
          <CopyButton
            iconOnly
            className="ui-push"
            label="Copy address"
            copiedLabel="Address copied"
            failedLabel="The address could not be copied"
            text={address}
          />
        </StoredRow>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-1">
        <span className="ui-line">
          <span className="ui-label">Gateway key</span>
          {status.settings.requireKey ? (
            <span className="ui-hint ui-cut">{mainKey?.name}</span>
          ) : (
            <span className="ui-hint ui-tone-warn ui-cut">not asked for now</span>
          )}
        </span>
        <KeyValue
          gatewayKey={mainKey}
          label="gateway key"
          actions={
            mainKey ? (
              <Button variant="ghost" size="sm" onClick={() => questions.ask('rotate', mainKey)}>
                Rotate
              </Button>
            ) : undefined
          }
        />
      </div>
      {questions.dialog}
    </div>
  )
}
