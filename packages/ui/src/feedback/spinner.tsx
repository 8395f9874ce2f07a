import type { ReactElement } from 'react'
import { joinClasses } from '../class-names.ts'

export interface SpinnerProps {
  /** What is going on; without it the spinner is hidden from screen readers. */
  label?: string | undefined
  className?: string | undefined
}

/** A small ring that turns; it stands still under reduced motion. */
export function Spinner({ label, className }: SpinnerProps): ReactElement {
  const said = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true }
  return <span {...said} className={joinClasses('ui-spin', className)} />
}
