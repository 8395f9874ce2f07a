import { Stage } from '@patchbay/ui'
import { useRef, type ReactElement } from 'react'
import { useLocation } from 'wouter'
import { routes } from '../../app/routes.ts'
import { changeDraft, dropDraft } from '../../lib/chat-drafts.ts'
import { chatOfRun } from '../../lib/reply-run.ts'
import { useChat } from '../../lib/resources/chats.ts'
import { newChatKey, useReplyRun } from '../../lib/resources/replies.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { ChatList } from './chat-list.tsx'
import { Conversation } from './conversation.tsx'
import { useChosenModel } from './use-chosen-model.ts'

/** The chat: kept chats on the left, one of them or a new one beside. */
export function ChatScreen({ chatId }: { chatId: string | undefined }): ReactElement {
  const [, navigate] = useLocation()
  const composer = useRef<HTMLTextAreaElement>(null)
  const key = chatId ?? newChatKey
  const run = useReplyRun(key)
  const query = useChat(chatId)
  const chat = chatOfRun(run) ?? (chatId === undefined ? undefined : query.data)
  const model = useChosenModel(key, chat)

  function openNew() {
    if (chatId !== undefined) {
      dropDraft(newChatKey)
      if (model) changeDraft(newChatKey, { model })
      navigate(routes.chat)
    }
    composer.current?.focus()
  }
  useShortcut('new', openNew)

  return (
    <Stage
      master={
        <ChatList
          chatId={chatId}
          onNew={openNew}
          onGone={(gone) => {
            if (gone === chatId) navigate(routes.chat)
          }}
        />
      }
    >
      <Conversation
        chatKey={key}
        chatId={chatId}
        chat={chat}
        run={run}
        model={model}
        error={chat ? undefined : query.error}
        composer={composer}
      />
    </Stage>
  )
}
