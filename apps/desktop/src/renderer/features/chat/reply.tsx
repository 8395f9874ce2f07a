import {
  AssistantTurn,
  Button,
  ConfirmDialog,
  CopyButton,
  IconButton,
  UsageRow,
} from '@patchbay/ui'
import { RefreshCw } from 'lucide-react'
import { memo, useState, type ReactElement } from 'react'
import type { ModelAddress } from '@patchbay/provider-core/model'
import type { ChatTurn } from '#contract/shapes'
import { wordCount } from '../../lib/time-words.ts'
import { listOpenCalls, textOf } from '#contract/chat-parts'
import { listLiveFacts, listReplyFacts, type ReplyFact } from './reply-facts.ts'
import { ReplyError } from './reply-error.tsx'
import { isBlank, ReplyParts } from './reply-parts.tsx'
import { ToolAnswers } from './tool-answers.tsx'
import type { TurnActions } from './use-conversation.ts'

export interface ReplyProps {
  turn: ChatTurn
  modelId: string
  /** Where the chat goes; given for the last turn. */
  target: ModelAddress | undefined
  /** As measured here, while it streams. */
  firstTokenMs: number | undefined
  /** How many turns come after it. */
  following: number
  /** While a reply streams. */
  disabled: boolean
  actions: TurnActions
}

/** What the model said, what it cost, and what can be done with it. */
export const Reply = memo(function Reply(props: ReplyProps): ReactElement {
  const { turn, modelId, actions } = props
  const streaming = turn.status === 'streaming'
  const blank = isBlank(turn)
  const isLast = props.following === 0
  const calls = isLast && turn.status === 'complete' ? listOpenCalls(turn) : []
  return (
    <>
      {!blank || turn.status !== 'failed' ? (
        <AssistantTurn label={`Reply from ${modelId}`} busy={streaming}>
          <ReplyParts turn={turn} modelId={modelId} />
          {blank && turn.status === 'complete' ? (
            <p className="ui-soft">The reply is empty.</p>
          ) : null}
          {listNotes(turn).map((note) => (
            <p key={note} className="ui-hint">
              {note}
            </p>
          ))}
          {calls.length > 0 ? (
            <ToolAnswers
              calls={calls}
              disabled={props.disabled}
              onSend={(answers) => actions.answer(turn.id, answers)}
            />
          ) : null}
          <ReplyFoot {...props} />
        </AssistantTurn>
      ) : null}
      {turn.status === 'failed' && turn.error ? (
        <ReplyError
          turn={turn}
          error={turn.error}
          target={props.target}
          isLast={isLast}
          disabled={props.disabled}
          actions={actions}
        />
      ) : null}
    </>
  )
})

function ReplyFoot(props: ReplyProps): ReactElement {
  const { turn, modelId, following, disabled, actions } = props
  const [asking, setAsking] = useState(false)
  if (turn.status === 'streaming') {
    return <UsageRow model={modelId} facts={listLiveFacts(turn, props.firstTokenMs)} />
  }
  const stopped: ReplyFact[] = turn.status === 'stopped' ? [{ id: 'stopped', text: 'Stopped' }] : []
  const regenerate = () => actions.regenerate(turn.id)
  const text = textOf(turn)
  return (
    <>
      <UsageRow
        model={modelId}
        facts={[...stopped, ...listReplyFacts(turn)]}
        actions={
          <>
            {turn.hasWire && turn.status !== 'failed' ? (
              <Button size="sm" variant="ghost" onClick={() => actions.openRequest(turn.id)}>
                Request
              </Button>
            ) : null}
            {text === '' ? null : (
              <CopyButton text={text} label="Copy reply" copiedLabel="Copied" iconOnly />
            )}
            <IconButton
              size="sm"
              label="Regenerate"
              icon={<RefreshCw aria-hidden />}
              disabled={disabled}
              onClick={following > 0 ? () => setAsking(true) : regenerate}
            />
          </>
        }
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Regenerate this reply?"
        confirmLabel="Regenerate it"
        cancelLabel="Cancel"
        tone="danger"
        onConfirm={() => {
          setAsking(false)
          regenerate()
        }}
      >
        What follows it is removed: {wordCount(following, 'message')}.
      </ConfirmDialog>
    </>
  )
}

function listNotes(turn: ChatTurn): string[] {
  const notes = (turn.warnings ?? []).map((warning) => warning.message)
  if (turn.finishReason === 'length') notes.push('Cut off at the token limit.')
  if (turn.finishReason === 'content-filter') notes.push('Ended by the server’s content filter.')
  return [...new Set(notes)]
}
