import { Notice } from '@patchbay/ui'
import type { ReactElement } from 'react'
import type { ProposedDraft } from '../../lib/proposed-draft.ts'

/** A box that scrolls takes focus, as nothing in it does. */
const scrolledByKeys = { tabIndex: 0, role: 'group', 'aria-label': 'What it says' }

/** Whoever made a link may have made it long: what it filled must not be pushed out of sight. */
function isLong({ evidence = '', notes }: ProposedDraft): boolean {
  return evidence.length + notes.join('').length > 600
}

/** Where a filled form came from, and what was left out on the way. */
export function ProposedNotice({ proposed }: { proposed: ProposedDraft }): ReactElement {
  const { title, source, evidence, notes } = proposed
  return (
    <Notice tone="info" role="status" title={title}>
      {source}
      <div
        className={isLong(proposed) ? 'max-h-36 overflow-auto' : undefined}
        {...(isLong(proposed) ? scrolledByKeys : {})}
      >
        {evidence === undefined ? null : (
          <code className="ui-code mt-2 block break-all select-text">{evidence}</code>
        )}
        {notes.length === 0 ? null : (
          <ul className="mt-2 list-disc pl-4">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </div>
    </Notice>
  )
}
