import type { ReactElement } from 'react'
import { joinClasses } from '../class-names.ts'

export interface ChartBar {
  id: string
  /** Words under the bar; leave some empty where there is no room for all. */
  caption: string
  value: number
  /** Part of the value that went wrong, drawn in the colour of errors. */
  failed?: number | undefined
  /** What the bar says on hover. */
  title: string
}

export interface BarChartProps {
  bars: readonly ChartBar[]
  /** What is drawn, with its range, for screen readers; the numbers belong in a table beside it. */
  label: string
  className?: string | undefined
}

/** Small bars side by side, as high as the highest value allows. */
export function BarChart({ bars, label, className }: BarChartProps): ReactElement {
  const most = Math.max(1, ...bars.map((bar) => bar.value))
  const height = (value: number) => ({ height: `${(Math.max(0, value) / most) * 100}%` })
  return (
    <div role="img" aria-label={label} className={joinClasses('ui-bars', className)}>
      {bars.map((bar) => (
        <div key={bar.id} className="ui-bar" title={bar.title}>
          <div className="ui-bar-room">
            <div className="ui-bar-fill" style={height(bar.value - (bar.failed ?? 0))} />
            {bar.failed ? (
              <div className="ui-bar-fill is-failed" style={height(bar.failed)} />
            ) : null}
          </div>
          <span>{bar.caption}</span>
        </div>
      ))}
    </div>
  )
}
