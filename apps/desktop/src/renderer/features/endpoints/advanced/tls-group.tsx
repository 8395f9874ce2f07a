import { Checkbox } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useWatch } from 'react-hook-form'
import { SecretControl } from '../secret-control.tsx'
import { useFields } from '../use-endpoint-form.ts'
import { AdvancedGroup } from './advanced-group.tsx'
import { PemField } from './pem-field.tsx'
import { summarizeTls } from './summaries.ts'
import { TextSetting } from './text-setting.tsx'

const key = {
  name: 'clientKey',
  label: 'Private key',
  multiline: true,
  hint: 'Not needed when the certificate’s file holds it too.',
} as const
const passphrase = { name: 'clientKeyPassphrase', label: 'Passphrase' } as const

/** Whom to trust, and how to show who asks. */
export function TlsGroup({ savedSecrets }: { savedSecrets: readonly string[] }): ReactElement {
  const { control, register } = useFields()
  const tls = useWatch({ control, name: 'tls' })
  const hasKey = savedSecrets.includes(key.name)
  const hasPassphrase = savedSecrets.includes(passphrase.name)
  const showsKey = tls.clientCert.trim() !== '' || hasKey || hasPassphrase
  return (
    <AdvancedGroup
      title="TLS"
      hint={summarizeTls(tls)}
      paths={['tls', `secrets.${key.name}`, `secrets.${passphrase.name}`]}
    >
      <PemField
        path="tls.ca"
        label="Authorities"
        hint="Trusted for this endpoint besides the usual ones. PEM, or the whole path of a file."
      />
      <PemField
        path="tls.clientCert"
        label="Client certificate"
        hint="For servers that ask who you are. PEM, or the whole path of a file."
      />
      {showsKey ? (
        <>
          <SecretControl secret={key} saved={hasKey} placeholder="-----BEGIN PRIVATE KEY-----" />
          <SecretControl secret={passphrase} saved={hasPassphrase} />
        </>
      ) : null}
      <TextSetting
        path="tls.serverName"
        label="Server name"
        mono
        placeholder="api.example.com"
        hint="To ask for and to verify in place of the URL’s host."
      />
      <Checkbox
        label="Accept a self-signed certificate"
        hint="Of this endpoint only. Whoever is in between can then read what is sent; an authority is safer."
        {...register('tls.allowSelfSigned')}
      />
    </AdvancedGroup>
  )
}
