import { GroupHeadRow, Table, TableBody, TableHead } from '@patchbay/ui'
import { useRef, type ReactElement } from 'react'
import { RoomRow } from '../../lib/room-row.tsx'
import { useLinesInSight } from '../../lib/use-lines-in-sight.ts'
import type { ModelLine } from './model-lines.ts'
import { ModelTableRow } from './model-table-row.tsx'
import type { ModelsSectionProps } from './models-section.tsx'

const heads = [
  { id: 'model', label: 'Model' },
  { id: 'route', label: 'Routes to' },
  { id: 'sent', label: 'Sent as' },
  { id: 'dialect', label: 'Dialect' },
]

/** As many are drawn at once; only longer lists, such as a router's, leave out what is not in sight. */
const mostDrawn = 400

/** The lines that are in sight, and room for the others. */
export function ModelsTable(
  props: ModelsSectionProps & { lines: readonly ModelLine[] },
): ReactElement {
  const { lines, pane, providers, endpoints } = props
  const table = useRef<HTMLTableElement>(null)
  const { items, before, after } = useLinesInSight({
    table,
    pane,
    count: lines.length,
    overscan: lines.length <= mostDrawn ? lines.length : 20,
    above: providers.length,
  })
  return (
    <Table
      ref={table}
      density="dense"
      columns={['31%', '22%', '28%', undefined]}
      aria-label="Models"
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
            <ModelTableRow
              key={line.key}
              row={line.row}
              providers={providers}
              endpoints={endpoints}
            />
          )
        })}
        <RoomRow height={after} />
      </TableBody>
    </Table>
  )
}
