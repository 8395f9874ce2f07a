import { UrlPreview } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useWatch } from 'react-hook-form'
import { describeAddress } from '@patchbay/provider-core/specs'
import type { FormValues } from './form-values.ts'
import { rowsOf } from './mapping-text.ts'
import { useFields } from './use-endpoint-form.ts'

/** The exact URLs that would be called now. */
export function AddressPreview(): ReactElement {
  const { control, getValues } = useFields()
  useWatch({ control })
  const values = getValues()
  const variables = Object.values(values.environment.fields)
    .filter((name) => name.trim() !== '')
    .map((name) => `$${name}`)
  const described = describeAddress(
    {
      spec: values.spec,
      baseUrl: values.baseUrl.trim() === '' ? undefined : values.baseUrl,
      exactUrl: values.exactUrl,
      dialect: values.dialect === '' ? undefined : values.dialect,
      query: Object.fromEntries(
        values.query
          .filter((row) => row.name.trim() !== '')
          .map((row) => [row.name.trim(), row.saved && row.value === '' ? '••••' : row.value]),
      ),
      resourceName: values.resourceName.trim() || undefined,
      apiVersion: values.apiVersion.trim() || undefined,
      region: values.region.trim() || undefined,
      projectId: values.projectId.trim() || undefined,
      location: values.location.trim() || undefined,
      credentialKind: values.credentialKinds[values.spec],
      ...(values.bedrockApi === '' ? {} : { bedrockApi: values.bedrockApi }),
      fips: values.fips,
    },
    exampleModel(values),
  )
  return (
    <UrlPreview
      label="What will be called"
      rows={
        described.ok
          ? described.rows.map((row) => ({
              method: row.method,
              parts: row.parts.map((part) => ({
                text: part.text,
                strong: part.added,
                breakBefore: part.added,
              })),
            }))
          : []
      }
      empty={
        variables.length === 0
          ? 'The request URLs show here.'
          : `The address is made of ${variables.join(', ')} when it is used.`
      }
    />
  )
}

/** An id that this endpoint would get; without one the preview shows `{id}`. */
function exampleModel(values: FormValues): string | undefined {
  return rowsOf(values.mappingText)?.[0]?.value ?? values.models[0]
}
