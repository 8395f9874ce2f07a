import { Section } from '@patchbay/ui'
import { CircleX } from 'lucide-react'
import type { ReactElement } from 'react'
import type { GatewayRequest } from '@patchbay/provider-core/model'
import { titleOfError } from '../../../lib/error-words.ts'

/** What was tried before the endpoint that answered, in order. */
export function FailedAttempts(props: {
  attempts: GatewayRequest['failedAttempts']
}): ReactElement | null {
  const { attempts } = props
  if (attempts.length === 0) return null
  return (
    <Section level={3} title="Tried before">
      <ol className="grid gap-1">
        {attempts.map(({ route, error }) => (
          <li
            key={`${route.endpointId} ${route.upstreamModelId} ${error.code}`}
            className="flex items-start gap-2 text-2"
          >
            <CircleX aria-hidden className="ui-tone-error mt-1 shrink-0" />
            <span className="min-w-0 break-words">
              {route.endpointName}, <span className="ui-code">{route.upstreamModelId}</span>
              <small className="ui-hint block">
                {titleOfError(error)}
                {error.status === undefined ? '' : ` (${error.status})`}: {error.message}
              </small>
            </span>
          </li>
        ))}
      </ol>
    </Section>
  )
}
