/** @file The highlighted row of a list whose focus stays in a text box, and the keys that move it. */
import { useEffect, useId, useState, type KeyboardEvent } from 'react'

export interface ChoiceListOptions {
  /** Whether each row may be chosen, in the order shown. */
  enabled: readonly boolean[]
  open: boolean
  /** The row of the current choice, or -1. */
  selected: number
  onOpen: () => void
  /** Closes the list; the reason decides whether typed text still counts. */
  onClose: (reason: 'escape' | 'tab' | 'enter') => void
  onPick: (index: number) => void
}

export interface ChoiceList {
  listId: string
  rowId: (index: number) => string
  /** The highlighted row, or -1. */
  active: number
  setActive: (index: number) => void
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

const PAGE = 10

/**
 * Keeps the highlighted row of a list whose focus stays in a text box.
 *
 * @param options the rows and what the keys do
 */
export function useChoiceList(options: ChoiceListOptions): ChoiceList {
  const { enabled, open, selected, onOpen, onClose, onPick } = options
  const listId = useId()
  const [active, setActive] = useState(-1)
  const rowId = (index: number) => `${listId}-${index}`
  const current = open && enabled[active] ? active : -1
  const activeId = current < 0 ? undefined : rowId(current)

  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' })
  }, [activeId])

  function step(from: number, by: 1 | -1): number {
    for (let count = 0, at = from; count < enabled.length; count += 1) {
      at = (at + by + enabled.length) % enabled.length
      if (enabled[at]) return at
    }
    return -1
  }

  function jump(by: number): number {
    const edge = by > 0 ? enabled.length - 1 : 0
    const to = by > 0 ? Math.min(edge, current + by) : Math.max(edge, current + by)
    return enabled[to] ? to : step(to, by > 0 ? -1 : 1)
  }

  function moveTo(event: KeyboardEvent, index: number) {
    event.preventDefault()
    setActive(index)
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    // 229 is a key that an input method is still composing with.
    if (event.defaultPrevented || event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.ctrlKey || event.metaKey) return
    const down = event.key === 'ArrowDown'
    if (down || event.key === 'ArrowUp') {
      if (!open) onOpen()
      const fresh = selected >= 0 ? selected : step(down ? -1 : 0, down ? 1 : -1)
      return moveTo(event, open ? step(fromEdge(current, down), down ? 1 : -1) : fresh)
    }
    if (!open) return
    if (event.key === 'PageDown') return moveTo(event, jump(PAGE))
    if (event.key === 'PageUp') return moveTo(event, jump(-PAGE))
    if (event.key === 'Tab') return onClose('tab')
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      return onClose('escape')
    }
    if (event.key !== 'Enter') return
    if (current < 0) return onClose('enter')
    event.preventDefault()
    onPick(current)
  }

  return { listId, rowId, active: current, setActive, onKeyDown }
}

function fromEdge(current: number, down: boolean): number {
  if (current >= 0) return current
  return down ? -1 : 0
}
