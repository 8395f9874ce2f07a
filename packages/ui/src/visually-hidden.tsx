import type { ComponentProps, ReactElement } from 'react'
import { joinClasses } from './class-names.ts'

/** Text for screen readers only. */
export function VisuallyHidden({ className, ...rest }: ComponentProps<'span'>): ReactElement {
  return <span {...rest} className={joinClasses('ui-sr', className)} />
}
