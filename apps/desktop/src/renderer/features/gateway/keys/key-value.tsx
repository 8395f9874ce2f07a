import { Button, CopyButton, StoredRow } from '@patchbay/ui'
import { useEffect, useState, type ReactElement, type ReactNode } from 'react'
import { readErrorInfo, wordError } from '../../../lib/error-words.ts'
import { useRevealGatewayKey } from '../../../lib/resources/gateway.ts'
import type { GatewayKeySummary } from '#contract/gateway-shapes'
import { maskedKey } from './key-words.ts'

/** A shown key is hidden again after this long, in milliseconds. */
const shownFor = 60_000

export interface KeyValueProps {
  /** Undefined while there is none. */
  gatewayKey: GatewayKeySummary | undefined
  /** What the value is called. */
  label: string
  actions?: ReactNode
}

/** A key, masked until it is asked for; its value is fetched when it is shown or copied. */
export function KeyValue({ gatewayKey, label, actions }: KeyValueProps): ReactElement {
  const [shown, setShown] = useState<{ of: string; value: string }>()
  const reveal = useRevealGatewayKey()
  const version = gatewayKey && `${gatewayKey.id} ${gatewayKey.rotatedAt ?? ''}`
  const value = shown?.of === version ? shown?.value : undefined

  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(() => setShown(undefined), shownFor)
    return () => clearTimeout(timer)
  }, [shown])

  if (!gatewayKey || version === undefined) {
    return (
      <StoredRow role="group" aria-label={label}>
        <span className="ui-hint">Made at the first start</span>
      </StoredRow>
    )
  }
  const { id } = gatewayKey
  const ask = async () => (await reveal.mutateAsync({ id })).value
  const show = async () => setShown({ of: version, value: await ask() })
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <StoredRow role="group" aria-label={label}>
        {gatewayKey.saved ? (
          <>
            <code className="ui-code ui-cut select-text">{value ?? maskedKey}</code>
            <Button
              variant="ghost"
              size="sm"
              className="ui-push"
              aria-label={value === undefined ? `Show ${label}` : `Hide ${label}`}
              onClick={() =>
                void (value === undefined ? show().catch(() => {}) : setShown(undefined))
              }
            >
              {value === undefined ? 'Show' : 'Hide'}
            </Button>
            <CopyButton
              iconOnly
              label={`Copy ${label}`}
              copiedLabel="Key copied"
              failedLabel="The key could not be copied"
              text={ask}
            />
          </>
        ) : (
          <span className="ui-hint ui-cut ui-grow">
            Its value is no longer in the vault. Rotate it.
          </span>
        )}
        {actions}
      </StoredRow>
      {reveal.error ? (
        <p role="alert" className="ui-msg is-error">
          {wordError(readErrorInfo(reveal.error))}
        </p>
      ) : null}
    </div>
  )
}
