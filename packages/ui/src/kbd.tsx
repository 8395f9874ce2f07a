import type { ComponentProps, ReactElement } from 'react'
import { joinClasses } from './class-names.ts'

/** A key or chord, such as `Ctrl K`. */
export function Kbd({ className, ...rest }: ComponentProps<'kbd'>): ReactElement {
  return <kbd {...rest} className={joinClasses('ui-kbd', className)} />
}
