/** @file A staged check drawn as a small waterfall: grey is waiting, colour is bytes. */
import { Check, Info, Minus, X } from 'lucide-react'
import type { CSSProperties, ReactElement, ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'
import { Spinner } from '../feedback/spinner.tsx'

export type StageState = 'passed' | 'note' | 'failed' | 'running' | 'not-run'

export interface StageBar {
  /** Milliseconds since the start of the check. */
  start: number
  /** Milliseconds. */
  duration: number
  kind: 'wait' | 'note' | 'ok' | 'error'
}

export interface StageItem {
  id: string
  label: string
  state: StageState
  /** Words at the end, such as `27 ms`, `–` or `not run`. */
  time: ReactNode
  bars?: readonly StageBar[] | undefined
  /** A line under the stage. */
  why?: ReactNode
}

export interface StageListProps {
  label: string
  stages: readonly StageItem[]
  /** The length of the axis in milliseconds. */
  total: number
  /** Words at the end of the axis, such as `152 ms`; no axis without. */
  totalText?: string | undefined
  /** What each state is called for screen readers. */
  stateLabels: Record<StageState, string>
}

/** The stages of a check with state, time and what they found. */
export function StageList(props: StageListProps): ReactElement {
  const { label, stages, total, totalText, stateLabels } = props
  return (
    <div className="ui-check-result">
      <ol className="ui-stages" aria-label={label}>
        {stages.map((stage) => (
          <li key={stage.id} className={`is-${stage.state}`}>
            <StageIcon state={stage.state} label={stateLabels[stage.state]} />
            <span className="ui-stage-label">{stage.label}</span>
            <span className="ui-track" aria-hidden>
              {stage.bars?.map((bar) => (
                <span
                  key={`${bar.kind}-${bar.start}`}
                  className={`is-${bar.kind}`}
                  style={placeBar(bar, total)}
                />
              ))}
            </span>
            <span className="ui-n">{stage.time}</span>
            {stage.why ? <span className="ui-why">{stage.why}</span> : null}
          </li>
        ))}
      </ol>
      {totalText ? (
        <div className="ui-axis" aria-hidden>
          <span>
            <span>0</span>
            <span>{totalText}</span>
          </span>
        </div>
      ) : null}
    </div>
  )
}

function StageIcon({ state, label }: { state: StageState; label: string }): ReactElement {
  const said = { role: 'img', 'aria-label': label }
  if (state === 'running') return <Spinner label={label} />
  if (state === 'passed') return <Check {...said} className="ui-tone-ok" />
  if (state === 'note') return <Info {...said} className="ui-tone-info" />
  if (state === 'failed') return <X {...said} className="ui-tone-error" />
  return <Minus {...said} className={joinClasses('ui-faint')} />
}

function placeBar(bar: StageBar, total: number): CSSProperties {
  const percent = (ms: number) => (total > 0 ? Math.min(100, Math.max(0, (ms / total) * 100)) : 0)
  return { left: `${percent(bar.start)}%`, width: `${percent(bar.duration)}%` }
}
