import { useRef, useState, type ReactElement, type ReactNode } from 'react'
import { Button } from '../actions/button.tsx'

export interface FileDropProps {
  onFile: (file: File) => void
  /** Kinds of files, as an `<input type="file">` takes them. */
  accept: string
  /** Words of the button, and the name of the hidden input. */
  buttonLabel: string
  icon?: ReactNode
  /** Draws the field; the button goes beside its label. */
  children: (button: ReactNode) => ReactNode
}

/** A field that also takes a file: dropped on it, or chosen with its button. */
export function FileDrop(props: FileDropProps): ReactElement {
  const { onFile, accept, buttonLabel, icon, children } = props
  const chooser = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (file: File | undefined) => {
    if (file) onFile(file)
  }
  return (
    <div
      className={over ? 'ui-file-drop is-over' : 'ui-file-drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files[0])
      }}
    >
      {children(
        <Button
          variant="ghost"
          size="sm"
          className="-mr-2"
          icon={icon}
          onClick={() => chooser.current?.click()}
        >
          {buttonLabel}
        </Button>,
      )}
      <input
        ref={chooser}
        type="file"
        accept={accept}
        hidden
        aria-label={buttonLabel}
        onChange={(event) => {
          take(event.currentTarget.files?.[0])
          event.currentTarget.value = ''
        }}
      />
    </div>
  )
}
