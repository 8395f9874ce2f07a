import { Button, FieldMessage, GroupBox, Notice, SegmentedRadio } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import type { EndpointSummary } from '@patchbay/provider-core/model'
import type { DuplicateChoice, ImportPreview } from '#contract/shapes'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { useApplyImport } from '../../lib/resources/data.ts'
import { useProviders } from '../../lib/resources/providers.ts'
import { wordCount } from '../../lib/time-words.ts'
import { countImported } from './import-words.ts'
import { PreviewRow } from './preview-row.tsx'

export interface ImportPreviewProps {
  text: string
  preview: ImportPreview & { ok: true }
  onCancel: () => void
  onDone: (added: EndpointSummary[]) => void
}

const choices: { value: DuplicateChoice; label: string }[] = [
  { value: 'skip', label: 'Skip' },
  { value: 'rename', label: 'Rename' },
  { value: 'replace', label: 'Replace' },
]
const choiceHints: Record<DuplicateChoice, string> = {
  skip: 'What is here stays as it is.',
  rename: 'Both are kept, the new one under a free name.',
  replace: 'What is here is replaced, and its keys are removed.',
}

/** What a bundle would bring, to be ticked; saved only by the button. */
export function ImportPreviewView(props: ImportPreviewProps): ReactElement {
  const { text, preview, onCancel, onDone } = props
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set())
  const [duplicates, setDuplicates] = useState<DuplicateChoice>('skip')
  const apply = useApplyImport()
  const providers = useProviders().data ?? []
  const taken = preview.endpoints.filter((one) => !left.has(one.index))
  const takenNames = new Set(taken.map((one) => one.name))
  const switched = preview.providers.filter((one) => takenNames.has(one.endpointName))
  const count = countImported(taken, duplicates)

  function toggle(index: number, tick: boolean) {
    const next = new Set(left)
    if (tick) next.delete(index)
    else next.add(index)
    setLeft(next)
  }

  function save() {
    const take = taken.map((one) => one.index)
    apply.mutate({ text, duplicates, take }, { onSuccess: ({ added }) => onDone(added) })
  }

  if (preview.endpoints.length === 0) {
    return (
      <Notice
        tone="info"
        title="This bundle is empty."
        actions={
          <Button size="sm" onClick={onCancel}>
            Choose another
          </Button>
        }
      >
        It has no custom provider.
      </Notice>
    )
  }
  return (
    <div className="grid gap-3">
      <GroupBox>
        {preview.endpoints.map((one) => (
          <PreviewRow
            key={one.index}
            endpoint={one}
            ticked={!left.has(one.index)}
            onTick={(tick) => toggle(one.index, tick)}
          />
        ))}
      </GroupBox>
      {taken.some((one) => one.duplicate) ? (
        <div>
          <SegmentedRadio
            legend="Where the name is taken"
            value={duplicates}
            onChange={setDuplicates}
            options={choices}
          />
          <p className="ui-hint mt-1">{choiceHints[duplicates]}</p>
        </div>
      ) : null}
      {switched.length > 0 ? (
        <p className="ui-soft">
          In official mode now, switched by the import:{' '}
          {switched
            .map((one) => {
              const name = providers.find((provider) => provider.id === one.id)?.name ?? one.id
              return `${name} to ${one.endpointName}`
            })
            .join(', ')}
          . Providers that you switched yourself stay.
        </p>
      ) : null}
      {preview.notes.length > 0 ? (
        <Notice tone="warn" title="To be looked at afterwards">
          <ul>
            {preview.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {apply.error ? (
        <FieldMessage tone="error">{wordError(readErrorInfo(apply.error))}</FieldMessage>
      ) : null}
      <div className="ui-line">
        <Button variant="primary" disabled={count === 0} loading={apply.isPending} onClick={save}>
          Import {wordCount(count, 'provider')}
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <span className="ui-hint ui-push">Nothing is saved yet.</span>
      </div>
    </div>
  )
}
