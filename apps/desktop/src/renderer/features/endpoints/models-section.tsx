import { Badge, Button, Field, FieldMessage, IconButton } from '@patchbay/ui'
import { Download, Plus, X } from 'lucide-react'
import { useState, type KeyboardEvent, type ReactElement } from 'react'
import { useController, useWatch } from 'react-hook-form'
import { getSpec } from '@patchbay/provider-core/specs'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { useListEndpointModels } from '../../lib/resources/endpoints.ts'
import { wordCount } from '../../lib/time-words.ts'
import { controlIdOf } from './form-issues.ts'
import { ModelsDialog } from './models-dialog.tsx'
import { toTrialDraft } from './to-draft.ts'
import { useFields, useIssue } from './use-endpoint-form.ts'

const shownInForm = 12

/** The models that this endpoint serves: typed, or taken from its own list after a look at it. */
export function ModelsSection(props: {
  endpointId: string | undefined
  savedSecrets: readonly string[]
  /** Runs when nothing in the form stands in the way of a request. */
  whenSendable: (run: () => void) => void
}): ReactElement {
  const { control, getValues } = useFields()
  const isHandler = getSpec(useWatch({ control, name: 'spec' })).platform === 'handler'
  const { field } = useController({ control, name: 'models' })
  const [typed, setTyped] = useState('')
  const [listed, setListed] = useState<readonly string[]>()
  const [all, setAll] = useState(false)
  const load = useListEndpointModels()
  const refusal = load.data?.ok === false ? load.data.error : undefined
  const failure = load.error ? readErrorInfo(load.error) : refusal
  const models = all ? field.value : field.value.slice(0, shownInForm)

  function add() {
    const ids = typed.split(/[\s,]+/).filter((id) => id !== '' && !field.value.includes(id))
    setTyped('')
    if (ids.length > 0) field.onChange([...field.value, ...new Set(ids)])
  }

  function press(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || typed.trim() === '') return
    event.preventDefault()
    add()
  }

  function loadList() {
    load.mutate(
      { id: props.endpointId, draft: toTrialDraft(getValues(), props.savedSecrets) },
      { onSuccess: (result) => setListed(result.ok ? result.models : undefined) },
    )
  }

  return (
    <>
      <Field
        label="Models"
        labelNote="optional"
        id={controlIdOf('models')}
        hint="Ids as the endpoint knows them. Others can still be typed in the chat."
        error={useIssue('models')?.message}
        action={
          isHandler ? undefined : (
            <Button
              variant="ghost"
              size="sm"
              className="-mr-2"
              icon={<Download aria-hidden />}
              loading={load.isPending}
              onClick={() => props.whenSendable(loadList)}
            >
              Load from endpoint
            </Button>
          )
        }
      >
        {(attributes) => (
          <div className="grid grid-cols-1 gap-2">
            {models.length > 0 ? (
              <ul className="flex flex-wrap gap-1" aria-label="Models of this endpoint">
                {models.map((id) => (
                  <li key={id} className="max-w-full">
                    <Badge className="max-w-full font-mono">
                      <span className="ui-cut">{id}</span>
                      <IconButton
                        size="sm"
                        className="is-inline"
                        icon={<X aria-hidden />}
                        label={`Remove model ${id}`}
                        onClick={() => field.onChange(field.value.filter((one) => one !== id))}
                      />
                    </Badge>
                  </li>
                ))}
              </ul>
            ) : null}
            {field.value.length > shownInForm ? (
              <div>
                <Button size="sm" variant="ghost" onClick={() => setAll(!all)}>
                  {all ? 'Show fewer' : `Show all ${wordCount(field.value.length, 'model')}`}
                </Button>
              </div>
            ) : null}
            <div className="flex gap-2">
              <div className="ui-input is-mono">
                <input
                  {...attributes}
                  value={typed}
                  autoComplete="off"
                  spellCheck={false}
                  placeholder="Type a model ID, then Enter"
                  onChange={(event) => setTyped(event.currentTarget.value)}
                  onKeyDown={press}
                  onBlur={() => {
                    add()
                    field.onBlur()
                  }}
                />
              </div>
              <Button icon={<Plus aria-hidden />} disabled={typed.trim() === ''} onClick={add}>
                Add model
              </Button>
            </div>
          </div>
        )}
      </Field>
      {failure ? <FieldMessage tone="error">{wordError(failure)}</FieldMessage> : null}
      {listed ? (
        <ModelsDialog
          kept={field.value}
          listed={listed}
          onApply={field.onChange}
          onClose={() => setListed(undefined)}
        />
      ) : null}
    </>
  )
}
