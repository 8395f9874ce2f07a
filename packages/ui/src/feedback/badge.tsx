import type { ComponentProps, ReactElement } from 'react'
import { joinClasses } from '../class-names.ts'
import type { Tone } from './tone.ts'

export type BadgeProps = ComponentProps<'span'> & { tone?: Tone | undefined }

/** A word or number on a soft ground. */
export function Badge({ tone = 'neutral', className, ...rest }: BadgeProps): ReactElement {
  return (
    <span
      {...rest}
      className={joinClasses('ui-badge', tone !== 'neutral' && `is-${tone}`, className)}
    />
  )
}
