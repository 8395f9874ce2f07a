import { Button, CodeBlock, TabList, TabPanel, Tabs } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import type { GatewayRequest } from '@patchbay/provider-core/model'
import { readErrorInfo } from '../../../lib/error-words.ts'
import { QueryView } from '../../../lib/query-view.tsx'
import { useGatewayRequest, useUpdateGatewaySettings } from '../../../lib/resources/gateway.ts'
import { colourWire } from './colour-wire.tsx'
import { listWireParts, type WirePartId } from './wire-text.ts'

export interface RequestWireProps {
  request: GatewayRequest
  keepBodies: boolean
}

/** The request as it went upstream, what came back, and what the tool had asked: while they are kept. */
export function RequestWire({ request, keepBodies }: RequestWireProps): ReactElement {
  const ready = request.hasBodies && request.state !== 'running'
  const detail = useGatewayRequest(ready ? request.id : undefined)
  const [part, setPart] = useState<WirePartId>('request')

  if (request.state === 'running' && keepBodies) {
    return <p className="ui-hint">Request and reply are shown once it has ended.</p>
  }
  if (!ready) return <NotKept keepBodies={keepBodies} />
  if (detail.error) {
    return (
      <p role="alert" className="ui-hint">
        {readErrorInfo(detail.error).message}
      </p>
    )
  }
  return (
    <QueryView query={detail} loadingText="Loading the request">
      {(kept) => {
        const parts = listWireParts(kept)
        return (
          <section aria-label="Wire" className="grid grid-cols-[minmax(0,1fr)] gap-2">
            <Tabs value={part} onChange={setPart}>
              <div className="ui-line">
                <TabList label="Part of the wire" tabs={parts.map(toTab)} />
                <span className="ui-hint ui-push">redacted</span>
              </div>
              {parts.map(({ id, label, text, copy }) => (
                <TabPanel key={id} value={id}>
                  {text === '' ? (
                    <p className="ui-hint">Nothing is known of it.</p>
                  ) : (
                    <CodeBlock
                      code={text}
                      label={label}
                      wrap
                      copyLabel="Copy"
                      copiedLabel="Copied"
                      copyText={copy}
                    >
                      {colourWire(text)}
                    </CodeBlock>
                  )}
                </TabPanel>
              ))}
            </Tabs>
          </section>
        )
      }}
    </QueryView>
  )
}

function toTab(part: { id: WirePartId; label: string }): { value: WirePartId; label: string } {
  return { value: part.id, label: part.label }
}

/** Says why there is nothing to see, with the switch that changes it. */
function NotKept({ keepBodies }: { keepBodies: boolean }): ReactElement {
  const update = useUpdateGatewaySettings()
  if (keepBodies) {
    return (
      <p className="ui-hint">
        Nothing was kept of this request: it was refused unread, or came before this was switched
        on.
      </p>
    )
  }
  return (
    <div className="grid justify-items-start gap-2">
      <p className="ui-hint">
        Requests and replies are not kept. While that is on, they stay in memory, with keys left
        out, and are gone when Patchbay ends.
      </p>
      <Button
        size="sm"
        loading={update.isPending}
        onClick={() => update.mutate({ keepBodies: true })}
      >
        Keep requests and replies
      </Button>
    </div>
  )
}
