import { Button, Checkbox, FieldMessage, Section, SegmentedRadio, TextField } from '@patchbay/ui'
import { Download } from 'lucide-react'
import { useState, type FormEvent, type ReactElement } from 'react'
import { shortestPassphrase, type ExportInput, type ExportResult } from '#contract/data-shapes'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { useExportSetup } from '../../lib/resources/data.ts'
import { ExportDone } from './export-done.tsx'

type Format = ExportInput['format']

const hints: Record<Format, string> = {
  bundle:
    'Custom providers, mappings, modes and aliases as one file for another Patchbay. Without a passphrase no key is in it.',
  litellm:
    'A config.yaml for a LiteLLM proxy. No key is in it: it names the environment variables that hold them.',
}

/** The set-up as a file: our bundle, sealed with its keys where asked, or for LiteLLM. */
export function ExportSection(): ReactElement {
  const exporting = useExportSetup()
  const [format, setFormat] = useState<Format>('bundle')
  const [sealed, setSealed] = useState(false)
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const [problem, setProblem] = useState<'short' | 'different'>()
  const [done, setDone] = useState<ExportResult>()
  const seals = format === 'bundle' && sealed

  function submit(event: FormEvent) {
    event.preventDefault()
    setDone(undefined)
    if (seals && passphrase.length < shortestPassphrase) return setProblem('short')
    if (seals && passphrase !== repeated) return setProblem('different')
    setProblem(undefined)
    exporting.mutate(
      { format, ...(seals ? { passphrase } : {}) },
      {
        onSuccess: (result) => {
          setDone(result)
          setPassphrase('')
          setRepeated('')
        },
      },
    )
  }

  return (
    <Section title="Export">
      <form className="grid gap-3" onSubmit={submit}>
        <SegmentedRadio
          className="justify-self-start"
          legend="Format"
          value={format}
          onChange={(next) => {
            setFormat(next)
            setDone(undefined)
          }}
          options={[
            { value: 'bundle', label: 'Patchbay bundle' },
            { value: 'litellm', label: 'LiteLLM' },
          ]}
        />
        <p className="ui-hint">{hints[format]}</p>
        {format === 'bundle' ? (
          <Checkbox
            label="With all keys, sealed with a passphrase"
            checked={sealed}
            onChange={(event) => setSealed(event.currentTarget.checked)}
          />
        ) : null}
        {seals ? (
          <>
            <TextField
              label="New passphrase"
              type="password"
              autoComplete="new-password"
              hint={`At least ${shortestPassphrase} characters. Without it nobody can open the file, you neither.`}
              value={passphrase}
              onChange={(event) => setPassphrase(event.currentTarget.value)}
              error={
                problem === 'short' ? `Use at least ${shortestPassphrase} characters.` : undefined
              }
            />
            <TextField
              label="Repeat it"
              type="password"
              autoComplete="new-password"
              value={repeated}
              onChange={(event) => setRepeated(event.currentTarget.value)}
              error={problem === 'different' ? 'The two are not the same.' : undefined}
            />
          </>
        ) : null}
        <Button
          type="submit"
          className="justify-self-start"
          icon={<Download aria-hidden />}
          loading={exporting.isPending}
        >
          Export
        </Button>
        {exporting.error ? (
          <FieldMessage tone="error">{wordError(readErrorInfo(exporting.error))}</FieldMessage>
        ) : null}
      </form>
      {done ? <ExportDone result={done} sealed={seals} /> : null}
    </Section>
  )
}
