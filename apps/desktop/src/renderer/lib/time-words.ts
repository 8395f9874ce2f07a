/** @file Times and amounts as people read them. `now` is passed in, so that words can be tested. */

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/**
 * How long ago something was, short enough for a table: "now", "6 min", "2 h", "yesterday", "12 Mar".
 *
 * @param iso ISO 8601 time of the event
 * @param now milliseconds since the epoch
 */
export function wordAge(iso: string, now: number): string {
  const then = Date.parse(iso)
  if (Number.isNaN(then)) return ''
  const age = Math.max(0, now - then)
  if (age < minute) return 'now'
  if (age < hour) return `${Math.floor(age / minute)} min`
  if (age < day && isSameDay(then, now)) return `${Math.floor(age / hour)} h`
  if (isSameDay(then, now - day)) return 'yesterday'
  if (age < 7 * day) return `${Math.max(2, Math.round(age / day))} days`
  return new Date(then).toLocaleDateString(undefined, { day: 'numeric', month: 'short' })
}

/**
 * How long something still lasts: "in 42 min", "in 3 h", "in 5 days", or "6 min ago" once it is over.
 *
 * @param iso ISO 8601 time of its end
 * @param now milliseconds since the epoch
 */
export function wordUntil(iso: string, now: number): string {
  const left = Date.parse(iso) - now
  if (Number.isNaN(left)) return ''
  const amount = Math.abs(left)
  const words =
    amount < hour
      ? `${Math.max(1, Math.round(amount / minute))} min`
      : amount < 2 * day
        ? `${Math.round(amount / hour)} h`
        : `${Math.round(amount / day)} days`
  return left > 0 ? `in ${words}` : `${words} ago`
}

/** The time of day with seconds: "14:02:11". */
export function wordClock(iso: string): string {
  return new Date(iso).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
}

/** A duration: "4 ms", "1.06 s", "12 s". */
export function wordDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 10_000) return `${(ms / 1000).toFixed(2)} s`
  return `${Math.round(ms / 1000)} s`
}

/** A size: "22 B", "1.1 kB", "3.4 MB". */
export function wordBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** A number with its noun: "1 model", "3 models". */
export function wordCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}
