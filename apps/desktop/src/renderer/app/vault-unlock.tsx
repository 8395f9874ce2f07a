import { Button, TextField } from '@patchbay/ui'
import { useState, type FormEvent, type ReactElement } from 'react'
import { readErrorInfo } from '../lib/error-words.ts'
import { useUnlockVault } from '../lib/resources/app.ts'
import type { VaultStatus } from '#contract/shapes'

/** The passphrase of a sealed file. A wrong one is said under the field. */
export function VaultUnlock({ vault }: { vault: VaultStatus }): ReactElement {
  const unlock = useUnlockVault()
  const [passphrase, setPassphrase] = useState('')
  const refused = unlock.data?.state === 'locked' ? (unlock.data.reason ?? vault.reason) : undefined
  const error = unlock.error ? readErrorInfo(unlock.error).message : refused

  function submit(event: FormEvent) {
    event.preventDefault()
    if (passphrase !== '') unlock.mutate({ passphrase })
  }

  return (
    <form className="grid gap-3" onSubmit={submit}>
      <TextField
        label="Passphrase"
        type="password"
        autoFocus
        value={passphrase}
        onChange={(event) => {
          setPassphrase(event.currentTarget.value)
          unlock.reset()
        }}
        error={error}
      />
      <div className="ui-line justify-end">
        <Button
          type="submit"
          variant="primary"
          loading={unlock.isPending}
          disabled={passphrase === ''}
        >
          Unlock
        </Button>
      </div>
    </form>
  )
}
