import { StageList, type StageBar, type StageItem, type StageState } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { checkStageIds, type CheckStage, type CheckStageId } from '@patchbay/provider-core/model'
import type { CheckRun } from '../../lib/check-run.ts'
import { wordDuration } from '../../lib/time-words.ts'

const labels: Record<CheckStageId, string> = {
  address: 'Address',
  connection: 'Connection',
  tls: 'TLS',
  auth: 'Auth',
  models: 'Models',
  reply: 'Reply',
  stream: 'Stream',
}

const stateLabels: Record<StageState, string> = {
  passed: 'passed',
  note: 'note',
  failed: 'failed',
  running: 'running',
  'not-run': 'not run',
}

/** The seven stages, drawn as a small waterfall. */
export function CheckStages({ run }: { run: CheckRun }): ReactElement {
  const total = Math.max(1, ...run.stages.map((stage) => (stage.startMs ?? 0) + (stage.ms ?? 0)))
  return (
    <StageList
      label="Stages"
      stages={checkStageIds.map((id) => toItem(id, run))}
      total={total}
      totalText={run.report ? wordDuration(total) : undefined}
      stateLabels={stateLabels}
    />
  )
}

function toItem(id: CheckStageId, run: CheckRun): StageItem {
  const stage = run.stages.find((one) => one.id === id)
  const label = labels[id]
  if (run.state === 'running' && run.current === id)
    return { id, label, state: 'running', time: '' }
  if (!stage || stage.state === 'skipped') {
    return { id, label, state: 'not-run', time: run.state === 'running' ? '' : 'not run' }
  }
  return {
    id,
    label,
    state: stage.state,
    time: stage.ms === undefined ? '–' : wordDuration(stage.ms),
    bars: barsOf(stage),
    why: stage.detail,
  }
}

const kinds = { passed: 'ok', note: 'note', failed: 'error', skipped: 'note' } as const

/** Grey for as long as nothing had arrived, then the colour of the outcome. */
function barsOf(stage: CheckStage): StageBar[] {
  const { startMs: start, ms, waitMs = 0 } = stage
  if (start === undefined || ms === undefined) return []
  const kind = kinds[stage.state]
  if (stage.state !== 'passed' || waitMs <= 0 || waitMs >= ms)
    return [{ start, duration: ms, kind }]
  return [
    { start, duration: waitMs, kind: 'wait' },
    { start: start + waitMs, duration: ms - waitMs, kind },
  ]
}
