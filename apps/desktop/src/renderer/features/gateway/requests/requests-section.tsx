import { Button, Checkbox, EmptyState, SearchField } from '@patchbay/ui'
import { useDeferredValue, useId, useMemo, useRef, useState, type ReactElement } from 'react'
import type { GatewayRequest } from '@patchbay/provider-core/model'
import { useGatewayUsage } from '../../../lib/resources/gateway.ts'
import { useShortcut } from '../../../lib/shortcuts.ts'
import { sumUsage } from '../usage/usage-sums.ts'
import { useTick } from '../use-tick.ts'
import { filterRequests } from './request-words.ts'
import { RequestsTable, type RequestsTableProps } from './requests-table.tsx'
import { TrafficLines } from './traffic-lines.tsx'

const pace = 5000

export interface RequestsSectionProps extends Omit<RequestsTableProps, 'requests'> {
  /** Undefined until the host has told them. */
  requests: readonly GatewayRequest[] | undefined
  running: boolean
}

/** The last requests as they happen: sparklines, filter, table. */
export function RequestsSection(props: RequestsSectionProps): ReactElement {
  const { requests = [], running, selectedId, onSelect } = props
  const headingId = useId()
  const [query, setQuery] = useState('')
  const [failedOnly, setFailedOnly] = useState(false)
  const wanted = useDeferredValue(query)
  const box = useRef<HTMLInputElement>(null)
  const now = useTick(pace)
  const usage = useGatewayUsage(1, pace).data
  useShortcut('find', () => box.current?.focus())
  const shown = useMemo(
    () => filterRequests(requests, wanted, failedOnly),
    [requests, wanted, failedOnly],
  )
  // The same sum that "Usage" draws: also what came before the app was started anew.
  const today = usage && sumUsage(usage).requests
  const filtered = wanted.trim() !== '' || failedOnly

  return (
    <section
      aria-labelledby={headingId}
      className="grid min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]"
    >
      <div className="ui-section-head px-5">
        <div className="ui-pair mr-auto shrink-0">
          <h2 id={headingId}>Requests</h2>
          <span className="ui-hint ui-num whitespace-nowrap" role="status">
            {filtered
              ? `${shown.length} of ${requests.length}`
              : today === undefined
                ? ''
                : `${today} routed today`}
          </span>
        </div>
        <TrafficLines requests={requests} now={now} />
        <Checkbox
          className="whitespace-nowrap"
          label="Failed only"
          checked={failedOnly}
          onChange={(event) => setFailedOnly(event.currentTarget.checked)}
        />
        <SearchField
          ref={box}
          className="max-w-40 min-w-20"
          label="Filter requests"
          placeholder="Filter"
          value={query}
          onChange={setQuery}
        />
      </div>
      {shown.length > 0 ? (
        <RequestsTable requests={shown} selectedId={selectedId} onSelect={onSelect} />
      ) : filtered ? (
        <EmptyState
          title="Nothing matches"
          actions={
            <Button
              onClick={() => {
                setQuery('')
                setFailedOnly(false)
              }}
            >
              Show all
            </Button>
          }
        >
          None of the last {requests.length} requests has these words.
        </EmptyState>
      ) : props.requests === undefined ? (
        <div aria-busy="true" />
      ) : (
        <EmptyState title="No requests yet">
          {running
            ? 'Point a tool at the address above; what it asks for appears here as it happens.'
            : 'Start the gateway and point a tool at its address; what it asks for appears here.'}
        </EmptyState>
      )}
    </section>
  )
}
