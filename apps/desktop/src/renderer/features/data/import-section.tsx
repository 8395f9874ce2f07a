import { Notice, Section } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import type { EndpointSummary } from '@patchbay/provider-core/model'
import type { ImportPreview } from '#contract/shapes'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { usePreviewImport } from '../../lib/resources/data.ts'
import { BundleInput } from './bundle-input.tsx'
import { ImportDone } from './import-done.tsx'
import { ImportPreviewView } from './import-preview.tsx'

type Readable = ImportPreview & { ok: true }

/** A bundle in: first the preview, nothing is saved before it is accepted. */
export function ImportSection(): ReactElement {
  const preview = usePreviewImport()
  const [found, setFound] = useState<{ text: string; preview: Readable }>()
  const [problem, setProblem] = useState<string>()
  const [added, setAdded] = useState<EndpointSummary[]>()

  function read(text: string) {
    setAdded(undefined)
    setProblem(undefined)
    preview.mutate(
      { text },
      {
        onSuccess: (result) => {
          if (result.ok) setFound({ text, preview: result })
          else setProblem(result.message)
        },
        onError: (error) => setProblem(wordError(readErrorInfo(error))),
      },
    )
  }

  return (
    <Section title="Import">
      {added ? <ImportDone added={added} /> : null}
      {found ? (
        <ImportPreviewView
          text={found.text}
          preview={found.preview}
          onCancel={() => setFound(undefined)}
          onDone={(endpoints) => {
            setFound(undefined)
            setAdded(endpoints)
          }}
        />
      ) : (
        <>
          <p className="ui-soft mb-2">
            A bundle that was exported from Patchbay. LiteLLM config files and .env files are not
            read yet.
          </p>
          {problem ? (
            <div className="mb-2">
              <Notice tone="error" role="alert" title="This cannot be imported.">
                {problem}
              </Notice>
            </div>
          ) : null}
          <BundleInput pending={preview.isPending} onText={read} onProblem={setProblem} />
        </>
      )}
    </Section>
  )
}
