import { createElement, Fragment, type ReactNode } from 'react'
import { colourCode } from '../../../lib/colour-code.tsx'

const headerLine = /^([\w-]+)(: .*)$/s

/** A message as coloured elements: its first line quiet, names of headers, a JSON body. */
export function colourWire(text: string): ReactNode {
  if (/^[[{]/.test(text)) return colourCode(text, 'json')
  const end = text.indexOf('\n\n')
  const head = end < 0 ? text : text.slice(0, end)
  const body = end < 0 ? '' : text.slice(end)
  const [first, ...headers] = head.split('\n')
  return (
    <>
      <span className="c">{first}</span>
      {headers.map(colourHeader)}
      {/^\s*[[{]/.test(body) ? colourCode(body, 'json') : body}
    </>
  )
}

function colourHeader(line: string, index: number): ReactNode {
  const [, name, value] = headerLine.exec(line) ?? []
  const named = name === undefined ? line : createElement('span', { className: 'k' }, name)
  // Headers may repeat, and never move.
  return createElement(Fragment, { key: index }, '\n', named, value)
}
