/** @file What the sparklines draw, counted from the requests in the list. */
import type { GatewayRequest } from '@patchbay/provider-core/model'

export interface Traffic {
  /** Output tokens a second, oldest first, one value for each step. */
  readonly tokens: readonly number[]
  /** Requests of the minute before each step. */
  readonly requests: readonly number[]
}

export const trafficMinutes = 10
const stepMs = 20_000
const minuteMs = 60_000
const steps = (trafficMinutes * minuteMs) / stepMs

/**
 * Counts the last ten minutes.
 *
 * @param requests newest first
 * @param now milliseconds since the epoch
 */
export function countTraffic(requests: readonly GatewayRequest[], now: number): Traffic {
  const begin = now - trafficMinutes * minuteMs
  const tokens = Array.from({ length: steps }, () => 0)
  const counts = Array.from({ length: steps }, () => 0)
  for (const request of requests) {
    const at = Date.parse(request.at)
    spreadTokens(tokens, request, at - begin)
    for (let step = 0; step < steps; step += 1) {
      const end = begin + (step + 1) * stepMs
      if (at > end - minuteMs && at <= end) counts[step] = (counts[step] ?? 0) + 1
    }
  }
  return { tokens: tokens.map((sum) => sum / (stepMs / 1000)), requests: counts }
}

/** Spreads what a reply brought evenly over the time from its first byte to its end. */
function spreadTokens(sums: number[], request: GatewayRequest, at: number): void {
  const made = request.usage?.outputTokens ?? 0
  if (made <= 0 || request.totalMs === undefined) return
  const from = at + (request.firstByteMs ?? 0)
  const to = Math.max(at + request.totalMs, from + 1)
  const first = Math.max(0, Math.floor(from / stepMs))
  const last = Math.min(steps - 1, Math.floor(to / stepMs))
  for (let step = first; step <= last; step += 1) {
    const overlap = Math.min(to, (step + 1) * stepMs) - Math.max(from, step * stepMs)
    if (overlap > 0) sums[step] = (sums[step] ?? 0) + made * (overlap / (to - from))
  }
}
