/** @file Ctrl-C and its like: the first ends the command in order, a later one at once. */

/** One key press may arrive twice: from the terminal, and from the Node that started this one. */
const samePressMs = 500

/**
 * Calls `stop` at the first signal to end. The listeners stay: the library that locks files ends the
 * process by itself, with nothing closed, as soon as it finds no other listener.
 */
export function onStopSignal(stop: () => void): void {
  let first: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (first === undefined) {
        first = performance.now()
        stop()
      } else if (performance.now() - first > samePressMs) process.exit(1)
    })
  }
}
