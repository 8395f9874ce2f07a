import { Button, Dialog, TextField } from '@patchbay/ui'
import { useState, type FormEvent, type ReactElement } from 'react'
import type { ChatSummary } from '#contract/shapes'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { useRenameChat } from '../../lib/resources/chats.ts'

const longestTitle = 200

/** Asks for a chat's new title. */
export function RenameDialog(props: { chat: ChatSummary; onClose: () => void }): ReactElement {
  const { chat, onClose } = props
  const [title, setTitle] = useState(chat.title)
  const [error, setError] = useState<string>()
  const rename = useRenameChat()

  function save(event: FormEvent) {
    event.preventDefault()
    const trimmed = title.trim()
    if (trimmed === '') return setError('Give it a title.')
    rename.mutate(
      { id: chat.id, title: trimmed },
      { onSuccess: onClose, onError: (failed) => setError(wordError(readErrorInfo(failed))) },
    )
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title="Rename chat"
      closeLabel="Close"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="rename-chat" loading={rename.isPending}>
            Rename
          </Button>
        </>
      }
    >
      <form id="rename-chat" onSubmit={save} noValidate>
        <TextField
          label="Title"
          value={title}
          maxLength={longestTitle}
          error={error}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
      </form>
    </Dialog>
  )
}
