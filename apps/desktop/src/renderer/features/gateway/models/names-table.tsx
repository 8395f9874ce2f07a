import {
  CopyButton,
  GroupHeadRow,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
} from '@patchbay/ui'
import { TriangleAlert } from 'lucide-react'
import { useRef, type ReactElement } from 'react'
import type { GatewayModel } from '#contract/gateway-shapes'
import { RoomRow } from '../../../lib/room-row.tsx'
import { useLinesInSight } from '../../../lib/use-lines-in-sight.ts'
import type { NameLine } from './name-lines.ts'

const heads = [
  { id: 'name', label: 'Name' },
  { id: 'route', label: 'Leads to' },
  { id: 'sent', label: 'Sent as' },
  { id: 'copy', label: <span className="ui-sr">Copy</span> },
]

export interface NamesTableProps {
  /** What scrolls; null until it stands. */
  pane: HTMLElement | null
  lines: readonly NameLine[]
  /** Anything that moves the table when it changes. */
  above: unknown
}

/** The names that are in sight, and room for the others. */
export function NamesTable({ pane, lines, above }: NamesTableProps): ReactElement {
  const table = useRef<HTMLTableElement>(null)
  const { items, before, after } = useLinesInSight({
    table,
    pane,
    count: lines.length,
    overscan: 20,
    above,
  })
  return (
    <Table
      ref={table}
      density="dense"
      columns={[undefined, '26%', '28%', '44px']}
      aria-label="Names"
      aria-rowcount={lines.length + 1}
    >
      <TableHead heads={heads} />
      <TableBody>
        <RoomRow height={before} />
        {items.map((item) => {
          const line = lines[item.index]
          if (!line) return null
          return line.kind === 'group' ? (
            <GroupHeadRow key={line.key} span={4} label={line.name} count={line.count} />
          ) : (
            <NameRow key={line.key} model={line.model} />
          )
        })}
        <RoomRow height={after} />
      </TableBody>
    </Table>
  )
}

function NameRow({ model }: { model: GatewayModel }): ReactElement {
  const { name, result } = model
  return (
    <TableRow aria-label={name}>
      <TableCell rowHead mono title={name}>
        {name}
      </TableCell>
      {result.ok ? (
        <>
          <TableCell
            title={result.route.endpointName}
            weight={result.route.endpointId.startsWith('official:') ? 'soft' : 'normal'}
          >
            {result.route.endpointName}
          </TableCell>
          <TableCell mono weight="soft" title={result.route.upstreamModelId}>
            {result.route.upstreamModelId}
          </TableCell>
        </>
      ) : (
        <TableCell colSpan={2} tone="error" title={result.refusal.message}>
          <TriangleAlert aria-label="leads nowhere" className="mr-1 inline-block" />
          {result.refusal.message}
        </TableCell>
      )}
      <TableCell middle>
        <div className="ui-line">
          <CopyButton iconOnly label={`Copy ${name}`} copiedLabel="Name copied" text={name} />
        </div>
      </TableCell>
    </TableRow>
  )
}
