import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'
import { Field, type FieldFrame } from './field.tsx'

export type TextFieldProps = Omit<ComponentProps<'input'>, 'prefix' | 'size'> &
  FieldFrame & {
    /** Monospace, for ids and URLs; spell checking is then off. */
    mono?: boolean | undefined
    /** What stands in the box before the text. */
    prefix?: ReactNode
    /** What stands in the box after the text, such as a unit or an icon button. */
    suffix?: ReactNode
    /** Goes on the outer field; `className` too. */
    className?: string | undefined
  }

/** A one-line text with its label and messages; further props and the ref go to the input. */
export function TextField(props: TextFieldProps): ReactElement {
  const { label, hideLabel, labelNote, action, hint, warning, error, below, ...rest } = props
  const { id, mono, prefix, suffix, className, 'aria-describedby': describedBy, ...input } = rest
  const frame = { label, hideLabel, labelNote, action, hint, warning, error, below }
  return (
    <Field {...frame} id={id} describedBy={describedBy} className={className}>
      {(control) => (
        <div className={joinClasses('ui-input', mono && 'is-mono', error ? 'is-invalid' : null)}>
          {prefix}
          <input
            type="text"
            spellCheck={mono ? false : undefined}
            autoCapitalize={mono ? 'off' : undefined}
            autoComplete="off"
            {...input}
            {...control}
          />
          {suffix}
        </div>
      )}
    </Field>
  )
}
