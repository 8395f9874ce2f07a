import { PaneScroll, Table, TableBody, TableHead } from '@patchbay/ui'
import { Fragment, useCallback, useRef, type ReactElement } from 'react'
import type { GatewayRequest } from '@patchbay/provider-core/model'
import { RoomRow } from '../../../lib/room-row.tsx'
import { RequestRow } from './request-row.tsx'
import { useRequestRows } from './use-request-rows.ts'

const heads = [
  { id: 'time', label: 'Time' },
  { id: 'status', label: 'Status' },
  { id: 'from', label: 'From' },
  { id: 'model', label: 'Model' },
  { id: 'to', label: 'Sent to' },
  { id: 'first', label: 'First byte', numeric: true },
  { id: 'total', label: 'Total', numeric: true },
]
const columns = ['88px', '76px', '104px', undefined, '140px', '88px', '88px']
/** Beside an inspector in a narrow window, which says them, too. */
const dropBesideInspector = [3, 6]

export interface RequestsTableProps {
  requests: readonly GatewayRequest[]
  selectedId: string | undefined
  /** Opens the inspector; undefined closes it. */
  onSelect: (id: string | undefined) => void
}

/** The requests that are in sight, and room for the others. */
export function RequestsTable(props: RequestsTableProps): ReactElement {
  const { requests, selectedId, onSelect } = props
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useRequestRows(requests, scroller)
  const { activate } = rows
  const isOpen = selectedId !== undefined
  const focus = useCallback(
    (id: string) => {
      activate(id)
      // An open inspector follows the keys.
      if (isOpen) onSelect(id)
    },
    [activate, isOpen, onSelect],
  )
  return (
    <PaneScroll ref={scroller} padding="none" className="h-full [overflow-anchor:none]">
      <Table
        edge
        density="dense"
        columns={columns}
        dropNarrow={isOpen ? dropBesideInspector : undefined}
        aria-label="Requests"
        aria-rowcount={requests.length + 1}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && isOpen) onSelect(undefined)
          rows.onKeyDown(event)
        }}
      >
        <TableHead heads={heads} />
        <TableBody>
          {rows.items.map((item, at) => {
            const request = requests[item.index]
            if (!request) return null
            const before = item.start - (rows.items[at - 1]?.end ?? 0)
            return (
              <Fragment key={request.id}>
                <RoomRow height={before} />
                <RequestRow
                  request={request}
                  selected={request.id === selectedId}
                  active={request.id === rows.activeId}
                  onFocus={focus}
                  onOpen={onSelect}
                />
              </Fragment>
            )
          })}
          <RoomRow height={rows.totalSize - (rows.items.at(-1)?.end ?? 0)} />
        </TableBody>
      </Table>
    </PaneScroll>
  )
}
