import type { ReactElement } from 'react'
import type { HandlerConsent } from '../../lib/handler-consent.tsx'
import { HandlerFileField } from './handler-file-field.tsx'
import { HandlerLog } from './handler-log.tsx'
import { HandlerNetwork } from './handler-network.tsx'
import { HandlerSecrets } from './handler-secrets.tsx'

/** Of a custom handler: its file, whether it may run, and what of the network it may reach. */
export function HandlerSection({ review }: { review: HandlerConsent['review'] }): ReactElement {
  return (
    <>
      <HandlerFileField review={review} />
      <HandlerNetwork />
    </>
  )
}

/** Of a custom handler: what it is given besides its key, and what it printed. */
export function HandlerExtras({ endpointId }: { endpointId: string | undefined }): ReactElement {
  return (
    <>
      <HandlerSecrets />
      {endpointId === undefined ? null : <HandlerLog endpointId={endpointId} />}
    </>
  )
}
