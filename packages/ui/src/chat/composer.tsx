import {
  useId,
  type ClipboardEvent,
  type FormEvent,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
} from 'react'
import { joinClasses } from '../class-names.ts'

export interface ComposerProps {
  label: string
  value: string
  onChange: (value: string) => void
  /** Called on Enter and on submit; Shift+Enter breaks the line. */
  onSubmit: () => void
  placeholder?: string | undefined
  /** Things attached, above the text. */
  above?: ReactNode
  /** Controls at the start of the line under the text. */
  leading?: ReactNode
  /** Hint and main button at its end. */
  trailing?: ReactNode
  disabled?: boolean | undefined
  onKeyDown?: ((event: KeyboardEvent<HTMLTextAreaElement>) => void) | undefined
  /** Called before a paste; what it prevents is not pasted as text. */
  onPaste?: ((event: ClipboardEvent<HTMLTextAreaElement>) => void) | undefined
  className?: string | undefined
  /** Goes to the textarea. */
  ref?: Ref<HTMLTextAreaElement> | undefined
}

/** Where a message is written; it grows with the text. */
export function Composer(props: ComposerProps): ReactElement {
  const { label, value, onChange, onSubmit, placeholder, above, leading, trailing, disabled } =
    props
  const id = useId()

  function submit(event: FormEvent) {
    event.preventDefault()
    onSubmit()
  }

  function keyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    props.onKeyDown?.(event)
    if (event.defaultPrevented || event.key !== 'Enter' || event.shiftKey) return
    // Enter that ends an input method's composition belongs to the method.
    if (event.nativeEvent.isComposing) return
    submit(event)
  }

  return (
    <form className={joinClasses('ui-composer', props.className)} onSubmit={submit}>
      {above}
      <label className="ui-sr" htmlFor={id}>
        {label}
      </label>
      <textarea
        ref={props.ref}
        id={id}
        rows={1}
        value={value}
        placeholder={placeholder}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={keyDown}
        onPaste={props.onPaste}
      />
      <div className="ui-line">
        {leading}
        <div className="ui-line ui-push">{trailing}</div>
      </div>
    </form>
  )
}
