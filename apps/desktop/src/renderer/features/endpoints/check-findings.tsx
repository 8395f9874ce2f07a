import { Button, Notice } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import type { Finding, Fix } from '@patchbay/provider-core/model'
import type { CheckRun } from '../../lib/check-run.ts'
import { wordError } from '../../lib/error-words.ts'

export interface CheckFindingsProps {
  run: CheckRun
  onFix: (fix: Fix) => void
  onAgain: () => void
  /** Shows the files of a custom handler and asks whether they may run. */
  onAllowHandler: () => void
}

const tones = { error: 'error', warning: 'warn', note: 'info' } as const

/** The cause in a sentence, then the mend as a button. */
export function CheckFindings(props: CheckFindingsProps): ReactElement | null {
  const { run, onFix, onAgain, onAllowHandler } = props
  const findings = run.report?.findings ?? []
  const error = run.error ?? (findings.length === 0 ? run.report?.error : undefined)
  return (
    <div className="grid gap-2 empty:hidden">
      {error ? (
        <Notice tone="error" role="alert">
          {wordError(error)}
        </Notice>
      ) : null}
      {findings.map((finding) => (
        <FindingNotice
          key={`${run.report?.at}:${finding.code}:${finding.message}`}
          finding={finding}
          onFix={onFix}
          onAgain={onAgain}
          onAllowHandler={onAllowHandler}
        />
      ))}
    </div>
  )
}

interface FindingNoticeProps extends Omit<CheckFindingsProps, 'run'> {
  finding: Finding
}

function FindingNotice(props: FindingNoticeProps): ReactElement | null {
  const { finding, onFix, onAgain, onAllowHandler } = props
  const [state, setState] = useState<'open' | 'mended' | 'kept'>('open')
  const { fix } = finding
  if (state === 'kept') return null
  if (finding.code === 'handler-unconfirmed') {
    return (
      <Notice
        tone="warn"
        role="alert"
        actions={
          <Button size="sm" variant="primary" onClick={onAllowHandler}>
            Review and allow
          </Button>
        }
      >
        {finding.message}
      </Notice>
    )
  }
  const changes = fix?.changes !== undefined || fix?.addMapping !== undefined
  return (
    <Notice
      tone={state === 'mended' ? 'info' : tones[finding.severity]}
      role={finding.severity === 'note' ? undefined : 'alert'}
      actions={
        fix ? (
          state === 'mended' ? (
            <Button size="sm" variant="primary" onClick={onAgain}>
              Check again
            </Button>
          ) : (
            <>
              <Button
                size="sm"
                variant="primary"
                onClick={() => {
                  onFix(fix)
                  if (changes) setState('mended')
                }}
              >
                {fix.label}
              </Button>
              {changes ? (
                <Button size="sm" onClick={() => setState('kept')}>
                  Keep as it is
                </Button>
              ) : null}
            </>
          )
        ) : undefined
      }
    >
      {state === 'mended'
        ? 'Changed in the form. Check again, then save.'
        : codeIn(finding.message)}
    </Notice>
  )
}

/** Paths and URLs within a sentence, set as code. */
function codeIn(message: string): ReactElement {
  const parts = message.split(/((?:https?:\/\/|…?\/)[^\s"'“”,;]*[^\s"'“”,;.)])/)
  return (
    <>
      {parts
        .map((part, index) => ({ part, index }))
        .map(({ part, index }) =>
          index % 2 === 1 ? <code key={`${index}:${part}`}>{part}</code> : part,
        )}
    </>
  )
}
