/** @file A secret that can be typed, replaced and removed, and never comes back to the page. */
import { Lock, Undo2 } from 'lucide-react'
import { useId, useState, type ReactElement, type ReactNode, type Ref } from 'react'
import { Button } from '../actions/button.tsx'
import { FieldMessage, type FieldFrame } from './field.tsx'
import { SecretInput } from './secret-input.tsx'

/** What the form wants done with a secret: leave it, set it, or remove it. */
export type SecretChange =
  | { state: 'unchanged' }
  | { state: 'set'; value: string }
  | { state: 'removed' }

/** The texts of a secret field. */
export interface SecretWords {
  /** Status of a stored value, such as "Saved in …". */
  saved: string
  replace: string
  remove: string
  /** Status of a value that goes at the next save. */
  removed: string
  undo: string
  /** Leaves the stored value as it is while replacing. */
  keep: string
  /** Name of the eye button; must not hold the field's label. */
  show: string
  /** Where it will be kept, in one sentence. */
  destination: string
  /** Said after blanks or line breaks were cut from a paste. */
  trimmed: string
}

export interface SecretFieldProps extends Omit<FieldFrame, 'hideLabel'> {
  words: SecretWords
  /** Whether a value is stored now. */
  saved: boolean
  value: SecretChange
  onChange: (value: SecretChange) => void
  onBlur?: (() => void) | undefined
  /** Several lines, such as a JSON file of credentials. */
  multiline?: boolean | undefined
  placeholder?: string | undefined
  name?: string | undefined
  id?: string | undefined
  disabled?: boolean | undefined
  /** Goes to the input while there is one. */
  ref?: Ref<HTMLInputElement | HTMLTextAreaElement> | undefined
}

/**
 * A secret: an input while it is typed, else a row that says where it is kept.
 * Emptying the input gives `unchanged`, so a stored value is never overwritten with nothing.
 */
export function SecretField(props: SecretFieldProps): ReactElement {
  const { label, action, hint, warning, error, words, saved, value, onChange } = props
  const ownId = useId()
  const id = props.id ?? ownId
  const [replacing, setReplacing] = useState(false)
  const [lastState, setLastState] = useState<SecretChange['state']>(value.state)
  const [ownState, setOwnState] = useState<SecretChange['state']>(value.state)

  if (value.state !== lastState) {
    setLastState(value.state)
    // Saved or reset from outside: the row takes the input's place again.
    if (value.state === 'unchanged' && ownState !== 'unchanged') setReplacing(false)
  }

  function change(next: SecretChange) {
    setOwnState(next.state)
    onChange(next)
  }

  if (value.state === 'removed') {
    return (
      <SecretRow id={id} label={label} action={action} warning={warning} error={error}>
        <Lock aria-hidden className="is-off" />
        <span className="ui-cut ui-soft">{words.removed}</span>
        <Button
          className="ui-push"
          variant="ghost"
          size="sm"
          icon={<Undo2 />}
          disabled={props.disabled}
          onClick={() => change({ state: 'unchanged' })}
        >
          {words.undo}
        </Button>
      </SecretRow>
    )
  }

  if (saved && value.state === 'unchanged' && !replacing) {
    return (
      <SecretRow id={id} label={label} action={action} hint={hint} warning={warning} error={error}>
        <Lock aria-hidden />
        <span className="ui-cut">{words.saved}</span>
        <Button
          className="ui-push"
          variant="ghost"
          size="sm"
          disabled={props.disabled}
          onClick={() => setReplacing(true)}
        >
          {words.replace}
        </Button>
        <Button
          variant="danger"
          size="sm"
          disabled={props.disabled}
          onClick={() => {
            setReplacing(false)
            change({ state: 'removed' })
          }}
        >
          {words.remove}
        </Button>
      </SecretRow>
    )
  }

  return (
    <SecretInput
      {...props}
      id={id}
      text={value.state === 'set' ? value.value : ''}
      autoFocus={replacing}
      onText={(text) =>
        change(text === '' ? { state: 'unchanged' } : { state: 'set', value: text })
      }
      onKeep={
        saved
          ? () => {
              setReplacing(false)
              change({ state: 'unchanged' })
            }
          : undefined
      }
    />
  )
}

interface SecretRowProps {
  id: string
  label: ReactNode
  action?: ReactNode
  hint?: ReactNode
  warning?: ReactNode
  error?: ReactNode
  children: ReactNode
}

function SecretRow(props: SecretRowProps): ReactElement {
  const { id, label, action, hint, warning, error, children } = props
  return (
    <div className="ui-field">
      <div className="ui-field-top">
        <span className="ui-label" id={`${id}-label`}>
          {label}
        </span>
        {action ? <div className="ui-push">{action}</div> : null}
      </div>
      <div className="ui-stored" role="group" aria-labelledby={`${id}-label`}>
        {children}
      </div>
      {hint ? <p className="ui-hint">{hint}</p> : null}
      {warning ? <FieldMessage tone="warn">{warning}</FieldMessage> : null}
      {error ? <FieldMessage tone="error">{error}</FieldMessage> : null}
    </div>
  )
}
