import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'

export interface FollowEnd {
  scroller: RefObject<HTMLDivElement | null>
  content: RefObject<HTMLDivElement | null>
  /** The end is out of sight, so new text is not followed. */
  away: boolean
  /** Goes to the end and follows it again. */
  goToEnd: () => void
}

/** Pixels from the end that still count as being there. */
const nearEnd = 32

/**
 * Keeps the end of growing content in sight until the person scrolls away from it.
 *
 * @param key of what is shown; another one begins at its end
 */
export function useFollowEnd(key: string): FollowEnd {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const follows = useRef(true)
  const [away, setAway] = useState(false)

  const goToEnd = useCallback(() => {
    follows.current = true
    setAway(false)
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
  }, [])

  useEffect(() => {
    const box = scroller.current
    const inside = content.current
    if (!box || !inside) return
    goToEnd()
    let height = box.scrollHeight
    function scrolled() {
      if (!box) return
      // Growth moves the end away without the person's doing; only their own scrolling counts.
      if (box.scrollHeight !== height && follows.current) return
      follows.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd
      setAway(!follows.current)
    }
    function turned(event: WheelEvent) {
      if (event.deltaY >= 0 || !box || box.scrollHeight <= box.clientHeight) return
      follows.current = false
    }
    const sizes = new ResizeObserver(() => {
      if (follows.current) box.scrollTop = box.scrollHeight
      height = box.scrollHeight
    })
    sizes.observe(inside)
    sizes.observe(box)
    box.addEventListener('scroll', scrolled, { passive: true })
    box.addEventListener('wheel', turned, { passive: true })
    return () => {
      sizes.disconnect()
      box.removeEventListener('scroll', scrolled)
      box.removeEventListener('wheel', turned)
    }
  }, [key, goToEnd])

  return { scroller, content, away, goToEnd }
}
