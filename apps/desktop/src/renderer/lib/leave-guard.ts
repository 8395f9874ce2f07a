/** @file Holds the window on a screen with unsaved changes until the person has decided. */
import { useEffect } from 'react'
import { create } from 'zustand'

interface LeaveGuard {
  /** What would be lost, by name; undefined while there is nothing to lose. */
  readonly guarded: string | undefined
  /** Where the person wants to go, while being asked. */
  readonly pending: (() => void) | undefined
}

const useGuard = create<LeaveGuard>(() => ({ guarded: undefined, pending: undefined }))

/**
 * Asks before the screen is left while there are unsaved changes.
 *
 * @param name what has unsaved changes, or undefined when nothing has
 */
export function useLeaveGuard(name: string | undefined): void {
  useEffect(() => {
    useGuard.setState({ guarded: name })
    if (name === undefined) return
    const hold = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', hold)
    return () => {
      useGuard.setState({ guarded: undefined })
      window.removeEventListener('beforeunload', hold)
    }
  }, [name])
}

/** Goes at once, or, with unsaved changes, once the person agreed. True when it went at once. */
export function leave(go: () => void): boolean {
  if (useGuard.getState().guarded === undefined) {
    go()
    return true
  }
  useGuard.setState({ pending: go })
  return false
}

/** Drops the guard, for a screen that leaves by itself after saving. */
export function dropGuard(): void {
  useGuard.setState({ guarded: undefined })
}

/** The question that is open, with both answers. */
export function useLeaveQuestion() {
  const { guarded, pending } = useGuard()
  return {
    name: pending ? guarded : undefined,
    stay: () => useGuard.setState({ pending: undefined }),
    leave: () => {
      useGuard.setState({ guarded: undefined, pending: undefined })
      pending?.()
    },
  }
}
