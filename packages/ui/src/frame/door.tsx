import { ChevronRight } from 'lucide-react'
import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'
import { Kbd } from '../kbd.tsx'
import { useElement, type Renderable } from '../render.ts'

export interface WelcomeProps {
  title: ReactNode
  lead?: ReactNode
  id?: string | undefined
  children: ReactNode
}

/** The page of a first start: a large heading, then doors. */
export function Welcome({ title, lead, id, children }: WelcomeProps): ReactElement {
  return (
    <div className="ui-welcome">
      <header>
        <h1 id={id}>{title}</h1>
        {lead ? <p className="ui-soft">{lead}</p> : null}
      </header>
      {children}
    </div>
  )
}

export type DoorProps = Renderable<
  Omit<ComponentProps<'button'>, 'title'> & {
    icon: ReactNode
    title: ReactNode
    detail: ReactNode
    shortcut?: string | undefined
  }
>

/** One way in, as a large row in a `GroupBox`; a button, or a link through `render`. */
export function Door(props: DoorProps): ReactElement {
  const { icon, title, detail, shortcut, render, className, ...rest } = props
  return useElement('button', render, {
    ...(render ? {} : { type: 'button' }),
    ...rest,
    className: joinClasses('ui-door', className),
    children: (
      <>
        <span className="ui-tile">{icon}</span>
        <span className="ui-row-text">
          <strong className="ui-cut">{title}</strong>
          <small className="ui-cut">{detail}</small>
        </span>
        {shortcut ? <Kbd aria-hidden>{shortcut}</Kbd> : <span />}
        <ChevronRight aria-hidden />
      </>
    ),
  })
}
