/** @file The rows of the request table that are drawn, the one that takes Tab, and a list that stands still while it grows. */
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import type { GatewayRequest } from '@patchbay/provider-core/model'

const rowHeight = 28
const headHeight = 28
const page = 10

export interface RequestRows {
  readonly items: readonly { index: number; start: number; end: number }[]
  readonly totalSize: number
  /** The row that Tab reaches. */
  readonly activeId: string | undefined
  readonly activate: (id: string) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/**
 * @param requests newest first
 * @param scroller what scrolls
 */
export function useRequestRows(
  requests: readonly GatewayRequest[],
  scroller: RefObject<HTMLElement | null>,
): RequestRows {
  const [chosenId, setChosenId] = useState<string>()
  const found = requests.findIndex((request) => request.id === chosenId)
  const active = Math.max(0, found)
  const virtual = useVirtualizer({
    count: requests.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => requests[index]?.id ?? index,
    overscan: 12,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    // The row with the focus stays drawn, wherever the wheel goes.
    rangeExtractor: (range) => {
      const indexes = new Set([...defaultRangeExtractor(range), active])
      return [...indexes].filter((index) => index < range.count).toSorted((a, b) => a - b)
    },
  })
  useStillList(requests, scroller)

  function move(to: number) {
    const request = requests[Math.max(0, Math.min(requests.length - 1, to))]
    if (!request) return
    setChosenId(request.id)
    virtual.scrollToIndex(requests.indexOf(request))
    // The row may be drawn only after this.
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-request="${request.id}"]`)?.focus()
    })
  }

  function onKeyDown(event: KeyboardEvent) {
    const row = event.target instanceof HTMLElement && event.target.matches('[data-request]')
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return
    const to = rowAfter(event.key, active, requests.length)
    if (to === undefined) return
    event.preventDefault()
    move(to)
  }

  return {
    items: virtual.getVirtualItems().map(({ index, start, end }) => ({
      index,
      start: start - headHeight,
      end: end - headHeight,
    })),
    totalSize: virtual.getTotalSize(),
    activeId: requests[active]?.id,
    activate: setChosenId,
    onKeyDown,
  }
}

function rowAfter(key: string, at: number, count: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  }
  return steps[key]
}

/** New rows come on top; what is being read further down stays where it is. */
function useStillList(
  requests: readonly GatewayRequest[],
  scroller: RefObject<HTMLElement | null>,
): void {
  const first = useRef<string>(undefined)
  useLayoutEffect(() => {
    const before = first.current
    first.current = requests[0]?.id
    const box = scroller.current
    if (before === undefined || !box || box.scrollTop === 0) return
    const moved = requests.findIndex((request) => request.id === before)
    if (moved > 0) box.scrollBy({ top: moved * rowHeight, behavior: 'instant' })
  }, [requests, scroller])
}
