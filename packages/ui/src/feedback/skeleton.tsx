import type { CSSProperties, ReactElement } from 'react'
import { joinClasses } from '../class-names.ts'

export interface SkeletonProps {
  /** Any CSS width; the whole line by default. */
  width?: string | undefined
  /** How many lines to draw. */
  lines?: number | undefined
  className?: string | undefined
}

/** Grey lines where text will be; hidden from screen readers, so say "loading" elsewhere. */
export function Skeleton({ width, lines = 1, className }: SkeletonProps): ReactElement {
  const style: CSSProperties | undefined = width ? { width } : undefined
  return (
    <span aria-hidden className={joinClasses('ui-skeleton', className)}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} style={style} />
      ))}
    </span>
  )
}
