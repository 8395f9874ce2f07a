import { ChevronRight } from 'lucide-react'
import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'

/** The column of a conversation, 720 px at most. */
export function Thread({ className, ...rest }: ComponentProps<'div'>): ReactElement {
  return <div {...rest} className={joinClasses('ui-thread', className)} />
}

export type UserTurnProps = ComponentProps<'article'> & {
  /** Who speaks, for screen readers. */
  label: string
  /** Controls under the message, shown on hover and focus. */
  actions?: ReactNode
  /** Files, above the message. */
  above?: ReactNode
}

/** What the person said, on the right. */
export function UserTurn({
  label,
  actions,
  above,
  className,
  children,
  ...rest
}: UserTurnProps): ReactElement {
  return (
    <article {...rest} aria-label={label} className={joinClasses('ui-turn is-user', className)}>
      {above}
      {children ? <div className="ui-bubble">{children}</div> : null}
      {actions ? <div className="ui-turn-actions">{actions}</div> : null}
    </article>
  )
}

export type AssistantTurnProps = ComponentProps<'article'> & {
  label: string
  /** While it streams. */
  busy?: boolean | undefined
}

/** What the model said: folds, tools, text and usage, over the whole width. */
export function AssistantTurn({
  label,
  busy,
  className,
  ...rest
}: AssistantTurnProps): ReactElement {
  return (
    <article
      {...rest}
      aria-label={label}
      aria-busy={busy ?? false}
      className={joinClasses('ui-turn', className)}
    />
  )
}

/** The mark at the end of a text that is still arriving. */
export function Caret(): ReactElement {
  return <span className="ui-caret" aria-hidden />
}

export interface ToolCallProps {
  icon: ReactNode
  name: string
  /** Its arguments in short. */
  summary?: ReactNode
  /** Its outcome and time. */
  end?: ReactNode
  /** Unfolded from the start. */
  open?: boolean | undefined
  children?: ReactNode
}

/** A tool call, folded to one line. */
export function ToolCall(props: ToolCallProps): ReactElement {
  const { icon, name, summary, end, open, children } = props
  return (
    <details className="ui-fold ui-tool" open={open}>
      <summary>
        <ChevronRight aria-hidden />
        {icon}
        <code>{name}</code>
        {summary ? <span className="ui-faint ui-cut">{summary}</span> : null}
        {end ? <span className="ui-push ui-line ui-num">{end}</span> : null}
      </summary>
      <div className="ui-fold-body">{children}</div>
    </details>
  )
}

export interface UsageRowProps {
  model: string
  /** Numbers with their units. */
  facts: readonly { id: string; value?: ReactNode; text: ReactNode }[]
  /** Buttons at the end. */
  actions?: ReactNode
  /** Announces the numbers politely, while a reply streams. */
  live?: boolean | undefined
}

/** The line under a reply: model, timing, usage, then what can be done with it. */
export function UsageRow({ model, facts, actions, live }: UsageRowProps): ReactElement {
  return (
    <div className="ui-usage" role={live ? 'status' : undefined}>
      <code>{model}</code>
      {facts.map((fact) => (
        <span key={fact.id}>
          {fact.value === undefined ? null : <b>{fact.value} </b>}
          {fact.text}
        </span>
      ))}
      {actions ? <span className="ui-push ui-line">{actions}</span> : null}
    </div>
  )
}
