import { Combobox, TextField } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useController } from 'react-hook-form'
import type { SpecField } from '@patchbay/provider-core/specs'
import { controlIdOf } from './form-issues.ts'
import { useFields, useIssue } from './use-endpoint-form.ts'

/** One text field of a spec or of a way to authenticate, with its suggestions where it has any. */
export function SpecFieldControl({ spec }: { spec: SpecField }): ReactElement {
  const { control, register } = useFields()
  const { field } = useController({ control, name: spec.name })
  const error = useIssue(spec.name)?.message
  const frame = {
    label: spec.label,
    hint: spec.hint,
    placeholder: spec.placeholder,
    id: controlIdOf(spec.name),
    error,
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
