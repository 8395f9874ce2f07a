import { Button, Facts, LinkButton } from '@patchbay/ui'
import { FileKey2 } from 'lucide-react'
import { useRef, useState, type DragEvent, type ReactElement } from 'react'
import { useWatch } from 'react-hook-form'
import { parseGoogleCredentials, type SpecSecret } from '@patchbay/provider-core/specs'
import { SecretControl } from './secret-control.tsx'
import { useApply, useFields } from './use-endpoint-form.ts'

const mostBytes = 100_000

/** A service-account JSON: pasted, dropped or chosen as a file; shows whose it is, never the key. */
export function GoogleCredentialsField(props: {
  secret: SpecSecret
  saved: boolean
}): ReactElement {
  const { control, getValues } = useFields()
  const apply = useApply()
  const chooser = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [refused, setRefused] = useState<string>()
  const change = useWatch({ control, name: 'secrets.googleCredentials' })
  const projectId = useWatch({ control, name: 'projectId' })
  const parsed = change.state === 'set' ? parseGoogleCredentials(change.value) : undefined
  const found = parsed?.ok ? parsed.credentials : undefined

  async function take(file: File | undefined) {
    if (!file) return
    if (file.size > mostBytes) {
      setRefused(`${file.name} is too large for a key file.`)
      return
    }
    setRefused(undefined)
    const value = (await file.text()).trim()
    const changes = {
      secrets: { ...getValues('secrets'), googleCredentials: { state: 'set' as const, value } },
    }
    const read = parseGoogleCredentials(value)
    const fill = read.ok && read.credentials.projectId && getValues('projectId').trim() === ''
    apply(fill ? { ...changes, projectId: read.credentials.projectId ?? '' } : changes)
  }

  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }

  return (
    <div
      className={over ? 'rounded-2 bg-accent-soft' : undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <SecretControl
        {...props}
        placeholder={'{ "type": "service_account", … }'}
        action={
          <Button
            variant="ghost"
            size="sm"
            className="-mr-2"
            icon={<FileKey2 aria-hidden />}
            onClick={() => chooser.current?.click()}
          >
            Choose file…
          </Button>
        }
      />
      <input
        ref={chooser}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="Key file"
        onChange={(event) => {
          void take(event.currentTarget.files?.[0])
          event.currentTarget.value = ''
        }}
      />
      {refused === undefined ? null : (
        <p role="alert" className="ui-msg is-error">
          {refused}
        </p>
      )}
      {found ? (
        <div className="mt-2 grid gap-1">
          <Facts
            facts={[
              { name: 'Account', value: found.clientEmail, mono: true },
              { name: 'Project', value: found.projectId ?? 'not named', mono: true },
            ]}
          />
          {found.projectId !== undefined && found.projectId !== projectId.trim() ? (
            <p className="ui-hint">
              The key belongs to {found.projectId}.{' '}
              <LinkButton onClick={() => apply({ projectId: found.projectId ?? '' })}>
                Use it as Project ID
              </LinkButton>
            </p>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
