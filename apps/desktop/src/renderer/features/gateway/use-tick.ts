import { useEffect, useState } from 'react'

/** The time in milliseconds since the epoch, anew every `everyMs` while the component is mounted. */
export function useTick(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
