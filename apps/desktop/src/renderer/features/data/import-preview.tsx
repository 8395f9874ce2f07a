import { Button, Combobox, FieldMessage, Notice, Section, SegmentedRadio } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import {
  setupFormats,
  type DuplicateChoice,
  type ImportResult,
  type ImportSource,
  type SetupFormat,
} from '#contract/data-shapes'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { useApplyImport } from '../../lib/resources/data.ts'
import {
  createTicks,
  toChoices,
  withTicks,
  wordChoices,
  type Preview,
  type Ticks,
} from './import-choices.ts'
import { ReportList } from './import-report.tsx'
import { formatLabels } from './import-words.ts'
import { PreviewEndpoints } from './preview-endpoints.tsx'
import { PreviewRest } from './preview-rest.tsx'

export interface ImportPreviewProps {
  source: ImportSource
  preview: Preview
  onFormat: (format: SetupFormat) => void
  onCancel: () => void
  onDone: (result: ImportResult) => void
}

const choices: { value: DuplicateChoice; label: string }[] = [
  { value: 'merge', label: 'Merge' },
  { value: 'rename', label: 'Rename' },
  { value: 'skip', label: 'Skip' },
]
const choiceHints: Record<DuplicateChoice, string> = {
  merge:
    'What is here gets the models, mappings and settings that it lacks. Name, address and keys stay.',
  rename: 'Both are kept, the new one under a free name.',
  skip: 'What is here stays as it is.',
}

/** What a set-up would bring, to be ticked; saved only by the button. */
export function ImportPreviewView(props: ImportPreviewProps): ReactElement {
  const { source, preview, onFormat, onCancel, onDone } = props
  const [ticks, setTicks] = useState<Ticks>(() => createTicks(preview))
  const apply = useApplyImport()
  const { endpoints } = preview
  const chosen = toChoices(preview, ticks)
  const words = wordChoices(preview, chosen)
  const duplicates =
    endpoints.some((endpoint) => endpoint.duplicate) || preview.aliases.some(({ taken }) => taken)
  const keys = endpoints.map(({ key }) => key)
  const allTicked = chosen.endpoints.length === endpoints.length

  return (
    <div className="grid gap-3">
      <Combobox
        label="Read as"
        options={setupFormats.map((value) => ({ value, label: formatLabels[value] }))}
        value={preview.format}
        onChange={(value) => {
          const format = setupFormats.find((one) => one === value)
          if (format !== undefined && format !== preview.format) onFormat(format)
        }}
        emptyText="There is no such format."
      />
      {endpoints.length === 0 ? (
        <Notice tone="info" title="It has no custom provider." />
      ) : (
        <Section
          level={3}
          title="Custom providers"
          hint={String(endpoints.length)}
          actions={
            endpoints.length > 1 ? (
              <Button
                size="sm"
                variant="ghost"
                onClick={() => setTicks(withTicks(ticks, 'endpoints', keys, !allTicked))}
              >
                {allTicked ? 'Untick all' : 'Tick all'}
              </Button>
            ) : undefined
          }
        >
          <PreviewEndpoints preview={preview} ticks={ticks} onTicks={setTicks} />
        </Section>
      )}
      {duplicates ? (
        <div>
          <SegmentedRadio
            legend="What is here already"
            value={ticks.duplicates}
            onChange={(value) => setTicks({ ...ticks, duplicates: value, own: {} })}
            options={choices}
          />
          <p className="ui-hint mt-1">{choiceHints[ticks.duplicates]}</p>
        </div>
      ) : null}
      <PreviewRest preview={preview} ticks={ticks} onTicks={setTicks} />
      <ReportList report={preview.report} />
      {apply.error ? (
        <FieldMessage tone="error">{wordError(readErrorInfo(apply.error))}</FieldMessage>
      ) : null}
      <div className="ui-line">
        <Button
          variant="primary"
          disabled={words === ''}
          loading={apply.isPending}
          onClick={() => apply.mutate({ source, choices: chosen }, { onSuccess: onDone })}
        >
          {words === '' ? 'Import' : `Import ${words}`}
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <span className="ui-hint ui-push">Nothing is saved yet.</span>
      </div>
    </div>
  )
}
