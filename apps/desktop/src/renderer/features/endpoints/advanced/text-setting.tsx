import { TextField } from '@patchbay/ui'
import type { ReactElement } from 'react'
import type { FieldPathByValue } from 'react-hook-form'
import { controlIdOf } from '../form-issues.ts'
import type { FormValues } from '../form-values.ts'
import { useFields, useIssue } from '../use-endpoint-form.ts'

/** One text of the form as a table of settings lists it. */
export interface TextSettingProps {
  path: FieldPathByValue<FormValues, string>
  label: string
  hint?: string | undefined
  placeholder?: string | undefined
  /** Ids, URLs, names of hosts and headers. */
  mono?: boolean | undefined
  /** Typed as a number, with this unit behind it. */
  unit?: string | undefined
  onLeave?: (() => void) | undefined
}

/** A text field tied to its value and its issue by its path. */
export function TextSetting(props: TextSettingProps): ReactElement {
  const { path, label, hint, placeholder, mono, unit, onLeave } = props
  const { register } = useFields()
  return (
    <TextField
      label={label}
      hint={hint}
      placeholder={placeholder}
      mono={mono}
      id={controlIdOf(path)}
      inputMode={unit === undefined ? undefined : 'decimal'}
      suffix={unit ? <span className="ui-hint">{unit}</span> : undefined}
      {...register(path, onLeave ? { onBlur: onLeave } : undefined)}
      error={useIssue(path)?.message}
    />
  )
}
