import { SegmentedRadio } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useController, useWatch } from 'react-hook-form'
import { getSpec } from '@patchbay/provider-core/specs'
import type { CredentialInfo } from '@patchbay/provider-core/model'
import { sendsApiKey } from './advanced/auth-values.ts'
import { schemeLabels } from './advanced/scheme-labels.ts'
import { chosenKind, labelOfKind, ownKey, replacedSecrets } from './credentials.ts'
import { CredentialsNote } from './credentials-found.tsx'
import { GoogleCredentialsField } from './google-credentials-field.tsx'
import { SecretControl } from './secret-control.tsx'
import { SpecFieldControl } from './spec-field-control.tsx'
import { useFields } from './use-endpoint-form.ts'

export interface CredentialsSectionProps {
  savedSecrets: readonly string[]
  /** What the last check of this form found them to be. */
  found: CredentialInfo | undefined
}

/** How the endpoint is authenticated: in its own way, or by the kinds and secrets that the spec lists. */
export function CredentialsSection(props: CredentialsSectionProps): ReactElement {
  const { control } = useFields()
  const scheme = useWatch({ control, name: 'auth.scheme' })
  return (
    <>
      {scheme === 'default' ? <SpecCredentials {...props} /> : <OwnCredentials {...props} />}
      {props.found ? <CredentialsNote found={props.found} /> : null}
    </>
  )
}

/** The key that the chosen header carries; for the other ways, what is saved and not used. */
function OwnCredentials({ savedSecrets }: CredentialsSectionProps): ReactElement {
  const { control } = useFields()
  const [spec, credentialKinds, auth] = useWatch({
    control,
    name: ['spec', 'credentialKinds', 'auth'],
  })
  const isSaved = (name: string) => savedSecrets.includes(name)
  if (sendsApiKey(auth.scheme)) {
    const header = auth.scheme === 'header' ? auth.headerName.trim() : schemeLabels[auth.scheme]
    const hint = header === '' ? 'Sent in a header of your own.' : `Sent as ${header}.`
    return <SecretControl secret={{ ...ownKey, hint }} saved={isSaved(ownKey.name)} />
  }
  const kind = chosenKind({ spec, credentialKinds }, savedSecrets)
  const kept = kind?.secrets.filter(({ name }) => isSaved(name)) ?? []
  return (
    <>
      <p className="ui-hint">
        {auth.scheme === 'none'
          ? 'No credential is sent: authentication is set to “None” under Advanced.'
          : 'A command prints the token: see Authentication under Advanced.'}
        {kept.length > 0 ? ' What is saved stays, and is not used.' : null}
      </p>
      {kept.map((secret) => (
        <SecretControl key={secret.name} secret={secret} saved />
      ))}
    </>
  )
}

function SpecCredentials(props: CredentialsSectionProps): ReactElement | null {
  const { savedSecrets } = props
  const { control, getValues } = useFields()
  const spec = useWatch({ control, name: 'spec' })
  const { field } = useController({ control, name: 'credentialKinds' })
  const values = { spec, credentialKinds: field.value }
  const kind = chosenKind(values, savedSecrets)
  const kinds = getSpec(spec).credentials
  const [replaced] = replacedSecrets({ ...values, auth: getValues('auth') }, savedSecrets)
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
