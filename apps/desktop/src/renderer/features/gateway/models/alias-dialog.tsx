import { Button, Checkbox, Dialog, FieldMessage, TextField, useToasts } from '@patchbay/ui'
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from 'react'
import type { GatewayAlias } from '@patchbay/provider-core/model'
import { readErrorInfo, wordError } from '../../../lib/error-words.ts'
import { useSaveGatewayAlias } from '../../../lib/resources/gateway.ts'
import { placeIssues, readAliasValues, toAliasValues, type AliasIssues } from './alias-form.ts'
import { AliasRows } from './alias-rows.tsx'
import { usePlaces } from './use-places.ts'

export interface AliasDialogProps {
  /** Undefined for a new one. */
  alias: GatewayAlias | undefined
  onClose: () => void
}

/** Makes or changes an alias. Issues stand under their fields, and the first gets the focus. */
export function AliasDialog({ alias, onClose }: AliasDialogProps): ReactElement {
  const [values, setValues] = useState(() => toAliasValues(alias))
  const [issues, setIssues] = useState<AliasIssues>({})
  const form = useRef<HTMLFormElement>(null)
  const places = usePlaces()
  const save = useSaveGatewayAlias()
  const toasts = useToasts()

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [issues])

  function submit(event: FormEvent) {
    event.preventDefault()
    const read = readAliasValues(values)
    if (!read.ok) return setIssues(read.issues)
    const input = { alias: read.alias, ...(alias ? { previousName: alias.name } : {}) }
    save.mutate(input, {
      onSuccess: (result) => {
        if (!result.ok) return setIssues(placeIssues(result.issues))
        for (const message of result.notes) toasts.show({ message })
        onClose()
      },
      onError: (error) => setIssues({ form: wordError(readErrorInfo(error)) }),
    })
  }

  const change = (changes: Partial<typeof values>) => {
    setValues((now) => ({ ...now, ...changes }))
    if (Object.keys(issues).length > 0) setIssues({})
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      wide
      title={alias ? `Alias ${alias.name}` : 'New alias'}
      description="A name that tools may ask for, and where it leads."
      closeLabel="Close"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="gateway-alias" loading={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form
        ref={form}
        id="gateway-alias"
        noValidate
        className="grid grid-cols-[minmax(0,1fr)] gap-4"
        onSubmit={submit}
      >
        <TextField
          label="Name"
          mono
          value={values.name}
          placeholder="fast"
          hint="It comes before every other name, so that an alias called gpt-5 takes over gpt-5."
          error={issues['name']}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <AliasRows
          legend="Model"
          hint="With several, one is picked for each request, by weight."
          field="targets"
          rows={values.targets}
          places={places}
          issues={issues}
          addLabel="Add a model"
          atLeast={1}
          onChange={(targets) => change({ targets })}
        />
        <AliasRows
          legend="Fallback"
          hint="Tried in order when the model fails before its first byte: busy, down, or not reached."
          field="fallbacks"
          rows={values.fallbacks}
          places={places}
          issues={issues}
          addLabel="Add a fallback"
          atLeast={0}
          onChange={(fallbacks) => change({ fallbacks })}
        />
        {values.fallbacks.length > 0 ? (
          <Checkbox
            label="Also fall back when the prompt is too long for the model"
            checked={values.onContextOverflow}
            onChange={(event) => change({ onContextOverflow: event.currentTarget.checked })}
          />
        ) : null}
        {issues['form'] === undefined ? null : (
          <FieldMessage tone="error">{issues['form']}</FieldMessage>
        )}
      </form>
    </Dialog>
  )
}
