import { Button, SegmentedRadio, TextField } from '@patchbay/ui'
import { useState, type FormEvent, type ReactElement } from 'react'
import { readErrorInfo } from '../lib/error-words.ts'
import { useChooseVault, useRetryVault } from '../lib/resources/app.ts'

const minimum = 8

/** A sealed file with a passphrase, or this session only. */
export function VaultChoice(): ReactElement {
  const choose = useChooseVault()
  const retry = useRetryVault()
  const [kind, setKind] = useState<'file' | 'memory'>('file')
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const [tried, setTried] = useState(false)

  const tooShort = passphrase.length < minimum
  const differs = repeated !== passphrase

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (kind === 'memory') choose.mutate({ kind })
    else if (!tooShort && !differs) choose.mutate({ kind, passphrase })
  }

  return (
    <form className="grid gap-3" onSubmit={submit}>
      <SegmentedRadio
        legend="Keep keys"
        wide
        value={kind}
        onChange={setKind}
        options={[
          { value: 'file', label: 'In a sealed file' },
          { value: 'memory', label: 'For this session only' },
        ]}
      />
      {kind === 'file' ? (
        <>
          <TextField
            label="Passphrase"
            autoFocus
            type="password"
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
            hint="You are asked for it at each start. It cannot be recovered."
            error={tried && tooShort ? `Use at least ${minimum} characters.` : undefined}
          />
          <TextField
            label="Repeat the passphrase"
            type="password"
            value={repeated}
            onChange={(event) => setRepeated(event.currentTarget.value)}
            error={tried && !tooShort && differs ? 'The two are not the same.' : undefined}
          />
        </>
      ) : (
        <p className="ui-hint">Keys are forgotten when Patchbay closes. Everything else is kept.</p>
      )}
      {choose.error ? (
        <p role="alert" className="ui-msg is-error">
          {readErrorInfo(choose.error).message}
        </p>
      ) : null}
      <div className="ui-line justify-end">
        <Button loading={retry.isPending} onClick={() => retry.mutate(undefined)}>
          Look for a keychain again
        </Button>
        <Button type="submit" variant="primary" loading={choose.isPending}>
          {kind === 'file' ? 'Seal and use the file' : 'Use this session only'}
        </Button>
      </div>
    </form>
  )
}
