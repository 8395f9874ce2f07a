import { ChevronRight } from 'lucide-react'
import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'

export type DisclosureProps = Omit<ComponentProps<'details'>, 'onToggle'> & {
  summary: ReactNode
  /** Grey words beside the summary that say what is inside. */
  hint?: ReactNode
  /** Grey words at the end of the line. */
  end?: ReactNode
  /** Called when it was opened or closed. */
  onOpenChange?: ((open: boolean) => void) | undefined
}

/** A fold; what is inside stays in the page, so that search and forms reach it. */
export function Disclosure(props: DisclosureProps): ReactElement {
  const { summary, hint, end, onOpenChange, className, children, ...rest } = props
  return (
    <details
      {...rest}
      className={joinClasses('ui-fold', className)}
      onToggle={(event) => onOpenChange?.(event.currentTarget.open)}
    >
      <summary>
        <ChevronRight aria-hidden />
        {summary}
        {hint ? <span className="ui-hint">{hint}</span> : null}
        {end ? <span className="ui-hint ui-num ui-push">{end}</span> : null}
      </summary>
      <div className="ui-fold-body">{children}</div>
    </details>
  )
}
