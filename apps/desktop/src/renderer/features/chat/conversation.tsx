import { Button, EmptyState, Pane } from '@patchbay/ui'
import { CircleX } from 'lucide-react'
import { useState, type ReactElement, type RefObject } from 'react'
import { useLocation } from 'wouter'
import type { ChatDetail } from '#contract/shapes'
import { routes } from '../../app/routes.ts'
import type { ChosenModel } from '../../lib/chat-drafts.ts'
import { readErrorInfo, titleOfError } from '../../lib/error-words.ts'
import type { ReplyRun } from '../../lib/reply-run.ts'
import { ChatComposer } from './chat-composer.tsx'
import { ChatHead } from './chat-head.tsx'
import { EmptyChat } from './empty-chat.tsx'
import { RequestDialog } from './request-dialog.tsx'
import { Turns } from './turns.tsx'
import { useAttachments } from './use-attachments.ts'
import { useConversation } from './use-conversation.ts'
import { useEscape } from './use-escape.ts'
import { useFileDrop } from './use-file-drop.ts'

export interface ConversationProps {
  chatKey: string
  chatId: string | undefined
  chat: ChatDetail | undefined
  run: ReplyRun | undefined
  model: ChosenModel | undefined
  /** Why the chat could not be read. */
  error: unknown
  composer: RefObject<HTMLTextAreaElement | null>
}

/** One chat: where it goes, what was said, and what comes next. */
export function Conversation(props: ConversationProps): ReactElement {
  const { chatKey, chat, run, model, error, composer } = props
  const [picking, setPicking] = useState(false)
  const [requestOf, setRequestOf] = useState<string>()
  const attachments = useAttachments(chatKey)
  const drop = useFileDrop((files) => {
    attachments.add(files)
    composer.current?.focus()
  })
  const talk = useConversation({
    ...props,
    attachments,
    openPicker: () => setPicking(true),
    openRequest: setRequestOf,
  })
  useEscape(talk.busy ? talk.stop : undefined)

  return (
    <Pane
      aria-labelledby="chat-title"
      className="relative grid-rows-[var(--h-head)_minmax(0,1fr)_auto]"
      {...drop.handlers}
    >
      <ChatHead
        title={chat?.title ?? 'New chat'}
        model={model}
        picking={picking}
        onPicking={setPicking}
        onChoose={talk.choose}
      />
      {error ? (
        <Unreadable error={error} />
      ) : chat || run?.state === 'starting' ? (
        <Turns
          chatKey={chatKey}
          chat={chat}
          run={run}
          modelId={model?.address.modelId}
          actions={talk.actions}
        />
      ) : (
        <EmptyChat
          model={model}
          loading={props.chatId !== undefined}
          onPick={() => setPicking(true)}
        />
      )}
      {error ? null : (
        <ChatComposer ref={composer} talk={talk} model={model} attachments={attachments} />
      )}
      {drop.over ? (
        <div className="ui-drop" aria-hidden>
          Drop files to attach them
        </div>
      ) : null}
      <RequestDialog
        reply={chat?.turns.find((turn) => turn.id === requestOf)}
        onClose={() => setRequestOf(undefined)}
      />
    </Pane>
  )
}

function Unreadable({ error }: { error: unknown }): ReactElement {
  const [, navigate] = useLocation()
  const info = readErrorInfo(error)
  return (
    <EmptyState
      role="alert"
      icon={<CircleX aria-hidden className="ui-tone-error" />}
      title={
        info.code === 'not-found' ? 'This chat is not there any more.' : `${titleOfError(info)}.`
      }
      actions={<Button onClick={() => navigate(routes.chat)}>Begin a new chat</Button>}
    >
      {info.code === 'not-found' ? 'It was deleted, here or in another window.' : info.message}
    </EmptyState>
  )
}
