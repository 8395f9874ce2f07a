import { Fragment, type ReactNode } from 'react'
import { colourCode } from '../../../lib/colour-code.tsx'
import type { Snippet } from './snippet.ts'

/** A snippet as coloured elements; in a shell the values of variables stand out. */
export function colourSnippet({ language, text }: Snippet): ReactNode {
  const lines = text.split('\n')
  if (language !== 'sh' || !lines[0]?.startsWith('export ')) return colourCode(text, language)
  return lines.map((line, index) => {
    const [, name, value] = /^export (\w+=)(.*)$/.exec(line) ?? []
    const end = index < lines.length - 1 ? '\n' : ''
    return (
      <Fragment key={line}>
        {name === undefined ? (
          line
        ) : (
          <>
            <span className="k">export</span> {name}
            <span className="s">{value}</span>
          </>
        )}
        {end}
      </Fragment>
    )
  })
}
