import { useVirtualizer } from '@tanstack/react-virtual'
import { useState, type ReactElement, type ReactNode } from 'react'

export interface LongListProps {
  /** Its name for screen readers. */
  label: string
  count: number
  /** Names the row at an index, so that it keeps its place. */
  keyOf: (index: number) => string
  /** Pixels of a usual row; what is drawn is measured. */
  rowHeight: number
  children: (index: number) => ReactNode
}

/** What scrolls takes focus, as a list need not have anything in it that does. */
const scrolledByKeys = { tabIndex: 0 }

/** A list within a box: from a few rows to thousands, of which those in sight are drawn. */
export function LongList(props: LongListProps): ReactElement {
  const { label, count, keyOf, rowHeight, children } = props
  const [box, setBox] = useState<HTMLDivElement | null>(null)
  const list = useVirtualizer({
    count,
    getScrollElement: () => box,
    getItemKey: keyOf,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const items = list.getVirtualItems()
  return (
    <div ref={setBox} className="ui-group max-h-90 overflow-auto" {...scrolledByKeys}>
      <ul aria-label={label} style={{ height: list.getTotalSize(), position: 'relative' }}>
        {items.map((item) => (
          <li
            key={item.key}
            ref={list.measureElement}
            data-index={item.index}
            aria-posinset={item.index + 1}
            aria-setsize={count}
            className="absolute inset-x-0 top-0 border-b border-line"
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {children(item.index)}
          </li>
        ))}
      </ul>
    </div>
  )
}
