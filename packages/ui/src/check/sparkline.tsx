import type { ReactElement } from 'react'

export interface SparklineProps {
  /** The numbers, oldest first. */
  values: readonly number[]
  /** What is drawn, with its range, for screen readers. */
  label: string
}

const WIDTH = 96
const HEIGHT = 20
const INSET = 2

/** A line of the last values, without axes. */
export function Sparkline({ values, label }: SparklineProps): ReactElement {
  const most = Math.max(1, ...values)
  const step = values.length > 1 ? (WIDTH - 2) / (values.length - 1) : 0
  const points = values.map((value, index) => {
    const y = HEIGHT - INSET - (value / most) * (HEIGHT - 2 * INSET)
    return `${(1 + index * step).toFixed(1)} ${y.toFixed(1)}`
  })
  return (
    <svg className="ui-spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {points.length > 0 ? <path d={`M${points.join(' ')}`} /> : null}
    </svg>
  )
}
