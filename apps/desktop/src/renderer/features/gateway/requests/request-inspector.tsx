import {
  Button,
  CopyButton,
  Facts,
  IconButton,
  Notice,
  Pane,
  PaneFoot,
  PaneHead,
  PaneScroll,
  PaneTitle,
  StageList,
  useToasts,
  type StageState,
} from '@patchbay/ui'
import { X } from 'lucide-react'
import type { ReactElement } from 'react'
import type { GatewayRequest } from '@patchbay/provider-core/model'
import type { OpenedInChat } from '#contract/gateway-shapes'
import { navigate } from '../../../app/location.ts'
import { linkTo } from '../../../app/routes.ts'
import { changeDraft } from '../../../lib/chat-drafts.ts'
import { readErrorInfo, titleOfError, wordError } from '../../../lib/error-words.ts'
import { useGatewayCurl, useOpenInChat } from '../../../lib/resources/gateway.ts'
import { useReplyActions } from '../../../lib/resources/replies.ts'
import { wordClock, wordDuration } from '../../../lib/time-words.ts'
import { FailedAttempts } from './failed-attempts.tsx'
import { listFacts, listStages } from './request-facts.ts'
import { RequestState } from './request-row.tsx'
import { RequestWire } from './request-wire.tsx'

const stateLabels: Record<StageState, string> = {
  passed: 'done',
  note: 'left',
  failed: 'failed',
  running: 'running',
  'not-run': 'not reached',
}

export interface RequestInspectorProps {
  request: GatewayRequest
  keepBodies: boolean
  onClose: () => void
}

/** Everything known of one request. */
export function RequestInspector(props: RequestInspectorProps): ReactElement {
  const { request, keepBodies, onClose } = props
  const time = wordClock(request.at)
  const total = request.totalMs ?? Math.max(1, request.firstByteMs ?? request.sentMs ?? 1)
  return (
    <Pane
      as="aside"
      kind="inspector"
      aria-label={`Request ${time}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        onClose()
      }}
    >
      <PaneHead>
        <PaneTitle
          level={2}
          beside={
            <span className="ui-pair flex-1">
              <RequestState request={request} />
              <span className="ui-hint ui-cut">from {request.from}</span>
            </span>
          }
        >
          {time}
        </PaneTitle>
        <IconButton size="sm" icon={<X />} label="Close the inspector" onClick={onClose} />
      </PaneHead>
      <PaneScroll tabIndex={-1}>
        <Facts facts={listFacts(request)} />
        {request.error ? (
          <Notice
            tone={request.state === 'stopped' ? 'info' : 'error'}
            title={`${titleOfError(request.error)}.`}
          >
            {request.error.message}
          </Notice>
        ) : null}
        <FailedAttempts attempts={request.failedAttempts} />
        {request.warnings.map((warning) => (
          <Notice key={`${warning.code} ${warning.message}`} tone="warn">
            {warning.message}
          </Notice>
        ))}
        <StageList
          label="Timing"
          stages={listStages(request)}
          total={total}
          totalText={request.totalMs === undefined ? undefined : wordDuration(request.totalMs)}
          stateLabels={stateLabels}
        />
        <RequestWire request={request} keepBodies={keepBodies} />
      </PaneScroll>
      {request.hasBodies && request.state !== 'running' ? <RequestFoot request={request} /> : null}
    </Pane>
  )
}

/** What can be done with a request whose body is kept. */
function RequestFoot({ request }: { request: GatewayRequest }): ReactElement {
  const curl = useGatewayCurl()
  const open = useOpenInChat()
  const toasts = useToasts()
  const replies = useReplyActions()

  function sendAgain({ chatId, again }: OpenedInChat) {
    if (again === undefined) return
    const { replyId, target, assumeModelExists, settings } = again
    changeDraft(chatId, { model: { address: target, asTyped: assumeModelExists } })
    const action = { type: 'regenerate' as const, replyId }
    replies.send({ chatId, target, assumeModelExists, settings, action })
  }

  return (
    <PaneFoot>
      <CopyButton
        label="Copy as curl"
        copiedLabel="Copied, with the key as $PATCHBAY_KEY"
        failedLabel="It could not be copied"
        text={async () => (await curl.mutateAsync({ id: request.id })).command}
      />
      {request.operation === 'chat' ? (
        <Button
          variant="ghost"
          size="sm"
          className="ui-push"
          title="Opens it as a new chat and sends it"
          loading={open.isPending}
          onClick={() =>
            open.mutate(
              { id: request.id },
              {
                onSuccess: (opened) => {
                  sendAgain(opened)
                  navigate(linkTo.chat(opened.chatId))
                  const done = opened.again === undefined ? 'Opened' : 'Sent again'
                  toasts.show({ message: [`${done} as a chat.`, ...opened.notes].join(' ') })
                },
                onError: (error) => toasts.show({ message: wordError(readErrorInfo(error)) }),
              },
            )
          }
        >
          Send again
        </Button>
      ) : null}
    </PaneFoot>
  )
}
