import { Button, joinClasses, TextAreaField } from '@patchbay/ui'
import { FileUp } from 'lucide-react'
import { useRef, useState, type DragEvent, type ReactElement } from 'react'

export interface BundleInputProps {
  pending: boolean
  onText: (text: string) => void
  onProblem: (message: string) => void
}

/** Bundles are small; anything larger is some other file. */
const largestBytes = 5_000_000

/** A bundle by file, by drop or pasted. */
export function BundleInput({ pending, onText, onProblem }: BundleInputProps): ReactElement {
  const file = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [pasted, setPasted] = useState('')

  async function take(chosen: File | undefined) {
    if (!chosen) return
    if (chosen.size > largestBytes) {
      return onProblem(
        `${chosen.name} is too large for a bundle. Choose a file that Patchbay exported.`,
      )
    }
    try {
      onText(await chosen.text())
    } catch {
      onProblem(`${chosen.name} could not be read. Choose it again.`)
    }
  }

  const drop = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault()
      setOver(true)
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      setOver(false)
      void take(event.dataTransfer.files[0])
    },
  }

  return (
    <div
      {...drop}
      className={joinClasses(
        'grid gap-3 rounded-3 border border-line-2 p-4',
        over && 'bg-accent-soft',
      )}
    >
      <div className="ui-line">
        <Button
          icon={<FileUp aria-hidden />}
          loading={pending}
          onClick={() => file.current?.click()}
        >
          Choose a file…
        </Button>
        <span className="ui-hint">or drop it here</span>
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          aria-label="Bundle file"
          tabIndex={-1}
          className="ui-sr"
          onChange={(event) => {
            void take(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </div>
      <TextAreaField
        label="Or paste it"
        mono
        rows={4}
        value={pasted}
        placeholder={'{ "patchbay": "bundle", … }'}
        onChange={(event) => setPasted(event.currentTarget.value)}
      />
      <Button
        className="justify-self-start"
        disabled={pasted.trim() === '' || pending}
        onClick={() => onText(pasted)}
      >
        Preview
      </Button>
    </div>
  )
}
