import {
  Badge,
  Button,
  CopyButton,
  EmptyState,
  IconButton,
  Pane,
  PaneFoot,
  PaneHead,
  PaneScroll,
  PaneTitle,
} from '@patchbay/ui'
import { RefreshCw, Square } from 'lucide-react'
import type { ReactElement } from 'react'
import type { Fix, LastCheck } from '@patchbay/provider-core/model'
import { wordProgress, type CheckRun } from '../../lib/check-run.ts'
import { wordClock } from '../../lib/time-words.ts'
import { CheckEvidence } from './check-evidence.tsx'
import { CheckFindings } from './check-findings.tsx'
import { CheckModels } from './check-models.tsx'
import { CheckStages } from './check-stages.tsx'
import { CheckCredentials } from './credentials-found.tsx'
import { writeReport } from './report-text.ts'

export interface CheckInspectorProps {
  run: CheckRun | undefined
  /** How the last check of what is saved ended. */
  last: LastCheck | undefined
  onStart: () => void
  onStop: () => void
  onFix: (fix: Fix) => void
  /** Shows the files of a custom handler and asks whether they may run. */
  onAllowHandler: () => void
  /** Models that the form keeps. */
  models: readonly string[]
  onAddModels: (models: string[]) => void
}

/** What the check of the form found: stages as they end, the cause, the mend, the evidence. */
export function CheckInspector(props: CheckInspectorProps): ReactElement {
  const { run, onStart, onStop, onFix } = props
  const report = run?.report
  return (
    <Pane as="aside" kind="inspector" aria-label="Check result">
      <PaneHead>
        <PaneTitle level={2} beside={<RunState run={run} />}>
          Check
        </PaneTitle>
        {report ? <span className="ui-hint ui-num">{wordClock(report.at)}</span> : null}
        {run?.state === 'running' ? (
          <IconButton size="sm" icon={<Square />} label="Stop the check" onClick={onStop} />
        ) : run ? (
          <IconButton size="sm" icon={<RefreshCw />} label="Check again" onClick={onStart} />
        ) : null}
      </PaneHead>
      <PaneScroll>
        {run ? (
          <>
            <CheckStages run={run} />
            <CheckFindings
              run={run}
              onFix={onFix}
              onAgain={onStart}
              onAllowHandler={props.onAllowHandler}
            />
            {report?.credentials ? <CheckCredentials found={report.credentials} /> : null}
            {report?.models ? (
              <CheckModels listed={report.models} kept={props.models} onAdd={props.onAddModels} />
            ) : null}
            {report ? <CheckEvidence report={report} /> : null}
          </>
        ) : (
          <EmptyState
            title={props.last ? `Last check: ${props.last.summary}` : 'Not checked yet'}
            actions={<Button onClick={onStart}>Check now</Button>}
          >
            A check calls the endpoint as the form stands, before you save.
          </EmptyState>
        )}
      </PaneScroll>
      {report ? (
        <PaneFoot>
          <CopyButton text={() => writeReport(report)} label="Copy report" copiedLabel="Copied" />
          <span className="ui-hint ui-push">keys are redacted</span>
        </PaneFoot>
      ) : null}
    </Pane>
  )
}

function RunState({ run }: { run: CheckRun | undefined }): ReactElement {
  return (
    <span role="status" className="ui-line">
      {run ? <RunBadge run={run} /> : null}
    </span>
  )
}

function RunBadge({ run }: { run: CheckRun }): ReactElement {
  if (run.state === 'running') return <span className="ui-hint">{wordProgress(run)}</span>
  if (run.state === 'stopped') return <Badge>Stopped</Badge>
  if (run.state === 'broken') return <Badge tone="error">Broken off</Badge>
  return run.report?.ok ? <Badge tone="ok">Answers</Badge> : <Badge tone="error">Failed</Badge>
}
