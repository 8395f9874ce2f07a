/** @file A check in progress as plain data: events fold into it through a pure reducer. */
import {
  checkStageIds,
  type CheckEvent,
  type CheckReport,
  type CheckStage,
  type CheckStageId,
  type ErrorInfo,
} from '@patchbay/provider-core/model'

export interface CheckRun {
  readonly state: 'running' | 'finished' | 'stopped' | 'broken'
  /** Stages that ended, in their order. */
  readonly stages: readonly CheckStage[]
  /** The stage that runs now. */
  readonly current?: CheckStageId | undefined
  readonly report?: CheckReport | undefined
  /** Why the check itself could not go on. */
  readonly error?: ErrorInfo | undefined
}

/** A check that has just begun: nothing of an earlier one is left. */
export const beganCheck: CheckRun = { state: 'running', stages: [] }

/** Adds what the host told. A check that has ended does not change any more. */
export function applyCheckEvent(run: CheckRun, event: CheckEvent): CheckRun {
  if (run.state !== 'running') return run
  switch (event.type) {
    case 'stage-start':
      return { ...run, current: event.id }
    case 'stage':
      return {
        ...run,
        current: run.current === event.stage.id ? undefined : run.current,
        stages: [...run.stages.filter((stage) => stage.id !== event.stage.id), event.stage],
      }
    case 'report':
      return { state: 'finished', stages: event.report.stages, report: event.report }
  }
}

/** Ends a check before its report. */
export function endCheck(run: CheckRun, error?: ErrorInfo): CheckRun {
  if (run.state !== 'running') return run
  return { state: error ? 'broken' : 'stopped', stages: run.stages, error }
}

/** How far a check is, for a line: "Checking, 4 of 7". */
export function wordProgress(run: CheckRun): string {
  const at = run.current ? checkStageIds.indexOf(run.current) + 1 : run.stages.length
  return at > 0 ? `Checking, ${at} of ${checkStageIds.length}` : 'Checking'
}
