import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'
import { useElement, type Renderable } from '../render.ts'

/** The list of a master pane; it scrolls. Its children are `NavItem`s and `NavHeading`s. */
export function NavList({ className, ...rest }: ComponentProps<'div'>): ReactElement {
  return <div {...rest} className={joinClasses('ui-nav ui-scroll', className)} />
}

/** A small heading between items. */
export function NavHeading(props: ComponentProps<'h2'>): ReactElement {
  const { className, children, ...rest } = props
  return (
    <h2 {...rest} className={joinClasses('ui-nav-heading', className)}>
      {children}
    </h2>
  )
}

export type NavItemProps = Renderable<
  Omit<ComponentProps<'a'>, 'title'> & {
    /** An icon or `StatusIcon`. */
    icon?: ReactNode
    /** A second, grey line makes the row 44 px high. */
    detail?: ReactNode
    current?: boolean | undefined
    /** What stands at the end, such as a count. */
    end?: ReactNode
  }
>

/** A link in a master list, of one or two lines. */
export function NavItem(props: NavItemProps): ReactElement {
  const { icon, detail, current, end, render, className, children, ...rest } = props
  return useElement('a', render, {
    ...rest,
    className: joinClasses('ui-nav-item', detail ? 'is-two' : null, className),
    'aria-current': current ? 'page' : undefined,
    children: (
      <>
        <span className="ui-nav-icon">{icon}</span>
        <span className="ui-cut">{children}</span>
        {end ? <span className="ui-nav-end">{end}</span> : null}
        {detail ? <small className="ui-cut">{detail}</small> : null}
      </>
    ),
  })
}
