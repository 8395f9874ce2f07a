import { Button, FieldMessage, Section, useToasts } from '@patchbay/ui'
import { Download } from 'lucide-react'
import type { ReactElement } from 'react'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { useExportBundle } from '../../lib/resources/data.ts'

/** Saves every custom provider and the modes as a file, without a key. */
export function ExportSection(): ReactElement {
  const exportBundle = useExportBundle()
  const toasts = useToasts()

  function save() {
    exportBundle.mutate(undefined, {
      onSuccess: ({ fileName, text }) => {
        download(fileName, text)
        toasts.show({ message: `Saved as ${fileName}, without keys.` })
      },
    })
  }

  return (
    <Section title="Export">
      <p className="ui-soft mb-2">
        Custom providers, mappings and modes as one file. No key is in it: each has to be entered
        again where it is imported.
      </p>
      <Button icon={<Download aria-hidden />} loading={exportBundle.isPending} onClick={save}>
        Export
      </Button>
      {exportBundle.error ? (
        <FieldMessage tone="error">{wordError(readErrorInfo(exportBundle.error))}</FieldMessage>
      ) : null}
    </Section>
  )
}

function download(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The download reads the address after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
