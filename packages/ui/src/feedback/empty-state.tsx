import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'

export type EmptyStateProps = Omit<ComponentProps<'div'>, 'title'> & {
  icon?: ReactNode
  title: ReactNode
  /** What to do next, as buttons. */
  actions?: ReactNode
}

/** What stands where a list would be: what is missing and what to do next. */
export function EmptyState(props: EmptyStateProps): ReactElement {
  const { icon, title, actions, className, children, ...rest } = props
  return (
    <div {...rest} className={joinClasses('ui-empty', className)}>
      {icon}
      <strong>{title}</strong>
      {children ? <p>{children}</p> : null}
      {actions ? <div className="ui-line">{actions}</div> : null}
    </div>
  )
}
