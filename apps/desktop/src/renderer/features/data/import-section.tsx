import { Combobox, Notice, Section } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import {
  setupFormats,
  type ImportResult,
  type ImportSource,
  type SetupFormat,
} from '#contract/data-shapes'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { usePreviewImport } from '../../lib/resources/data.ts'
import type { Preview } from './import-choices.ts'
import { ImportDone } from './import-done.tsx'
import { ImportPreviewView } from './import-preview.tsx'
import { formatLabels } from './import-words.ts'
import { PassphrasePrompt } from './passphrase-prompt.tsx'
import { SetupInput } from './setup-input.tsx'

/** Where the import stands. `previews` counts them, so that each starts with its own ticks. */
type Stand =
  | { at: 'input'; problem?: string | undefined; refused?: ImportSource | undefined }
  | { at: 'sealed'; source: ImportSource; wrong?: string | undefined }
  | { at: 'preview'; source: ImportSource; preview: Preview; previews: number }

/** A set-up in: first the preview, nothing is saved before it is accepted. */
export function ImportSection(): ReactElement {
  const reading = usePreviewImport()
  const [stand, setStand] = useState<Stand>({ at: 'input' })
  const [done, setDone] = useState<ImportResult>()

  function read(source: ImportSource) {
    setDone(undefined)
    reading.mutate(source, {
      onSuccess: (result) => {
        if (result.ok) {
          setStand((before) => {
            const previews = before.at === 'preview' ? before.previews + 1 : 0
            return { at: 'preview', source, preview: result, previews }
          })
        } else if (result.sealed === true) {
          const { passphrase, ...sealed } = source
          const wrong = passphrase === undefined ? undefined : result.message
          setStand({ at: 'sealed', source: sealed, wrong })
        } else setStand({ at: 'input', problem: result.message, refused: source })
      },
      onError: (error) =>
        setStand({ at: 'input', problem: wordError(readErrorInfo(error)), refused: source }),
    })
  }

  return (
    <Section title="Import">
      {done ? <ImportDone result={done} /> : null}
      {stand.at === 'preview' ? (
        <ImportPreviewView
          key={stand.previews}
          source={stand.source}
          preview={stand.preview}
          onFormat={(format) => read({ ...stand.source, format })}
          onCancel={() => setStand({ at: 'input' })}
          onDone={(result) => {
            setStand({ at: 'input' })
            setDone(result)
          }}
        />
      ) : null}
      {stand.at === 'sealed' ? (
        <PassphrasePrompt
          error={stand.wrong}
          pending={reading.isPending}
          onPassphrase={(passphrase) => read({ ...stand.source, passphrase })}
          onCancel={() => setStand({ at: 'input' })}
        />
      ) : null}
      {stand.at === 'input' ? (
        <>
          <p className="ui-soft mb-2">
            A LiteLLM config.yaml, a .env file, the settings of LibreChat, opencode or VS Code, or a
            Patchbay bundle. You see what it brings before anything is saved.
          </p>
          {stand.problem === undefined ? null : (
            <Refused
              problem={stand.problem}
              onFormat={
                stand.refused &&
                ((format) => read({ ...stand.refused, text: stand.refused?.text ?? '', format }))
              }
            />
          )}
          <SetupInput
            pending={reading.isPending}
            onSource={read}
            onProblem={(problem) => setStand({ at: 'input', problem })}
          />
        </>
      ) : null}
    </Section>
  )
}

interface RefusedProps {
  problem: string
  onFormat: ((format: SetupFormat) => void) | undefined
}

/** Why a text was not taken; read as another format it may be. */
function Refused({ problem, onFormat }: RefusedProps): ReactElement {
  return (
    <div className="mb-2 grid gap-2">
      <Notice tone="error" role="alert" title="This cannot be imported.">
        {problem}
      </Notice>
      {onFormat ? (
        <Combobox
          label="Read it as"
          options={setupFormats.map((value) => ({ value, label: formatLabels[value] }))}
          value={null}
          placeholder="Choose a format"
          onChange={(value) => {
            const format = setupFormats.find((one) => one === value)
            if (format !== undefined) onFormat(format)
          }}
          emptyText="There is no such format."
        />
      ) : null}
    </div>
  )
}
