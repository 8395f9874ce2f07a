import { Eye, EyeOff } from 'lucide-react'
import { useState, type ClipboardEvent, type ReactElement } from 'react'
import { IconButton, LinkButton } from '../actions/button.tsx'
import { joinClasses } from '../class-names.ts'
import { Field } from './field.tsx'
import type { SecretFieldProps } from './secret-field.tsx'

interface SecretInputProps extends SecretFieldProps {
  id: string
  text: string
  autoFocus: boolean
  onText: (text: string) => void
  /** Goes back to the stored value; only where there is one. */
  onKeep: (() => void) | undefined
}

type TextControl = HTMLInputElement | HTMLTextAreaElement

/**
 * Takes blanks around a pasted secret away, and line breaks within one of a single line.
 *
 * @param pasted the clipboard's text
 * @param multiline whether inner line breaks belong to it
 */
export function trimSecret(pasted: string, multiline: boolean): string {
  const trimmed = pasted.trim()
  return multiline ? trimmed : trimmed.replace(/\s*[\r\n]+\s*/g, '')
}

/** The input of a secret that is being typed: masked, with an eye for what was typed. */
export function SecretInput(props: SecretInputProps): ReactElement {
  const { id, label, action, hint, warning, error, below, words, text, onText, onKeep } = props
  const { multiline = false, name, placeholder, disabled, ref, onBlur, autoFocus } = props
  const [shown, setShown] = useState(false)
  const [trimmed, setTrimmed] = useState(false)

  function paste(event: ClipboardEvent<TextControl>) {
    const pasted = event.clipboardData.getData('text')
    const clean = trimSecret(pasted, multiline)
    setTrimmed(clean !== pasted)
    if (clean === pasted) return
    event.preventDefault()
    const box = event.currentTarget
    const start = box.selectionStart ?? box.value.length
    const end = box.selectionEnd ?? start
    onText(box.value.slice(0, start) + clean + box.value.slice(end))
  }

  const shared = {
    name,
    placeholder,
    disabled,
    value: text,
    autoComplete: 'off',
    autoCorrect: 'off',
    autoCapitalize: 'off',
    spellCheck: false,
    autoFocus,
    'data-1p-ignore': true,
    'data-lpignore': 'true',
    onBlur,
    onPaste: paste,
    onChange: (event: { currentTarget: TextControl }) => {
      setTrimmed(false)
      onText(event.currentTarget.value)
    },
  }
  const setRef = (element: TextControl | null) => {
    if (typeof ref === 'function') ref(element)
    else if (ref) ref.current = element
  }
  const eye =
    text === '' ? null : (
      <IconButton
        size="sm"
        icon={shown ? <EyeOff /> : <Eye />}
        label={words.show}
        aria-pressed={shown}
        disabled={disabled}
        onClick={() => setShown(!shown)}
      />
    )

  return (
    <Field
      id={id}
      label={label}
      action={
        onKeep ? (
          <span className="ui-line">
            {action}
            <LinkButton onClick={onKeep}>{words.keep}</LinkButton>
          </span>
        ) : (
          action
        )
      }
      hint={
        <>
          {hint ? <>{hint} </> : null}
          {words.destination}
          <span role="status">{trimmed ? ` ${words.trimmed}` : null}</span>
        </>
      }
      warning={warning}
      error={error}
      below={below}
    >
      {(control) => (
        <div
          className={joinClasses(
            'ui-input is-mono',
            multiline && 'is-tall',
            error ? 'is-invalid' : null,
          )}
        >
          {multiline ? (
            <textarea
              {...shared}
              {...control}
              rows={4}
              ref={setRef}
              className={shown ? '' : 'is-masked'}
            />
          ) : (
            <input {...shared} {...control} type={shown ? 'text' : 'password'} ref={setRef} />
          )}
          {eye}
        </div>
      )}
    </Field>
  )
}
