/** @file A long table within a pane that scrolls: which of its lines are drawn, and the room that the others take. */
import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { useLayoutEffect, useState, type RefObject } from 'react'

const lineHeight = 28

export interface LinesInSightOptions {
  readonly table: RefObject<HTMLTableElement | null>
  /** What scrolls; null until it stands. */
  readonly pane: HTMLElement | null
  readonly count: number
  /** How many are drawn beyond each edge. */
  readonly overscan: number
  /** Anything that moves the table when it changes. */
  readonly above: unknown
}

export interface LinesInSight {
  readonly items: readonly VirtualItem[]
  /** Pixels of the lines before and after those that are drawn. */
  readonly before: number
  readonly after: number
}

/** The lines of a table that are in sight. */
export function useLinesInSight(options: LinesInSightOptions): LinesInSight {
  const { table, pane, count, overscan, above } = options
  const [margin, setMargin] = useState(0)
  useLayoutEffect(() => {
    if (!table.current || !pane) return
    const top = table.current.getBoundingClientRect().top - pane.getBoundingClientRect().top
    setMargin(Math.round(top + pane.scrollTop))
  }, [table, pane, above])
  const list = useVirtualizer({
    count,
    getScrollElement: () => pane,
    estimateSize: () => lineHeight,
    overscan,
    scrollMargin: margin,
  })
  const items = list.getVirtualItems()
  return {
    items,
    before: (items[0]?.start ?? margin) - margin,
    after: list.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin),
  }
}
