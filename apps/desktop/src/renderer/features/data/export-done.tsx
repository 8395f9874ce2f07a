import { Button, CopyButton, Notice, Section } from '@patchbay/ui'
import { Download } from 'lucide-react'
import type { ReactElement } from 'react'
import type { ExportResult } from '#contract/data-shapes'
import { saveUrl } from '../../lib/save-url.ts'
import { wordCount } from '../../lib/time-words.ts'
import { ReportList } from './import-report.tsx'

/** An export that is ready: to be saved or copied, with what to set and what it does not say. */
export function ExportDone({
  result,
  sealed,
}: {
  result: ExportResult
  sealed: boolean
}): ReactElement {
  const { fileName, text, variables, report, secrets } = result
  return (
    <div className="mt-3 grid gap-3">
      <Notice
        tone="ok"
        role="status"
        title={`${fileName} is ready.`}
        actions={
          <>
            <Button
              size="sm"
              icon={<Download aria-hidden />}
              onClick={() => download(fileName, text)}
            >
              Save {fileName}
            </Button>
            <CopyButton text={text} label="Copy" copiedLabel="Copied" />
          </>
        }
      >
        {sealed ? `${wordCount(secrets, 'key')} sealed in it.` : 'No key is in it.'}
      </Notice>
      {variables.length === 0 ? null : (
        <Section
          level={3}
          title="Set these variables where it is used"
          hint={`${variables.length}`}
        >
          <ul className="ui-group max-h-60 overflow-auto" aria-label="Variables to set">
            {variables.map((variable) => (
              <li key={variable.name} className="ui-line px-3 py-1">
                <code className="ui-code select-text">{variable.name}</code>
                <span className="ui-hint ui-push">{variable.for}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <ReportList report={report} />
    </div>
  )
}

function download(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  saveUrl(url, fileName)
  // The download reads the address after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
