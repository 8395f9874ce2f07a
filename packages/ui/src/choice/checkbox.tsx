import { Check } from 'lucide-react'
import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'

export type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'size'> & {
  label: ReactNode
  /** A grey sentence under the label. */
  hint?: ReactNode
}

/** A tick box with its label; further props and the ref go to the input. */
export function Checkbox({ label, hint, className, ...input }: CheckboxProps): ReactElement {
  return (
    <label className={joinClasses('ui-check', className)}>
      <span className="ui-check-box">
        <input {...input} type="checkbox" />
        <Check aria-hidden />
      </span>
      <span>
        {label}
        {hint ? <span className="ui-check-hint">{hint}</span> : null}
      </span>
    </label>
  )
}
