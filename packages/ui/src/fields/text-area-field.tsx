import type { ComponentProps, ReactElement } from 'react'
import { joinClasses } from '../class-names.ts'
import { Field, type FieldFrame } from './field.tsx'

export type TextAreaFieldProps = ComponentProps<'textarea'> &
  FieldFrame & { mono?: boolean | undefined }

/** A text of several lines with its label and messages; further props and the ref go to the textarea. */
export function TextAreaField(props: TextAreaFieldProps): ReactElement {
  const { label, hideLabel, labelNote, action, hint, warning, error, below, ...rest } = props
  const { id, mono, className, 'aria-describedby': describedBy, ...area } = rest
  const frame = { label, hideLabel, labelNote, action, hint, warning, error, below }
  return (
    <Field {...frame} id={id} describedBy={describedBy} className={className}>
      {(control) => (
        <textarea
          rows={3}
          spellCheck={mono ? false : undefined}
          autoComplete="off"
          {...area}
          {...control}
          className={joinClasses('ui-textarea', mono && 'is-mono', error ? 'is-invalid' : null)}
        />
      )}
    </Field>
  )
}
