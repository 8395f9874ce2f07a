import { SecretField } from '@patchbay/ui'
import type { ReactElement, ReactNode } from 'react'
import { useController } from 'react-hook-form'
import type { SpecSecret } from '@patchbay/provider-core/specs'
import { useAppInfo } from '../../lib/resources/app.ts'
import { createSecretWords } from '../../lib/secret-words.ts'
import { controlIdOf } from './form-issues.ts'
import { useFields, useIssue } from './use-endpoint-form.ts'

export interface SecretControlProps {
  secret: SpecSecret
  /** Whether the vault has it. */
  saved: boolean
  placeholder?: string | undefined
  action?: ReactNode
  below?: ReactNode
}

/** One secret of the spec: typed, or shown as saved with the ways to replace and remove it. */
export function SecretControl(props: SecretControlProps): ReactElement {
  const { secret, saved } = props
  const { control } = useFields()
  const path = `secrets.${secret.name}` as const
  const { field } = useController({ control, name: path })
  const vault = useAppInfo().data?.vault
  return (
    <SecretField
      label={secret.label}
      hint={saved ? undefined : secret.hint}
      id={controlIdOf(path)}
      words={createSecretWords(vault)}
      saved={saved}
      value={field.value}
      onChange={field.onChange}
      onBlur={field.onBlur}
      ref={field.ref}
      multiline={secret.multiline}
      placeholder={props.placeholder}
      action={props.action}
      below={props.below}
      error={useIssue(path)?.message}
    />
  )
}
