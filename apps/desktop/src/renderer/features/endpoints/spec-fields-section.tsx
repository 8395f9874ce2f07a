import { Combobox, SegmentedRadio, TextField } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useController, useWatch } from 'react-hook-form'
import { dialectIds, type DialectId } from '@patchbay/provider-core/model'
import { getSpec, type SpecField } from '@patchbay/provider-core/specs'
import { dialectLabel } from '../../lib/dialect-words.ts'
import { AddressPreview } from './address-preview.tsx'
import { controlIdOf } from './form-issues.ts'
import { useFields, useIssue } from './use-endpoint-form.ts'

/** The fields that the chosen spec has of its own, as its definition lists them. */
export function SpecFieldsSection(): ReactElement | null {
  const { control } = useFields()
  const spec = getSpec(useWatch({ control, name: 'spec' }))
  if (spec.fields.length === 0) return null
  return (
    <>
      {spec.fields.map((field) => (
        <SpecFieldControl key={field.name} spec={field} />
      ))}
      <DialectChoice choices={spec.dialectChoices} />
      <AddressPreview />
    </>
  )
}

function SpecFieldControl({ spec }: { spec: SpecField }): ReactElement {
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

function isDialectId(value: string): value is DialectId {
  return dialectIds.some((id) => id === value)
}

/** The wire format, where an endpoint of this type can speak several. */
function DialectChoice({ choices }: { choices: readonly DialectId[] }): ReactElement | null {
  const { control } = useFields()
  const { field } = useController({ control, name: 'dialect' })
  if (choices.length < 2) return null
  const value = choices.some((choice) => choice === field.value) ? field.value : ''
  return (
    <SegmentedRadio
      legend="API"
      wide
      value={value === '' ? 'automatic' : value}
      onChange={(next) => field.onChange(isDialectId(next) ? next : '')}
      onBlur={field.onBlur}
      options={[
        { value: 'automatic', label: 'Automatic' },
        ...choices.map((choice) => ({ value: choice, label: dialectLabel(choice) })),
      ]}
    />
  )
}
