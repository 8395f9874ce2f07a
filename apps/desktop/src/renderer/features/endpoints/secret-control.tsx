import { SecretField } from '@patchbay/ui'
import type { ReactElement, ReactNode } from 'react'
import { useController } from 'react-hook-form'
import type { SpecSecret } from '@patchbay/provider-core/specs'
import { useAppInfo } from '../../lib/resources/app.ts'
import { createSecretWords } from '../../lib/secret-words.ts'
import { EnvironmentControl } from './environment-control.tsx'
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
  const error = useIssue(path)?.message
  return (
    <EnvironmentControl part="secrets" name={secret.name} label={secret.label}>
      {(fromVariable) => (
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
          action={
            <span className="ui-line">
              {props.action}
              {fromVariable}
            </span>
          }
          below={props.below}
          error={error}
        />
      )}
    </EnvironmentControl>
  )
}
