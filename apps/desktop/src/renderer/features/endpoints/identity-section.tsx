import { Combobox, TextField } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useController } from 'react-hook-form'
import { specIds, type SpecId } from '@patchbay/provider-core/model'
import { getSpec, specs } from '@patchbay/provider-core/specs'
import { controlIdOf } from './form-issues.ts'
import { useFields, useIssue } from './use-endpoint-form.ts'

const options = specs.map((spec) => ({
  value: spec.id,
  label: spec.label,
  keywords: `${spec.id} ${spec.purpose}`,
}))

function isSpecId(value: string): value is SpecId {
  return specIds.some((id) => id === value)
}

/** Name and provider type. What was typed for another type stays in the form. */
export function IdentitySection(): ReactElement {
  const { register, control, formState, trigger } = useFields()
  const { field } = useController({ control, name: 'spec' })
  return (
    <>
      <TextField
        label="Name"
        id={controlIdOf('name')}
        {...register('name')}
        error={useIssue('name')?.message}
      />
      <Combobox
        label="Provider Type"
        id={controlIdOf('spec')}
        ref={field.ref}
        options={options}
        value={field.value}
        onChange={(value) => {
          if (!isSpecId(value)) return
          field.onChange(value)
          // What another type needs is no fault any more.
          if (formState.isSubmitted) void trigger()
        }}
        onBlur={field.onBlur}
        emptyText="No type of that name."
        hint={getSpec(field.value).purpose}
      />
    </>
  )
}
