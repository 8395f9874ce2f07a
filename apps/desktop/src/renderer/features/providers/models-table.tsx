import { GroupHeadRow, Table, TableBody, TableHead } from '@patchbay/ui'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState, type ReactElement } from 'react'
import type { ModelLine } from './model-lines.ts'
import { ModelTableRow } from './model-table-row.tsx'
import type { ModelsSectionProps } from './models-section.tsx'

const heads = [
  { id: 'model', label: 'Model' },
  { id: 'route', label: 'Routes to' },
  { id: 'sent', label: 'Sent as' },
  { id: 'dialect', label: 'Dialect' },
]

const lineHeight = 28
/** As many are drawn at once; only longer lists, such as a router's, leave out what is not in sight. */
const mostDrawn = 400

/** The lines that are in sight, and room for the others. */
export function ModelsTable(
  props: ModelsSectionProps & { lines: readonly ModelLine[] },
): ReactElement {
  const { lines, pane, providers, endpoints } = props
  const table = useRef<HTMLTableElement>(null)
  const [margin, setMargin] = useState(0)
  useLayoutEffect(() => {
    if (!table.current || !pane) return
    const top = table.current.getBoundingClientRect().top - pane.getBoundingClientRect().top
    setMargin(Math.round(top + pane.scrollTop))
  }, [pane, providers.length])
  const list = useVirtualizer({
    count: lines.length,
    getScrollElement: () => pane,
    estimateSize: () => lineHeight,
    overscan: lines.length <= mostDrawn ? lines.length : 20,
    scrollMargin: margin,
  })
  const items = list.getVirtualItems()
  const before = (items[0]?.start ?? margin) - margin
  const after = list.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin)

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
        <Room height={before} />
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
        <Room height={after} />
      </TableBody>
    </Table>
  )
}

/** Stands for the lines that are not drawn. */
function Room({ height }: { height: number }): ReactElement | null {
  return height > 0 ? <tr aria-hidden style={{ height }} /> : null
}
