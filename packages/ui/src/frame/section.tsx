import { useId, type ComponentProps, type ReactElement, type ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'

export type SectionProps = Omit<ComponentProps<'section'>, 'title'> & {
  title: ReactNode
  /** 2 in the detail, 3 in the inspector. */
  level?: 2 | 3 | undefined
  /** A count or sentence beside the title. */
  hint?: ReactNode
  /** Controls at the end of the head. */
  actions?: ReactNode
  /** At least as high as the pane: it can be scrolled to its top, and moves nothing while it is searched. */
  fillsPane?: boolean | undefined
}

/** A titled part of a page. */
export function Section(props: SectionProps): ReactElement {
  const { title, level = 2, hint, actions, fillsPane, className, children, ...rest } = props
  const id = useId()
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section
      {...rest}
      aria-labelledby={id}
      className={joinClasses('ui-section', fillsPane && 'is-filling', className)}
    >
      <div className="ui-section-head">
        <div className="ui-pair ui-grow">
          <Heading id={id}>{title}</Heading>
          {hint ? <span className="ui-hint ui-num ui-cut">{hint}</span> : null}
        </div>
        {actions}
      </div>
      {children}
    </section>
  )
}

/** A box of rows with hairlines between them. */
export function GroupBox({ className, ...rest }: ComponentProps<'div'>): ReactElement {
  return <div {...rest} className={joinClasses('ui-group', className)} />
}

export type GroupRowProps = Omit<ComponentProps<'div'>, 'title'> & {
  /** An icon or a `Mark` before the text. */
  leading?: ReactNode
  title: ReactNode
  /** The grey second line. */
  detail?: ReactNode
  /** 52 px instead of 44. */
  tall?: boolean | undefined
}

/** A row of a `GroupBox`: two lines of text, then controls as children. */
export function GroupRow(props: GroupRowProps): ReactElement {
  const { leading, title, detail, tall, className, children, ...rest } = props
  return (
    <div {...rest} className={joinClasses('ui-row', tall && 'is-tall', className)}>
      {leading}
      <div className="ui-row-text">
        <strong className="ui-cut">{title}</strong>
        {detail ? <small className="ui-cut">{detail}</small> : null}
      </div>
      {children}
    </div>
  )
}

/** A letter in a tile, standing for a thing without its own picture. */
export function Mark({ children }: { children: ReactNode }): ReactElement {
  return (
    <span className="ui-mark" aria-hidden>
      {children}
    </span>
  )
}

export type StoredRowProps = ComponentProps<'div'> & { icon?: ReactNode }

/** A value that is kept, in a quiet box with its actions: `ui-push` sends them right. */
export function StoredRow({ icon, className, children, ...rest }: StoredRowProps): ReactElement {
  return (
    <div {...rest} className={joinClasses('ui-stored', className)}>
      {icon}
      {children}
    </div>
  )
}

export interface Fact {
  name: string
  value: ReactNode
  mono?: boolean | undefined
}

/** Names and values in two columns. */
export function Facts({ facts }: { facts: readonly Fact[] }): ReactElement {
  return (
    <dl className="ui-facts">
      {facts.map((fact) => (
        <div key={fact.name}>
          <dt>{fact.name}</dt>
          <dd className={fact.mono ? 'ui-code' : 'ui-num'}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
