import { useEffect, useRef } from 'react'

const floating = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]'

/** Answers Esc anywhere in the window, unless something that floats or a field answers it first. */
export function useEscape(run: (() => void) | undefined): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  const active = run !== undefined
  useEffect(() => {
    if (!active) return
    function press(event: KeyboardEvent) {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
      if (document.querySelector(floating)) return
      event.preventDefault()
      latest.current?.()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [active])
}
