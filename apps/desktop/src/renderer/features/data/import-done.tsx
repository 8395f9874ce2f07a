import { LinkButton, Notice } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { Link } from 'wouter'
import type { ImportResult } from '#contract/data-shapes'
import { linkTo, routes } from '../../app/routes.ts'
import { wordCount } from '../../lib/time-words.ts'

const shownNames = 12

/** What came in, with links to it, and what could not be taken. */
export function ImportDone({ result }: { result: ImportResult }): ReactElement {
  const { added, merged, skipped, aliases, modes, officialKeys, notTaken } = result
  const touched = [...added, ...merged]
  const rest = [
    merged.length === 0 ? [] : `${merged.length} merged`,
    skipped.length === 0 ? [] : `${skipped.length} skipped`,
    aliases.length === 0 ? [] : wordCount(aliases.length, 'alias', 'aliases'),
    modes.length === 0 ? [] : wordCount(modes.length, 'mode'),
    officialKeys.length === 0 ? [] : wordCount(officialKeys.length, 'official key'),
  ].flat()
  return (
    <div className="mb-3 grid gap-2">
      <Notice
        tone="ok"
        role="status"
        title={`${wordCount(added.length, 'provider')} imported${rest.length === 0 ? '' : `, ${rest.join(', ')}`}.`}
        actions={
          <LinkButton render={<Link href={routes.endpoints} />}>Show custom providers</LinkButton>
        }
      >
        {touched.slice(0, shownNames).map((endpoint, index) => (
          <span key={endpoint.id}>
            {index > 0 ? ', ' : null}
            <LinkButton render={<Link href={linkTo.endpointEdit(endpoint.id)} />}>
              {endpoint.name}
            </LinkButton>
          </span>
        ))}
        {touched.length > shownNames ? ` and ${touched.length - shownNames} more` : null}
      </Notice>
      {notTaken.length === 0 ? null : (
        <Notice tone="warn" title="Not taken:">
          <ul>
            {notTaken.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  )
}
