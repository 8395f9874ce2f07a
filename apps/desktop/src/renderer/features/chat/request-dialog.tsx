import { CopyButton, Dialog, Facts } from '@patchbay/ui'
import type { ReactElement } from 'react'
import type { WireRecord } from '@patchbay/provider-core/model'
import { QueryView } from '../../lib/query-view.tsx'
import { useReplyCurl, useReplyWire } from '../../lib/resources/chats.ts'
import { wordBytes, wordClock, wordDuration } from '../../lib/time-words.ts'
import { WirePart } from './wire-part.tsx'

export interface RequestDialogProps {
  /** Nothing is shown while it is undefined. */
  replyId: string | undefined
  onClose: () => void
}

/** What was sent for a reply and what came back, without keys. */
export function RequestDialog({ replyId, onClose }: RequestDialogProps): ReactElement {
  const query = useReplyWire(replyId)
  const curl = useReplyCurl()
  return (
    <Dialog
      open={replyId !== undefined}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      wide
      title="Request"
      description="As it went over the wire. Keys are left out."
      closeLabel="Close"
      footer={
        replyId === undefined ? null : (
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
        {(wire) => <WireView wire={wire} />}
      </QueryView>
    </Dialog>
  )
}

function WireView({ wire }: { wire: WireRecord }): ReactElement {
  const facts = [
    { name: 'Began', value: wordClock(wire.startedAt) },
    ...(wire.status === undefined ? [] : [{ name: 'Status', value: wire.status }]),
    ...(wire.headersMs === undefined
      ? []
      : [{ name: 'Headers after', value: wordDuration(wire.headersMs) }]),
    ...(wire.totalMs === undefined
      ? []
      : [{ name: 'Ended after', value: wordDuration(wire.totalMs) }]),
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
