import { IconButton, PaneScroll, Thread, UserTurn as Bubble } from '@patchbay/ui'
import { ArrowDown } from 'lucide-react'
import { useEffect, useRef, useState, type ReactElement } from 'react'
import type { ChatDetail } from '#contract/shapes'
import type { ReplyRun } from '../../lib/reply-run.ts'
import { Reply } from './reply.tsx'
import type { TurnActions } from './use-conversation.ts'
import { useFollowEnd } from './use-follow-end.ts'
import { UserTurn } from './user-turn.tsx'

export interface TurnsProps {
  chatKey: string
  chat: ChatDetail | undefined
  run: ReplyRun | undefined
  /** The id that replies without a route were asked of. */
  modelId: string | undefined
  actions: TurnActions
}

/** What was said, the end kept in sight while a reply arrives. */
export function Turns({ chatKey, chat, run, modelId, actions }: TurnsProps): ReactElement {
  const { scroller, content, away, goToEnd } = useFollowEnd(chatKey)
  const said = useAnnouncement(run, chat)
  const turns = chat?.turns ?? []
  const busy = run?.state === 'starting' || run?.state === 'streaming'
  const asked = run?.input.action

  useEffect(() => {
    if (run?.state === 'starting') goToEnd()
  }, [run?.state, goToEnd])

  return (
    <div className="relative min-h-0">
      <PaneScroll
        ref={scroller}
        padding="none"
        role="log"
        aria-live="off"
        aria-label="Conversation"
        tabIndex={0}
        className="h-full"
      >
        <Thread ref={content}>
          {turns.map((turn, index) =>
            turn.role === 'user' ? (
              <UserTurn
                key={turn.id}
                turn={turn}
                following={turns.length - index - 1}
                disabled={busy}
                actions={actions}
              />
            ) : (
              <Reply
                key={turn.id}
                turn={turn}
                modelId={
                  turn.route?.modelId ??
                  (index === turns.length - 1 ? modelIdOf(run) : undefined) ??
                  modelId ??
                  'the model'
                }
                target={index === turns.length - 1 ? chat?.target : undefined}
                firstTokenMs={run?.reply?.id === turn.id ? run.firstTokenMs : undefined}
                following={turns.length - index - 1}
                disabled={busy}
                actions={actions}
              />
            ),
          )}
          {run?.state === 'starting' && asked?.type === 'send' ? (
            <Bubble label="You">{asked.text || 'Sending the files…'}</Bubble>
          ) : null}
        </Thread>
      </PaneScroll>
      {away ? (
        <IconButton
          label="Go to the end"
          icon={<ArrowDown aria-hidden />}
          variant="default"
          className="absolute bottom-2 left-1/2 -translate-x-1/2 shadow-1"
          onClick={goToEnd}
        />
      ) : null}
      <span className="ui-sr" role="status">
        {said}
      </span>
    </div>
  )
}

function modelIdOf(run: ReplyRun | undefined): string | undefined {
  return run?.input.target.modelId
}

/** Says when a reply begins and ends, not each piece of it. Failures are said by their alert. */
function useAnnouncement(run: ReplyRun | undefined, chat: ChatDetail | undefined): string {
  const [said, setSaid] = useState('')
  const began = useRef<string>(undefined)
  const streamingId = run?.state === 'streaming' ? run.reply?.id : undefined
  const modelId = modelIdOf(run)
  useEffect(() => {
    if (streamingId !== undefined) {
      began.current = streamingId
      setSaid(`${modelId} is answering`)
      return
    }
    const ended = chat?.turns.find((turn) => turn.id === began.current)
    if (!ended) return
    began.current = undefined
    if (ended.status === 'complete') setSaid('The reply is complete')
    if (ended.status === 'stopped') setSaid('The reply was stopped')
  }, [streamingId, modelId, chat])
  return said
}
