import type { ReactNode } from 'react'
import { readCodeSpans } from './code-spans.ts'

/** Code as coloured elements. */
export function colourCode(code: string, language: string | undefined): ReactNode {
  let at = 0
  return readCodeSpans(code, language).map((span) => {
    const start = at
    at += span.text.length
    if (span.hue === 'plain') return span.text
    return (
      <span key={start} className={span.hue}>
        {span.text}
      </span>
    )
  })
}
