/** Lets a test decide when the server goes on, instead of sleeping. */
export interface Gate {
  /** Resolves when a pass is free. The server calls it. */
  pass(): Promise<void>
  /** Frees this many passes. Default 1. */
  release(passes?: number): void
  /** Frees every pass from now on. */
  open(): void
  /** How many passes are being waited for. */
  readonly waiting: number
}

/** A gate that starts closed. */
export function createGate(): Gate {
  const waiters: (() => void)[] = []
  let free = 0
  return {
    get waiting() {
      return waiters.length
    },
    pass() {
      if (free > 0) {
        free -= 1
        return Promise.resolve()
      }
      return new Promise((resolve) => waiters.push(resolve))
    },
    release(passes = 1) {
      free += passes
      while (free > 0) {
        const next = waiters.shift()
        if (next === undefined) return
        free -= 1
        next()
      }
    },
    open() {
      this.release(Number.POSITIVE_INFINITY)
    },
  }
}
