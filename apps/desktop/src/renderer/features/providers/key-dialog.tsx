import { Button, Dialog, SecretField, type SecretChange } from '@patchbay/ui'
import { useState, type FormEvent, type ReactElement } from 'react'
import type { ProviderSummary } from '@patchbay/provider-core/model'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { useAppInfo } from '../../lib/resources/app.ts'
import { useSetProviderKey } from '../../lib/resources/providers.ts'
import { createSecretWords } from '../../lib/secret-words.ts'
import { askAboutVault } from '../../lib/vault-question.ts'

/** The key of a provider's official API: added, replaced or removed. */
export function KeyDialog(props: { provider: ProviderSummary; onClose: () => void }): ReactElement {
  const { provider, onClose } = props
  const vault = useAppInfo().data?.vault
  const setKey = useSetProviderKey()
  const [key, setKeyChange] = useState<SecretChange>({ state: 'unchanged' })

  function save(event: FormEvent) {
    event.preventDefault()
    event.stopPropagation()
    if (key.state === 'unchanged') return
    if (key.state === 'set' && vault && vault.state !== 'ready') {
      askAboutVault()
      return
    }
    setKey.mutate({ providerId: provider.id, apiKey: key }, { onSuccess: onClose })
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={`Key of ${provider.name}`}
      description="For the official API. A custom endpoint has a key of its own."
      closeLabel="Close"
    >
      <form className="grid gap-3" onSubmit={save} noValidate autoComplete="off">
        <SecretField
          label="API key"
          words={createSecretWords(vault)}
          saved={provider.savedKey}
          value={key}
          onChange={setKeyChange}
          error={setKey.error ? wordError(readErrorInfo(setKey.error)) : undefined}
        />
        <div className="ui-line">
          {provider.keysUrl === undefined ? null : (
            <a href={provider.keysUrl} target="_blank" rel="noreferrer">
              Get a key from {provider.name}
            </a>
          )}
          <Button className="ui-push" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="primary"
            loading={setKey.isPending}
            disabled={key.state === 'unchanged'}
          >
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
