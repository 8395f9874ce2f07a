import { Button, Notice } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import type { Finding, Fix } from '@patchbay/provider-core/model'
import type { CheckRun } from '../../lib/check-run.ts'
import { wordError } from '../../lib/error-words.ts'

export interface CheckFindingsProps {
  run: CheckRun
  onFix: (fix: Fix) => void
  onAgain: () => void
}

const tones = { error: 'error', warning: 'warn', note: 'info' } as const

/** The cause in a sentence, then the mend as a button. */
export function CheckFindings({ run, onFix, onAgain }: CheckFindingsProps): ReactElement | null {
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
        />
      ))}
    </div>
  )
}

interface FindingNoticeProps extends Omit<CheckFindingsProps, 'run'> {
  finding: Finding
}

function FindingNotice({ finding, onFix, onAgain }: FindingNoticeProps): ReactElement | null {
  const [state, setState] = useState<'open' | 'mended' | 'kept'>('open')
  const { fix } = finding
  if (state === 'kept') return null
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
