import { Button, CodeBlock, Disclosure, Notice } from '@patchbay/ui'
import { useEffect, useState, type ReactElement } from 'react'
import type { ErrorInfo, ModelAddress } from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import type { ChatTurn } from '#contract/shapes'
import { titleOfError } from '../../lib/error-words.ts'
import { useReplyEnd } from '../../lib/resources/replies.ts'
import { readHandlerStack, secondsLeft, wordFailure, wordWait } from './describe-error.ts'
import { isBlank } from './reply-parts.tsx'
import { ReplyMends } from './reply-mends.tsx'
import type { TurnActions } from './use-conversation.ts'

export interface ReplyErrorProps {
  turn: ChatTurn
  error: ErrorInfo
  target: ModelAddress | undefined
  /** Trying an earlier reply again would remove what follows it, so only the last one offers it. */
  isLast: boolean
  disabled: boolean
  actions: TurnActions
}

/** Why a reply failed, and the ways on. */
export function ReplyError(props: ReplyErrorProps): ReactElement {
  const { turn, error, target, isLast, disabled, actions } = props
  const isHandler = turn.route !== undefined && getSpec(turn.route.spec).platform === 'handler'
  // To the engine a handler is a server, and what it throws the failure of one.
  const title = titleOfError(
    isHandler && error.code === 'upstream' ? { ...error, code: 'handler' } : error,
  )
  const stack = isHandler && error.bodyExcerpt ? readHandlerStack(error.bodyExcerpt) : undefined
  return (
    <Notice
      tone="error"
      role="alert"
      title={`${title}.`}
      actions={
        <>
          {isLast ? (
            <RetryButton turn={turn} error={error} disabled={disabled} actions={actions} />
          ) : null}
          <ReplyMends
            turn={turn}
            error={error}
            target={target}
            disabled={disabled}
            actions={actions}
          />
          {turn.hasWire ? (
            <Button size="sm" variant="ghost" onClick={() => actions.openRequest(turn.id)}>
              Open the request
            </Button>
          ) : null}
        </>
      }
    >
      <p className="break-words">{wordFailure(error)}</p>
      {isBlank(turn) ? null : <p>What arrived before is kept above.</p>}
      {error.bodyExcerpt ? (
        <Disclosure summary={isHandler ? 'What your code said' : 'What the server said'}>
          <CodeBlock
            code={stack ?? error.bodyExcerpt}
            caption={stack === undefined ? 'Answer, its beginning' : 'What was thrown, and where'}
            copyLabel="Copy"
            copiedLabel="Copied"
            wrap
          />
        </Disclosure>
      ) : null}
    </Notice>
  )
}

interface RetryButtonProps {
  turn: ChatTurn
  error: ErrorInfo
  disabled: boolean
  actions: TurnActions
}

/** Tries again at once if pressed; says how long the server asked to wait. */
function RetryButton({ turn, error, disabled, actions }: RetryButtonProps): ReactElement {
  const failedAt = useReplyEnd(turn.id) ?? Date.parse(turn.createdAt)
  const [left, setLeft] = useState(() => secondsLeft(error, failedAt, Date.now()))
  useEffect(() => {
    const update = () => setLeft(secondsLeft(error, failedAt, Date.now()))
    update()
    if (secondsLeft(error, failedAt, Date.now()) === 0) return
    const timer = setInterval(update, 1000)
    return () => clearInterval(timer)
  }, [error, failedAt])
  return (
    <Button size="sm" disabled={disabled} onClick={() => actions.regenerate(turn.id)}>
      Try again
      {left > 0 ? <span className="ui-faint ui-num font-normal">in {wordWait(left)}</span> : null}
    </Button>
  )
}
