import { Combobox, TextField } from '@patchbay/ui'
import type { ReactElement, ReactNode } from 'react'
import { useController } from 'react-hook-form'
import { environmentFields, type EnvironmentField } from '@patchbay/provider-core/model'
import type { SpecField } from '@patchbay/provider-core/specs'
import { EnvironmentControl } from './environment-control.tsx'
import { controlIdOf } from './form-issues.ts'
import { useFields, useIssue } from './use-endpoint-form.ts'

/** One text field of a spec or of a way to authenticate: typed, or from an environment variable. */
export function SpecFieldControl({ spec }: { spec: SpecField }): ReactElement {
  const { name, label } = spec
  if (!isEnvironmentField(name)) return <TypedField spec={spec} />
  return (
    <EnvironmentControl part="fields" name={name} label={label}>
      {(fromVariable) => <TypedField spec={spec} action={fromVariable} />}
    </EnvironmentControl>
  )
}

/** The field as it is typed, with its suggestions where it has any. */
function TypedField({ spec, action }: { spec: SpecField; action?: ReactNode }): ReactElement {
  const { control, register } = useFields()
  const { field } = useController({ control, name: spec.name })
  const error = useIssue(spec.name)?.message
  const frame = {
    label: spec.label,
    hint: spec.hint,
    placeholder: spec.placeholder,
    id: controlIdOf(spec.name),
    error,
    action,
  }
  if (!spec.suggestions) return <TextField {...frame} mono {...register(spec.name)} />
  return (
    <Combobox
      {...frame}
      freeText
      showSecondary
      options={spec.suggestions.map(({ value, label }) => ({
        value,
        label: value,
        secondary: label,
      }))}
      value={field.value === '' ? null : field.value}
      onChange={field.onChange}
      onBlur={field.onBlur}
      ref={field.ref}
      emptyText="Used as typed."
    />
  )
}

function isEnvironmentField(name: string): name is EnvironmentField {
  return environmentFields.some((field) => field === name)
}
