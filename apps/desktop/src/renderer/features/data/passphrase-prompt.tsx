import { Button, TextField } from '@patchbay/ui'
import { useState, type FormEvent, type ReactElement } from 'react'

export interface PassphrasePromptProps {
  /** Why it is asked again. */
  error: string | undefined
  pending: boolean
  onPassphrase: (passphrase: string) => void
  onCancel: () => void
}

/** The passphrase of a sealed bundle. A wrong one is said under the field. */
export function PassphrasePrompt(props: PassphrasePromptProps): ReactElement {
  const { error, pending, onPassphrase, onCancel } = props
  const [passphrase, setPassphrase] = useState('')

  function submit(event: FormEvent) {
    event.preventDefault()
    if (passphrase !== '') onPassphrase(passphrase)
  }

  return (
    <form className="grid gap-3" onSubmit={submit}>
      <TextField
        label="Passphrase of the bundle"
        hint="The one that it was exported with."
        type="password"
        autoComplete="off"
        autoFocus
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        error={error}
      />
      <div className="ui-line">
        <Button type="submit" variant="primary" loading={pending} disabled={passphrase === ''}>
          Open
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
