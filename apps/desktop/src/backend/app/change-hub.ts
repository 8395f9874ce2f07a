/** @file Tells every listening window what changed. */
import type { Change } from '#contract/shapes'

export type Topic = Change['topics'][number]

export interface ChangeHub {
  emit(...topics: Topic[]): void
  /** Changes from now on, until `signal` aborts. Changes that nobody took yet are joined into one. */
  subscribe(signal: AbortSignal): AsyncGenerator<Change, void, void>
  /** Calls back within `emit`, for what must not work with old settings a moment longer. Returns the way to stop. */
  listen(listener: (topics: readonly Topic[]) => void): () => void
}

export function createChangeHub(): ChangeHub {
  const listeners = new Set<(topics: readonly Topic[]) => void>()
  return {
    emit(...topics) {
      for (const listener of listeners) listener(topics)
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async *subscribe(signal) {
      let waiting = new Set<Topic>()
      let wake = (): void => undefined
      const listener = (topics: readonly Topic[]): void => {
        for (const topic of topics) waiting.add(topic)
        wake()
      }
      const onAbort = (): void => wake()
      listeners.add(listener)
      signal.addEventListener('abort', onAbort)
      try {
        while (!signal.aborted) {
          if (waiting.size === 0) await new Promise<void>((resolve) => (wake = resolve))
          if (signal.aborted) return
          const topics = [...waiting]
          waiting = new Set()
          yield { topics }
        }
      } finally {
        listeners.delete(listener)
        signal.removeEventListener('abort', onAbort)
      }
    },
  }
}
