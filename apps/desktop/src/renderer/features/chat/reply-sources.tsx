import { SourceList } from '@patchbay/ui'
import type { ReactElement } from 'react'
import type { ChatTurn } from '#contract/shapes'
import { listSources } from './list-sources.ts'
import { WebLink } from './web-link.tsx'

/** What the reply cites, each source once. */
export function ReplySources({ turn }: { turn: ChatTurn }): ReactElement | null {
  const sources = listSources(turn)
  if (sources.length === 0) return null
  return (
    <SourceList label="Sources">
      {sources.map(({ key, url, title, quote }) => (
        <li key={key}>
          {url ? <WebLink url={url}>{title}</WebLink> : title}
          {quote ? (
            <>
              {' '}
              <q>{quote}</q>
            </>
          ) : null}
        </li>
      ))}
    </SourceList>
  )
}
