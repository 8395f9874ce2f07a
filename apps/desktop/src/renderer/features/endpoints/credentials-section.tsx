import { SegmentedRadio } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useController, useWatch } from 'react-hook-form'
import { getSpec } from '@patchbay/provider-core/specs'
import { chosenKind, labelOfKind, replacedSecrets } from './credentials.ts'
import { GoogleCredentialsField } from './google-credentials-field.tsx'
import { SecretControl } from './secret-control.tsx'
import { SpecFieldControl } from './spec-field-control.tsx'
import { useFields } from './use-endpoint-form.ts'

/** How the endpoint is authenticated: the kinds and secrets that the spec lists. */
export function CredentialsSection(props: {
  savedSecrets: readonly string[]
}): ReactElement | null {
  const { savedSecrets } = props
  const { control } = useFields()
  const spec = useWatch({ control, name: 'spec' })
  const { field } = useController({ control, name: 'credentialKinds' })
  const values = { spec, credentialKinds: field.value }
  const kind = chosenKind(values, savedSecrets)
  const kinds = getSpec(spec).credentials
  const [replaced] = replacedSecrets(values, savedSecrets)
  if (!kind) return null
  return (
    <>
      {kinds.length > 1 ? (
        <SegmentedRadio
          legend="Credentials"
          wide
          value={kind.id}
          onChange={(id) => field.onChange({ ...field.value, [spec]: id })}
          onBlur={field.onBlur}
          options={kinds.map(({ id, label }) => ({ value: id, label }))}
        />
      ) : null}
      {kind.hint === undefined ? null : <p className="ui-hint">{kind.hint}</p>}
      {kind.fields?.map((one) => (
        <SpecFieldControl key={one.name} spec={one} />
      ))}
      {replaced === undefined ? null : (
        <p className="ui-hint" role="status">
          The saved {labelOfKind(spec, replaced)} will be removed when you save.
        </p>
      )}
      {kind.secrets.map((secret) =>
        secret.name === 'googleCredentials' ? (
          <GoogleCredentialsField
            key={secret.name}
            secret={secret}
            saved={savedSecrets.includes(secret.name)}
          />
        ) : (
          <SecretControl
            key={secret.name}
            secret={secret}
            saved={savedSecrets.includes(secret.name)}
          />
        ),
      )}
    </>
  )
}
