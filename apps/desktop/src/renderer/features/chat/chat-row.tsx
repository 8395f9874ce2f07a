import { ConfirmDialog, Menu, NavItem, StatusIcon, useToasts } from '@patchbay/ui'
import { MessageSquare, Pencil, Trash2, TriangleAlert } from 'lucide-react'
import { useState, type ReactElement } from 'react'
import { Link } from 'wouter'
import type { ChatSummary } from '#contract/shapes'
import { linkTo } from '../../app/routes.ts'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { useRemoveChat } from '../../lib/resources/chats.ts'
import { useReplyActions, useReplyRun } from '../../lib/resources/replies.ts'
import { dropDraft } from '../../lib/chat-drafts.ts'
import { wordChatDetail } from './group-chats.ts'
import { RenameDialog } from './rename-dialog.tsx'

export interface ChatRowProps {
  chat: ChatSummary
  current: boolean
  /** Milliseconds since the epoch. */
  now: number
  onGone: (chatId: string) => void
}

/** A chat in the list, with rename and delete. */
export function ChatRow({ chat, current, now, onGone }: ChatRowProps): ReactElement {
  const [asking, setAsking] = useState<'rename' | 'delete'>()
  const remove = useRemoveChat()
  const { stop } = useReplyActions()
  const run = useReplyRun(chat.id)
  const toasts = useToasts()

  function confirmRemove() {
    stop(chat.id)
    remove.mutate(
      { id: chat.id },
      {
        onSuccess: () => {
          setAsking(undefined)
          dropDraft(chat.id)
          onGone(chat.id)
        },
        onError: (error) => {
          setAsking(undefined)
          toasts.show({ message: wordError(readErrorInfo(error)) })
        },
      },
    )
  }

  return (
    <div className="group/row relative">
      <NavItem
        icon={
          run?.state === 'streaming' ? (
            <StatusIcon status="running" label="answering" />
          ) : chat.lastFailed ? (
            <TriangleAlert role="img" aria-label="failed" className="ui-tone-error" />
          ) : (
            <MessageSquare aria-hidden />
          )
        }
        detail={wordChatDetail(chat, now)}
        current={current}
        className="group-hover/row:pr-9 group-focus-within/row:pr-9"
        render={<Link href={linkTo.chat(chat.id)} />}
      >
        {chat.title}
      </NavItem>
      <div className="absolute top-2.5 right-1 opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 has-[[aria-expanded=true]]:opacity-100">
        <Menu
          label={`Actions for ${chat.title}`}
          items={[
            { label: 'Rename…', icon: <Pencil aria-hidden />, onSelect: () => setAsking('rename') },
            {
              label: 'Delete…',
              icon: <Trash2 aria-hidden />,
              tone: 'danger',
              onSelect: () => setAsking('delete'),
            },
          ]}
        />
      </div>
      {asking === 'rename' ? (
        <RenameDialog chat={chat} onClose={() => setAsking(undefined)} />
      ) : null}
      <ConfirmDialog
        open={asking === 'delete'}
        onOpenChange={(open) => {
          if (!open) setAsking(undefined)
        }}
        title={`Delete “${chat.title}”?`}
        confirmLabel="Delete"
        cancelLabel="Cancel"
        tone="danger"
        pending={remove.isPending}
        onConfirm={confirmRemove}
      >
        All its messages and kept requests are deleted from this machine. This cannot be undone.
      </ConfirmDialog>
    </div>
  )
}
