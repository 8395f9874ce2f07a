import { KeyValueRows } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { get, useController } from 'react-hook-form'
import { useAppInfo } from '../../lib/resources/app.ts'
import { wordDestination, wordSaved } from '../../lib/vault-words.ts'
import { controlIdOf } from './form-issues.ts'
import { useFields } from './use-endpoint-form.ts'

/** Secrets that the handler is given by name; their values go to the vault and show as saved. */
export function HandlerSecrets(): ReactElement {
  const { control, formState } = useFields()
  const { field } = useController({ control, name: 'handlerSecrets' })
  const vault = useAppInfo().data?.vault
  const read = (path: string): string | undefined => {
    const message: unknown = get(formState.errors, `handlerSecrets.${path}.message`)
    return typeof message === 'string' ? message : undefined
  }
  return (
    <div id={controlIdOf('handlerSecrets')}>
      <KeyValueRows
        legend="Secrets that the handler is given"
        rows={field.value}
        onChange={field.onChange}
        onBlur={field.onBlur}
        nameLabel={(number) => `Secret name ${number}`}
        valueLabel={(number) => `Secret value ${number}`}
        removeLabel={(row, number) => `Remove secret ${row.name || number}`}
        addLabel="Add secret"
        namePlaceholder="name"
        valuePlaceholder="value"
        savedPlaceholder={wordSaved(vault)}
        isMasked={() => true}
        noteFor={(row) => (row.value === '' ? undefined : wordDestination(vault))}
        errors={field.value.map((_, index) => ({
          name: read(`${index}.name`),
          value: read(`${index}.value`),
        }))}
        empty="None. Your code finds them in secrets, by their names."
      />
    </div>
  )
}
