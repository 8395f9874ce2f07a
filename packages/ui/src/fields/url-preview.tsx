import { createElement, type ReactElement, type ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'

export interface UrlPart {
  text: string
  /** What the app or a field put there: set strong. */
  strong?: boolean | undefined
  /** Starts on a new line if the URL is too long for one. */
  breakBefore?: boolean | undefined
}

export interface UrlPreviewRow {
  /** What the request is: a method, or a word such as `chat`. */
  method: string
  parts: readonly UrlPart[]
}

export interface UrlPreviewProps {
  rows: readonly UrlPreviewRow[]
  /** Shown in place of rows while there is no URL. */
  empty?: ReactNode
  id?: string | undefined
  /** The preview's name for screen readers. */
  label?: string | undefined
  className?: string | undefined
}

/** The exact URLs that will be called, read out politely when they change. */
export function UrlPreview({ rows, empty, id, label, className }: UrlPreviewProps): ReactElement {
  return (
    <div
      id={id}
      className={joinClasses('ui-urls', className)}
      role={label ? 'group' : undefined}
      aria-label={label}
      aria-live="polite"
    >
      {rows.length === 0 ? (
        <p>{empty}</p>
      ) : (
        <dl>
          {rows.map((row) => (
            <div key={row.method + row.parts.map((part) => part.text).join('')}>
              <dt>{row.method}</dt>
              {createElement('dd', null, ...row.parts.map(drawPart))}
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

function drawPart(part: UrlPart): ReactElement {
  return (
    <>
      {part.breakBefore ? <wbr /> : null}
      {part.strong ? <mark>{part.text}</mark> : <span>{part.text}</span>}
    </>
  )
}
