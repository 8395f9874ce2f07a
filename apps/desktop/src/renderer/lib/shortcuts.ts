/** @file Keys that work everywhere; the screen that was opened last says what "new" and "find" mean. */
import { useEffect, useRef } from 'react'

export type ShortcutName = 'palette' | 'new' | 'open' | 'find'

const keys: Record<string, ShortcutName> = { k: 'palette', n: 'new', o: 'open', f: 'find' }
const stacks: Record<ShortcutName, (() => void)[]> = { palette: [], new: [], open: [], find: [] }

/** True on macOS, where Cmd takes the place of Ctrl. */
export const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac')

/** A chord as this system writes it: "Ctrl K" or "⌘K". */
export function wordChord(key: string): string {
  return isMac ? `⌘${key}` : `Ctrl ${key}`
}

/**
 * Answers a shortcut while the component is mounted; the newest answers first.
 *
 * @param name the shortcut
 * @param run what it does; undefined leaves it to the one before
 */
export function useShortcut(name: ShortcutName, run: (() => void) | undefined): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  const active = run !== undefined
  useEffect(() => {
    if (!active) return
    const answer = () => latest.current?.()
    stacks[name].push(answer)
    return () => {
      stacks[name] = stacks[name].filter((one) => one !== answer)
    }
  }, [name, active])
}

/** Listens for the keys; used once, by the frame. */
export function useShortcutKeys(): void {
  useEffect(() => {
    function press(event: KeyboardEvent) {
      const held = isMac ? event.metaKey : event.ctrlKey
      if (!held || event.altKey || event.shiftKey || event.defaultPrevented) return
      const name = keys[event.key.toLowerCase()]
      // A dialog keeps its keys to itself; the palette may always be asked for.
      if (
        !name ||
        (name !== 'palette' && document.querySelector('[role="dialog"], [role="alertdialog"]'))
      )
        return
      const answer = stacks[name].at(-1)
      if (!answer) return
      event.preventDefault()
      answer()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}
