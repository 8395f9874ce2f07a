import { Button, Checkbox, TextAreaField } from '@patchbay/ui'
import { useId, useState, type FormEvent, type ReactElement } from 'react'
import type { PartOf } from '#contract/chat-parts'
import { wordCount } from '../../lib/time-words.ts'
import type { ToolAnswer } from './use-conversation.ts'

export interface ToolAnswersProps {
  calls: readonly PartOf<'tool-call'>[]
  disabled: boolean
  onSend: (answers: ToolAnswer[]) => void
}

interface Written {
  readonly text: string
  readonly isError: boolean
}

const nothing: Written = { text: '', isError: false }

/** What the model waits for, and a box for the result of each call: all are sent together. */
export function ToolAnswers({ calls, disabled, onSend }: ToolAnswersProps): ReactElement {
  const [written, setWritten] = useState<Readonly<Record<string, Written>>>({})
  const title = useId()
  const of = (id: string) => written[id] ?? nothing
  const write = (id: string, change: Partial<Written>) =>
    setWritten((all) => ({ ...all, [id]: { ...(all[id] ?? nothing), ...change } }))
  const isWhole = calls.every(({ id }) => of(id).text.trim() !== '')

  function submit(event: FormEvent) {
    event.preventDefault()
    if (isWhole && !disabled) onSend(calls.map(({ id }) => ({ callId: id, ...of(id) })))
  }

  return (
    <form aria-labelledby={title} className="ui-answers" onSubmit={submit}>
      <p id={title} className="font-medium">
        {calls.length === 1
          ? `The model asks for a tool: ${calls[0]?.name ?? ''}`
          : `The model asks for ${wordCount(calls.length, 'tool')}`}
      </p>
      {calls.map(({ id, name }, index) => (
        <div key={id} className="grid gap-1">
          <TextAreaField
            label={calls.length === 1 ? `Result of ${name}` : `Result ${index + 1}, of ${name}`}
            rows={2}
            mono
            value={of(id).text}
            onChange={(event) => write(id, { text: event.currentTarget.value })}
          />
          <Checkbox
            label="It failed"
            checked={of(id).isError}
            onChange={(event) => write(id, { isError: event.currentTarget.checked })}
          />
        </div>
      ))}
      <div className="ui-line">
        <span className="ui-hint">
          Patchbay runs no tools. What you write is sent as the result.
        </span>
        <Button
          size="sm"
          type="submit"
          variant="primary"
          className="ui-push"
          disabled={!isWhole || disabled}
        >
          {calls.length === 1 ? 'Send result' : 'Send results'}
        </Button>
      </div>
    </form>
  )
}
