import { AttachmentList, Button, CopyButton, IconButton, UserTurn as Bubble } from '@patchbay/ui'
import { Pencil } from 'lucide-react'
import {
  memo,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from 'react'
import { listFiles, textOf, type PartOf } from '#contract/chat-parts'
import type { ChatTurn } from '#contract/shapes'
import { wordCount } from '../../lib/time-words.ts'
import { FileItem } from './file-item.tsx'
import { ToolResultBlock } from './tool-call-card.tsx'
import type { TurnActions } from './use-conversation.ts'

export interface UserTurnProps {
  turn: ChatTurn
  /** How many turns come after it. */
  following: number
  /** While a reply streams. */
  disabled: boolean
  actions: TurnActions
}

/** What the person said; it can be edited, which sends it again. */
export const UserTurn = memo(function UserTurn(props: UserTurnProps): ReactElement {
  const { turn, following, disabled, actions } = props
  const [editing, setEditing] = useState(false)
  const edit = useRef<HTMLButtonElement>(null)
  if (editing) {
    return (
      <EditForm
        turn={turn}
        following={following}
        onClose={() => {
          setEditing(false)
          requestAnimationFrame(() => edit.current?.focus())
        }}
        onSend={(text) => {
          setEditing(false)
          actions.edit(turn.id, text)
        }}
      />
    )
  }
  const text = textOf(turn)
  const results = turn.parts.filter((part) => part.type === 'tool-result')
  if (results.length > 0) return <ResultsTurn results={results} />
  return (
    <Bubble
      label="You"
      above={<SentFiles turn={turn} />}
      actions={
        <>
          <IconButton
            ref={edit}
            label="Edit"
            size="sm"
            icon={<Pencil aria-hidden />}
            disabled={disabled}
            onClick={() => setEditing(true)}
          />
          {text === '' ? null : (
            <CopyButton text={text} label="Copy message" copiedLabel="Copied" iconOnly />
          )}
        </>
      }
    >
      {text === '' ? null : drawCode(text)}
    </Bubble>
  )
})

function SentFiles({ turn }: { turn: ChatTurn }): ReactElement | null {
  const files = listFiles(turn)
  if (files.length === 0) return null
  return (
    <AttachmentList label="Files of this message">
      {files.map(({ media, name = 'Image' }) =>
        media.kind === 'kept' ? <FileItem key={media.id} file={{ ...media, name }} /> : null,
      )}
    </AttachmentList>
  )
}

/** The answers that were given to tool calls. */
function ResultsTurn({ results }: { results: readonly PartOf<'tool-result'>[] }): ReactElement {
  return (
    <Bubble label="You">
      {results.map((result) => (
        <ToolResultBlock
          key={result.callId}
          result={result}
          title={`Result of ${result.name ?? 'the tool'}`}
        />
      ))}
    </Bubble>
  )
}

/** Every second part was between backticks. */
function drawCode(text: string): ReactNode[] {
  let at = 0
  return text.split(/`([^`\n]+)`/).map((part, index) => {
    at += part.length + 1
    return index % 2 === 1 ? <code key={at}>{part}</code> : part
  })
}

interface EditFormProps {
  turn: ChatTurn
  following: number
  onClose: () => void
  onSend: (text: string) => void
}

function EditForm({ turn, following, onClose, onSend }: EditFormProps): ReactElement {
  const [text, setText] = useState(textOf(turn))
  const hint = useId()
  const canSend = text.trim() !== '' || listFiles(turn).length > 0

  function keyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      onClose()
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      if (canSend) onSend(text)
    }
  }

  return (
    <form
      aria-label="Edit message"
      className="ui-composer mb-0 w-full"
      onSubmit={(event) => {
        event.preventDefault()
        if (canSend) onSend(text)
      }}
    >
      <textarea
        aria-label="Edited message"
        aria-describedby={hint}
        autoFocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.setSelectionRange(text.length, text.length)}
        onKeyDown={keyDown}
      />
      <div className="ui-line">
        <span id={hint} className="ui-hint pl-1">
          {following > 0
            ? `What follows it is removed: ${wordCount(following, 'message')}.`
            : 'Sends it again.'}
          {listFiles(turn).length > 0 ? ' Its files stay.' : null}
        </span>
        <div className="ui-line ui-push">
          <Button size="sm" variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button size="sm" variant="primary" type="submit" disabled={!canSend}>
            Save and send
          </Button>
        </div>
      </div>
    </form>
  )
}
