import { Notice } from '@patchbay/ui'
import type { ReactElement } from 'react'
import type { ProposedDraft } from '../../lib/proposed-draft.ts'

/** Where a filled form came from, and what was left out on the way. */
export function ProposedNotice({ proposed }: { proposed: ProposedDraft }): ReactElement {
  const { title, source, evidence, notes } = proposed
  return (
    <Notice tone="info" role="status" title={title}>
      {source}
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
    </Notice>
  )
}
