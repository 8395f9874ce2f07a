import { Facts, FieldMessage, Section } from '@patchbay/ui'
import type { ReactElement } from 'react'
import type { CredentialInfo } from '@patchbay/provider-core/model'
import { useNow } from '../../lib/use-now.ts'
import { wordCredentials } from './credential-words.ts'

/** Under the credentials of the form: what the last check of it found them to be. */
export function CredentialsNote({ found }: { found: CredentialInfo }): ReactElement {
  const { text, tone } = wordCredentials(found, useNow())
  if (tone !== 'normal') return <FieldMessage tone={tone}>{text}</FieldMessage>
  return <p className="ui-hint">Last check: {text}</p>
}

const sources: Record<CredentialInfo['source'], string> = {
  typed: 'the form, not saved yet',
  vault: 'the vault',
  environment: 'an environment variable',
  'own-header': 'a header of your own',
  command: 'a command',
  'aws-profile': 'an AWS profile',
  'aws-chain': 'the AWS default chain',
  'google-adc': 'Google’s default credentials',
  none: 'nowhere',
}

/** In the result of a check: source, what they are, whom they are exchanged with, and their end. */
export function CheckCredentials({ found }: { found: CredentialInfo }): ReactElement {
  const { text, tone } = wordCredentials(found, useNow())
  const { tokenHost } = found
  return (
    <Section level={3} title="Credentials" hint={`from ${sources[found.source]}`}>
      <div className="grid gap-1">
        {tone === 'normal' ? (
          <p className="ui-small ui-soft">{text}</p>
        ) : (
          <FieldMessage tone={tone}>{text}</FieldMessage>
        )}
        {tokenHost === undefined ? null : (
          <Facts facts={[{ name: 'Token host', value: tokenHost, mono: true }]} />
        )}
      </div>
    </Section>
  )
}
