import { useSyncExternalStore } from 'react'

const step = 30_000

function subscribe(tell: () => void): () => void {
  const timer = setInterval(tell, step)
  return () => clearInterval(timer)
}

/** The time in milliseconds since the epoch, in steps of half a minute, for words such as "6 min". */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => Math.ceil(Date.now() / step) * step)
}
