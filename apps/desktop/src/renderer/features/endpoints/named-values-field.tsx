import { KeyValueRows, type KeyValueError } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { get, useController } from 'react-hook-form'
import { isCredentialName } from '@patchbay/provider-core/model'
import { useAppInfo } from '../../lib/resources/app.ts'
import { wordDestination, wordSaved } from '../../lib/vault-words.ts'
import { controlIdOf } from './form-issues.ts'
import { useFields } from './use-endpoint-form.ts'

const words = {
  headers: { legend: 'Headers', one: 'header', empty: 'No headers of your own.' },
  query: { legend: 'Query parameters', one: 'query parameter', empty: 'No query parameters.' },
}

/** Headers or query parameters by the row. The value of a credential goes to the vault and shows as saved. */
export function NamedValuesField({ kind }: { kind: 'headers' | 'query' }): ReactElement {
  const { control, formState } = useFields()
  const { field } = useController({ control, name: kind })
  const vault = useAppInfo().data?.vault
  const { legend, one, empty } = words[kind]
  const name = one.charAt(0).toUpperCase() + one.slice(1)

  return (
    <div id={controlIdOf(kind)}>
      <KeyValueRows
        legend={legend}
        rows={field.value}
        onChange={field.onChange}
        onBlur={field.onBlur}
        nameLabel={(number) => `${name} name ${number}`}
        valueLabel={(number) => `${name} value ${number}`}
        removeLabel={(row, number) => `Remove ${one} ${row.name || number}`}
        addLabel={`Add ${one}`}
        namePlaceholder="name"
        valuePlaceholder="value"
        savedPlaceholder={wordSaved(vault)}
        isMasked={(row) => isCredentialName(row.name)}
        noteFor={(row) =>
          isCredentialName(row.name) && row.value !== ''
            ? `A credential. ${wordDestination(vault)}`
            : undefined
        }
        errors={field.value.map((_, index) => readFault(formState.errors, `${kind}.${index}`))}
        empty={empty}
      />
    </div>
  )
}

function readFault(errors: object, path: string): KeyValueError | undefined {
  const read = (part: string): string | undefined => {
    const message: unknown = get(errors, `${path}.${part}.message`)
    return typeof message === 'string' ? message : undefined
  }
  const fault = { name: read('name'), value: read('value') }
  return fault.name === undefined && fault.value === undefined ? undefined : fault
}
