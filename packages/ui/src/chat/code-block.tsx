import type { ReactElement, ReactNode } from 'react'
import { CopyButton } from '../actions/copy-button.tsx'
import { joinClasses } from '../class-names.ts'

export interface CodeBlockProps {
  /** The code; `children` may draw it coloured instead. */
  code: string
  children?: ReactNode
  /** What it is, such as a language. */
  caption?: ReactNode
  /** The name of the copy button; no button without. */
  copyLabel?: string | undefined
  copiedLabel?: string | undefined
  /** What is copied, when that is not the code as shown. */
  copyText?: string | (() => string | Promise<string>) | undefined
  /** Further controls in the head. */
  actions?: ReactNode
  /** Breaks long lines instead of scrolling. */
  wrap?: boolean | undefined
  /** The name of the scroll area. */
  label?: string | undefined
  className?: string | undefined
}

/** Code in a box with a caption and a copy button. */
export function CodeBlock(props: CodeBlockProps): ReactElement {
  const { code, children, caption, copyLabel, copiedLabel = '', copyText, actions, wrap } = props
  const hasHead = Boolean(caption || copyLabel || actions)
  return (
    <figure className={joinClasses('ui-codeblock', props.className)}>
      {hasHead ? (
        <figcaption>
          <span className="ui-cut">{caption}</span>
          <span className="ui-push ui-line">
            {actions}
            {copyLabel ? (
              <CopyButton text={copyText ?? code} label={copyLabel} copiedLabel={copiedLabel} />
            ) : null}
          </span>
        </figcaption>
      ) : null}
      <pre
        className={joinClasses('ui-pre', wrap && 'is-wrap')}
        tabIndex={0}
        role={props.label ? 'region' : undefined}
        aria-label={props.label}
      >
        {children ?? code}
      </pre>
    </figure>
  )
}
