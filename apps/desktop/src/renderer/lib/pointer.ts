/** @file Waits for the pointer to be lifted: what appears while it is pressed would move what is being clicked. */
import { useEffect } from 'react'

let pressed = false
let waiting: (() => void)[] = []

/** Follows the pointer while the component is mounted. */
export function usePointerWatch(): void {
  useEffect(() => {
    const press = () => {
      pressed = true
    }
    const lift = () => {
      pressed = false
      const ready = waiting
      waiting = []
      // The click comes right after the pointer is lifted; only then may things move.
      setTimeout(() => {
        for (const run of ready) run()
      })
    }
    window.addEventListener('pointerdown', press, true)
    window.addEventListener('pointerup', lift, true)
    window.addEventListener('pointercancel', lift, true)
    return () => {
      window.removeEventListener('pointerdown', press, true)
      window.removeEventListener('pointerup', lift, true)
      window.removeEventListener('pointercancel', lift, true)
      lift()
    }
  }, [])
}

/** Runs at once, or, while the pointer is pressed, right after its click. */
export function whenPointerIsUp(run: () => void): void {
  if (pressed) waiting.push(run)
  else run()
}
