import type { ReactElement } from 'react'
import { useWatch } from 'react-hook-form'
import { getSpec } from '@patchbay/provider-core/specs'
import { AddressPreview } from './address-preview.tsx'
import { SpecFieldControl } from './spec-field-control.tsx'
import { useFields } from './use-endpoint-form.ts'

/** The fields that the chosen spec has of its own, as its definition lists them. */
export function SpecFieldsSection(): ReactElement | null {
  const { control } = useFields()
  const [specId, kinds] = useWatch({ control, name: ['spec', 'credentialKinds'] })
  const spec = getSpec(specId)
  if (spec.fields.length === 0) return null
  const kind = spec.credentials.find(({ id }) => id === kinds[specId])
  const fields = spec.fields.filter(({ name }) => !kind?.without?.includes(name))
  return (
    <>
      {fields.map((field) => (
        <SpecFieldControl key={field.name} spec={field} />
      ))}
      <AddressPreview />
    </>
  )
}
