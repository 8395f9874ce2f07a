import { Button, Dialog, SegmentedRadio, TextAreaField, TextField } from '@patchbay/ui'
import { useState, type FormEvent, type ReactElement } from 'react'
import type { GatewayKeySummary } from '#contract/gateway-shapes'
import { readErrorInfo, wordError } from '../../../lib/error-words.ts'
import { useCreateGatewayKey, useUpdateGatewayKey } from '../../../lib/resources/gateway.ts'
import { readKeyFields, type KeyIssues } from './key-fields.ts'
import { KeyValue } from './key-value.tsx'

export interface GatewayKeyDialogProps {
  /** Undefined for a new one. */
  gatewayKey: GatewayKeySummary | undefined
  onClose: () => void
}

/** Makes a key and shows it, or renames and limits one. */
export function GatewayKeyDialog({ gatewayKey, onClose }: GatewayKeyDialogProps): ReactElement {
  const [name, setName] = useState(gatewayKey?.name ?? '')
  const [limited, setLimited] = useState(gatewayKey?.models !== undefined)
  const [models, setModels] = useState((gatewayKey?.models ?? []).join('\n'))
  const [issues, setIssues] = useState<KeyIssues>({})
  const create = useCreateGatewayKey()
  const update = useUpdateGatewayKey()

  function submit(event: FormEvent) {
    event.preventDefault()
    const read = readKeyFields({ name, limited, models })
    setIssues(read.ok ? {} : read.issues)
    if (!read.ok) return
    const onError = (error: unknown) => setIssues({ name: wordError(readErrorInfo(error)) })
    if (gatewayKey) {
      update.mutate({ ...read.fields, id: gatewayKey.id }, { onSuccess: onClose, onError })
    } else create.mutate(read.fields, { onError })
  }

  const made = create.data
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={made ? `Key “${made.name}”` : gatewayKey ? `Key “${gatewayKey.name}”` : 'New key'}
      description={made ? 'It is in the vault; it can be shown and copied again later.' : undefined}
      closeLabel="Close"
      footer={
        made ? (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              type="submit"
              form="gateway-key"
              loading={create.isPending || update.isPending}
            >
              {gatewayKey ? 'Save' : 'Create key'}
            </Button>
          </>
        )
      }
    >
      {made ? (
        <KeyValue gatewayKey={made} label={`key ${made.name}`} />
      ) : (
        <form id="gateway-key" noValidate className="grid gap-3" onSubmit={submit}>
          <TextField
            label="Name"
            value={name}
            placeholder="Claude Code on this machine"
            error={issues.name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <SegmentedRadio
            legend="May ask for"
            value={limited ? 'some' : 'all'}
            options={[
              { value: 'all', label: 'Every model' },
              { value: 'some', label: 'Some models' },
            ]}
            onChange={(next) => setLimited(next === 'some')}
          />
          {limited ? (
            <TextAreaField
              label="Models"
              mono
              hint="One name a line, as tools ask for it; * stands for any characters."
              placeholder={'fast\nanthropic/*'}
              value={models}
              error={issues.models}
              onChange={(event) => setModels(event.currentTarget.value)}
            />
          ) : null}
        </form>
      )}
    </Dialog>
  )
}
