import { LinkButton, Notice } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { Link } from 'wouter'
import type { EndpointSummary } from '@patchbay/provider-core/model'
import { linkTo, routes } from '../../app/routes.ts'
import { wordCount } from '../../lib/time-words.ts'

/** What came in, with links to enter what bundles never carry. */
export function ImportDone({ added }: { added: readonly EndpointSummary[] }): ReactElement {
  return (
    <div className="mb-3">
      <Notice
        tone="ok"
        role="status"
        title={`${wordCount(added.length, 'provider')} imported.`}
        actions={
          <LinkButton render={<Link href={routes.endpoints} />}>Show custom providers</LinkButton>
        }
      >
        Keys are never in a bundle. Enter them in:{' '}
        {added.map((endpoint, index) => (
          <span key={endpoint.id}>
            {index > 0 ? ', ' : null}
            <LinkButton render={<Link href={linkTo.endpointEdit(endpoint.id)} />}>
              {endpoint.name}
            </LinkButton>
          </span>
        ))}
        .
      </Notice>
    </div>
  )
}
