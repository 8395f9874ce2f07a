/** @file Keeps V8's space for new objects small in a process that serves many streams at once. */
import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Of two halves. V8 grows it up to 128 MB under load and hardly gives any of it back. */
const enoughBytes = 16 * 1024 * 1024

/**
 * Bounds the space for the rest of the process's life. Its limit is an option of Node's command line only,
 * but how much it grows by is read at every collection.
 */
export function boundYoungSpace(): void {
  let mayGrow = true
  const look = (): void => {
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
    const isSmall = (young?.space_size ?? 0) < enoughBytes
    if (isSmall === mayGrow) return
    mayGrow = isSmall
    setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`)
  }
  // It shrinks by itself while there is little to do, and has to grow again after that.
  new PerformanceObserver(look).observe({ entryTypes: ['gc'] })
  look()
}
