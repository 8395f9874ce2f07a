import { CopyButton, Dialog, Facts } from '@patchbay/ui'
import type { ReactElement } from 'react'
import type { Route, WireRecord } from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import type { ChatTurn } from '#contract/shapes'
import { QueryView } from '../../lib/query-view.tsx'
import { useReplyCurl, useReplyWire } from '../../lib/resources/chats.ts'
import { wordBytes, wordClock, wordDuration } from '../../lib/time-words.ts'
import { WirePart } from './wire-part.tsx'

export interface RequestDialogProps {
  /** Nothing is shown while it is undefined. */
  reply: ChatTurn | undefined
  onClose: () => void
}

/** What was sent for a reply and what came back, without keys. */
export function RequestDialog({ reply, onClose }: RequestDialogProps): ReactElement {
  const replyId = reply?.id
  const query = useReplyWire(replyId)
  const curl = useReplyCurl()
  const isHandler = reply?.route !== undefined && getSpec(reply.route.spec).platform === 'handler'
  return (
    <Dialog
      open={replyId !== undefined}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      wide
      title="Request"
      description={
        isHandler
          ? 'What your code was called with and what it answered. Keys are left out.'
          : 'As it went over the wire. Keys are left out.'
      }
      closeLabel="Close"
      footer={
        replyId === undefined || isHandler ? null : (
          <CopyButton
            variant="default"
            size="md"
            label="Copy as curl"
            copiedLabel="Copied, with the key as $API_KEY"
            failedLabel="It could not be copied"
            text={async () => (await curl.mutateAsync({ replyId })).command}
          />
        )
      }
    >
      <QueryView query={query} loadingText="Loading the request">
        {(wire) => <WireView wire={wire} route={reply?.route} />}
      </QueryView>
    </Dialog>
  )
}

function WireView(props: { wire: WireRecord; route: Route | undefined }): ReactElement {
  const { wire, route } = props
  const facts = [
    ...(route ? [{ name: 'Route', value: <RouteLine route={route} /> }] : []),
    { name: 'Began', value: wordClock(wire.startedAt) },
    ...(wire.status === undefined ? [] : [{ name: 'Status', value: wire.status }]),
    ...(wire.headersMs === undefined
      ? []
      : [{ name: 'Headers', value: wordDuration(wire.headersMs) }]),
    ...(wire.totalMs === undefined ? [] : [{ name: 'In all', value: wordDuration(wire.totalMs) }]),
    ...(wire.responseBytes === undefined
      ? []
      : [{ name: 'Received', value: wordBytes(wire.responseBytes) }]),
  ]
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p className="ui-code break-all select-text">
        <strong>{wire.method}</strong> {wire.url}
      </p>
      <Facts facts={facts} />
      <WirePart title="Request" headers={wire.requestHeaders} body={wire.requestBody} />
      <WirePart
        title="Response"
        headers={wire.responseHeaders ?? []}
        body={wire.responseBody}
        emptyText={wire.status === undefined ? 'No answer came.' : undefined}
      />
    </div>
  )
}

/** Which model was asked for, where it went, and under which id. */
function RouteLine({ route }: { route: Route }): ReactElement {
  return (
    <>
      <span className="ui-code">{route.modelId}</span> → {route.endpointName}
      {route.mapped ? (
        <>
          {' '}
          as <span className="ui-code">{route.upstreamModelId}</span>
        </>
      ) : null}
      , {getSpec(route.spec).label}
      {route.verified ? null : ', unverified'}
    </>
  )
}
