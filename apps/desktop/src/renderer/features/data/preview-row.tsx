import { Badge, Checkbox } from '@patchbay/ui'
import type { ReactElement } from 'react'
import type { ImportPreview } from '#contract/shapes'
import { wordEndpoint, wordSecrets } from './import-words.ts'

export interface PreviewRowProps {
  endpoint: (ImportPreview & { ok: true })['endpoints'][number]
  ticked: boolean
  onTick: (ticked: boolean) => void
}

/** A custom provider of a bundle, with what it still needs. */
export function PreviewRow({ endpoint, ticked, onTick }: PreviewRowProps): ReactElement {
  const { name, fields, missingSecrets, duplicate } = endpoint
  return (
    <div className="ui-row">
      <Checkbox
        className="ui-row-text"
        checked={ticked}
        onChange={(event) => onTick(event.currentTarget.checked)}
        label={<strong>{name}</strong>}
        hint={
          <>
            <span className="block">{wordEndpoint(fields)}</span>
            {missingSecrets.length > 0 ? (
              <span className="block">
                Enter afterwards: {wordSecrets(missingSecrets, fields.spec)}
              </span>
            ) : null}
          </>
        }
      />
      {duplicate ? <Badge tone="warn">name taken</Badge> : null}
    </div>
  )
}
