import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'

export type PaneProps =
  | (ComponentProps<'section'> & { as?: 'section' | undefined; kind?: PaneKind | undefined })
  | (ComponentProps<'nav'> & { as: 'nav'; kind?: PaneKind | undefined })
  | (ComponentProps<'aside'> & { as: 'aside'; kind?: PaneKind | undefined })
  | (ComponentProps<'form'> & { as: 'form'; kind?: PaneKind | undefined })

/** Where a pane stands: the list on the left, the middle, or the side on the right. */
export type PaneKind = 'master' | 'detail' | 'inspector'

/** A column of the stage: `PaneHead`, `PaneScroll`, `PaneFoot` in this order. Name it with aria-label(ledby). */
export function Pane(props: PaneProps): ReactElement {
  const { kind = 'detail' } = props
  const className = joinClasses('ui-pane', kind !== 'detail' && `is-${kind}`, props.className)
  if (props.as === 'nav') {
    const { as: _as, kind: _kind, ...rest } = props
    return <nav {...rest} className={className} />
  }
  if (props.as === 'aside') {
    const { as: _as, kind: _kind, ...rest } = props
    return <aside {...rest} className={className} />
  }
  if (props.as === 'form') {
    const { as: _as, kind: _kind, ...rest } = props
    return <form noValidate {...rest} className={className} />
  }
  const { as: _as, kind: _kind, ...rest } = props
  return <section {...rest} className={className} />
}

/** The head: heading first, what is pushed right last (`className="ui-push"`). */
export function PaneHead({ className, ...rest }: ComponentProps<'header'>): ReactElement {
  return <header {...rest} className={joinClasses('ui-head', className)} />
}

export interface PaneTitleProps {
  /** 1 for the page, 2 for master and inspector. */
  level?: 1 | 2 | undefined
  id?: string | undefined
  /** Badges and hints that share its baseline. */
  beside?: ReactNode
  children: ReactNode
}

/** The heading of a pane with what belongs beside it. */
export function PaneTitle({ level = 1, id, beside, children }: PaneTitleProps): ReactElement {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <div className="ui-pair ui-grow">
      <Heading id={id} className="ui-cut">
        {children}
      </Heading>
      {beside}
    </div>
  )
}

export type PaneScrollProps = ComponentProps<'div'> & {
  /** Pads the content: `body` for text, `form` for one column of fields, `none` for tables and lists. */
  padding?: 'body' | 'form' | 'none' | undefined
}

/** The part that scrolls. */
export function PaneScroll({
  padding = 'body',
  className,
  children,
  ...rest
}: PaneScrollProps): ReactElement {
  return (
    <div {...rest} className={joinClasses('ui-scroll', className)}>
      {padding === 'none' ? (
        children
      ) : (
        <div className={padding === 'form' ? 'ui-body ui-form' : 'ui-body'}>{children}</div>
      )}
    </div>
  )
}

/** The foot: a hint first, buttons last. */
export function PaneFoot({ className, ...rest }: ComponentProps<'footer'>): ReactElement {
  return <footer {...rest} className={joinClasses('ui-foot', className)} />
}
