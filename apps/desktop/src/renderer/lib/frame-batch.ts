/** @file Collects what arrives and hands it on once a frame, so that a fast stream draws no more than the screen shows. */

/** Runs something soon, such as with the next frame; gives back how to call it off. */
export type Schedule = (run: () => void) => () => void

export interface FrameBatch<Item> {
  add: (item: Item) => void
  /** Hands on at once what waits. */
  flush: () => void
}

/** A hidden window has no frames; it is served at this pace, in milliseconds. */
const hiddenPaceMs = 250

/** With the next frame; by a timer while the window is hidden. */
export const nextFrame: Schedule = (run) => {
  if (document.hidden) {
    const timer = setTimeout(run, hiddenPaceMs)
    return () => clearTimeout(timer)
  }
  const frame = requestAnimationFrame(run)
  return () => cancelAnimationFrame(frame)
}

/**
 * @param take gets the items in their order, never an empty list
 * @param schedule when the first item after a flush came
 */
export function createFrameBatch<Item>(
  take: (items: readonly Item[]) => void,
  schedule: Schedule,
): FrameBatch<Item> {
  let waiting: Item[] = []
  let cancel: (() => void) | undefined

  function flush() {
    cancel?.()
    cancel = undefined
    if (waiting.length === 0) return
    const items = waiting
    waiting = []
    take(items)
  }

  return {
    add(item) {
      waiting.push(item)
      cancel ??= schedule(flush)
    },
    flush,
  }
}
