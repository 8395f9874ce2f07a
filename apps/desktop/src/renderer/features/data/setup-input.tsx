import { Button, joinClasses, TextAreaField } from '@patchbay/ui'
import { FileUp } from 'lucide-react'
import { useRef, useState, type DragEvent, type ReactElement } from 'react'
import { longestImport, type ImportSource } from '#contract/data-shapes'
import { toSource } from './read-files.ts'

export interface SetupInputProps {
  pending: boolean
  onSource: (source: ImportSource) => void
  onProblem: (message: string) => void
}

/** A set-up by file, by drop or pasted. Several files are one set-up and what it includes. */
export function SetupInput({ pending, onSource, onProblem }: SetupInputProps): ReactElement {
  const chooser = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [pasted, setPasted] = useState('')

  async function take(chosen: readonly File[]) {
    const tooLarge = chosen.find((file) => file.size > longestImport)
    if (tooLarge) return onProblem(`${tooLarge.name} is too large for a set-up.`)
    try {
      const files = await Promise.all(
        chosen.map(async (file) => ({ name: file.name, text: await file.text() })),
      )
      if (files.length > 0) onSource(toSource(files))
    } catch {
      onProblem('It could not be read. Choose it again.')
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
      void take([...event.dataTransfer.files])
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
          onClick={() => chooser.current?.click()}
        >
          Choose files…
        </Button>
        <span className="ui-hint">or drop them here, with those that they include</span>
        <input
          ref={chooser}
          type="file"
          multiple
          aria-label="Files of a set-up"
          tabIndex={-1}
          className="ui-sr"
          onChange={(event) => {
            void take([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
      </div>
      <TextAreaField
        label="Or paste it"
        mono
        rows={4}
        value={pasted}
        placeholder={'model_list: …  or  OPENAI_API_KEY=…  or  { "patchbay": "bundle", … }'}
        onChange={(event) => setPasted(event.currentTarget.value)}
      />
      <Button
        className="justify-self-start"
        disabled={pasted.trim() === '' || pending}
        onClick={() => onSource({ text: pasted })}
      >
        Preview
      </Button>
    </div>
  )
}
