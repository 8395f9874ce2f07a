import { CircleX, TriangleAlert } from 'lucide-react'
import { useId, type ReactElement, type ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'

/** What every field takes around its control. */
export interface FieldFrame {
  label: ReactNode
  /** Hides the label from sight; it stays the control's name. */
  hideLabel?: boolean | undefined
  /** Grey words beside the label, such as a unit. */
  labelNote?: ReactNode
  /** A control at the end of the label's row. */
  action?: ReactNode
  /** A sentence under the control. */
  hint?: ReactNode
  /** Something true but unwelcome, under the control. */
  warning?: ReactNode
  /** What is wrong and how to mend it, under the control; it is announced and marks the control. */
  error?: ReactNode
  /** What belongs to the control and stands right under it, such as a URL preview. */
  below?: ReactNode
}

/** The attributes that tie a control to its label and messages. */
export interface ControlAttributes {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

export interface FieldProps extends FieldFrame {
  /** The control's id; made up when not given. */
  id?: string | undefined
  /** Further ids that describe the control. */
  describedBy?: string | undefined
  /** How the label is tied: to an element by id, or (for groups and editors) by `labelId` alone. */
  labelAs?: 'label' | 'span' | undefined
  className?: string | undefined
  /** Draws the control with the attributes it must carry. */
  children: (control: ControlAttributes, labelId: string) => ReactNode
}

/** A label above a control, with hint, warning and error under it. */
export function Field(props: FieldProps): ReactElement {
  const {
    label,
    hideLabel,
    labelNote,
    action,
    hint,
    warning,
    error,
    below,
    labelAs = 'label',
  } = props
  const { className, children, describedBy } = props
  const ownId = useId()
  const id = props.id ?? ownId
  const part = (name: string) => `${id}-${name}`
  const described = [
    describedBy,
    error ? part('error') : null,
    warning ? part('warning') : null,
    hint ? part('hint') : null,
    below ? part('below') : null,
  ].filter(Boolean)
  const control: ControlAttributes = {
    id,
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
    'aria-invalid': error ? true : undefined,
  }
  const name =
    labelAs === 'label' ? (
      <label id={part('label')} htmlFor={id} className={hideLabel ? 'ui-sr' : 'ui-label'}>
        {label}
      </label>
    ) : (
      <span id={part('label')} className={hideLabel ? 'ui-sr' : 'ui-label'}>
        {label}
      </span>
    )
  return (
    <div className={joinClasses('ui-field', className)}>
      {hideLabel && !action && !labelNote ? (
        name
      ) : (
        <div className="ui-field-top">
          {name}
          {labelNote ? <span className="ui-hint">{labelNote}</span> : null}
          {action ? <div className="ui-push">{action}</div> : null}
        </div>
      )}
      {children(control, part('label'))}
      {below ? <div id={part('below')}>{below}</div> : null}
      {hint ? (
        <p id={part('hint')} className="ui-hint">
          {hint}
        </p>
      ) : null}
      {warning ? (
        <FieldMessage id={part('warning')} tone="warn">
          {warning}
        </FieldMessage>
      ) : null}
      {error ? (
        <FieldMessage id={part('error')} tone="error">
          {error}
        </FieldMessage>
      ) : null}
    </div>
  )
}

export interface FieldMessageProps {
  id?: string | undefined
  tone: 'warn' | 'error'
  children: ReactNode
}

/** A message under a control; an error is announced. */
export function FieldMessage({ id, tone, children }: FieldMessageProps): ReactElement {
  const Icon = tone === 'error' ? CircleX : TriangleAlert
  return (
    <p id={id} className={`ui-msg is-${tone}`} role={tone === 'error' ? 'alert' : undefined}>
      <Icon aria-hidden />
      <span>{children}</span>
    </p>
  )
}
