/**
 * @file The last requests, newest last, and those who watch them. Noting one costs a few assignments; what
 * windows see is made when they take it, at most ten times a second, however many requests there are.
 */
import type { Trace } from '@patchbay/gateway'
import type { GatewayRequestPart } from '#contract/gateway-shapes'
import { toGatewayRequest } from './to-gateway-request.ts'

export interface RequestLogOptions {
  /** Requests that are kept. */
  readonly limit?: number
  /** Characters of all kept requests and replies together, running ones counted in full; the oldest go first. */
  readonly bodyLimit?: number
  /** Milliseconds between two parts to one window. */
  readonly paceMs?: number
  /** Milliseconds between two looks at what became of running requests. */
  readonly progressMs?: number
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface RequestLog {
  begin(trace: Trace): void
  /** Bodies of a request begin to be kept: room is set aside for all that may still come. */
  keep(trace: Trace): void
  end(trace: Trace): void
  get(id: string): Trace | undefined
  /** Runs until `signal` aborts. A window that is slow gets fewer, fuller parts. */
  watch(signal: AbortSignal): AsyncGenerator<GatewayRequestPart, void, void>
  /** Forgets all but those that run. */
  clear(): void
  /** False drops every body that is kept, and those that are still to come. */
  setKeepBodies(keep: boolean): void
}

interface Watcher {
  /** Changed since it last took a part. Never more than the log holds. */
  readonly changed: Set<Trace>
  restart: boolean
  wake(): void
}

/** 64 MB in V8's two-byte strings; most bodies are one byte a character. */
const defaultBodyLimit = 32 * 1024 * 1024

/** What is kept of one request's way to its upstream and back at most, in characters. */
export const wireReserve = 136 * 1024

const never = new AbortController().signal

export function createRequestLog(options: RequestLogOptions): RequestLog {
  const { limit = 1000, bodyLimit = defaultBodyLimit, paceMs = 100, progressMs = 500 } = options
  /** A ring, so that noting a request is one assignment; `next` holds the oldest once it is full. */
  let ring: (Trace | undefined)[] = []
  let next = 0
  /** Those with bodies, in order of arrival, and how much they hold, or may hold at their end. */
  const sizes = new Map<Trace, number>()
  let keptSize = 0
  let keep = false
  const watchers = new Set<Watcher>()
  /** What windows were told of requests that run. */
  const told = new WeakMap<Trace, string>()
  let looking = false

  const newestFirst = (): Trace[] =>
    [...ring.slice(next), ...ring.slice(0, next)]
      .filter((trace) => trace !== undefined)
      .toReversed()

  const tell = (trace: Trace): void => {
    for (const watcher of watchers) {
      watcher.changed.add(trace)
      watcher.wake()
    }
  }

  const restartAll = (): void => {
    for (const watcher of watchers) {
      watcher.restart = true
      watcher.wake()
    }
  }

  const dropBodies = (trace: Trace): void => {
    keptSize -= sizes.get(trace) ?? 0
    sizes.delete(trace)
    trace.keepsBodies = false
    trace.clientBody = undefined
    trace.wire = undefined
  }

  const countBodies = (trace: Trace, size: number): void => {
    if (size === 0 && !sizes.has(trace)) return
    if (!keep || !ring.includes(trace)) {
      dropBodies(trace)
      return
    }
    keptSize += size - (sizes.get(trace) ?? 0)
    sizes.set(trace, size)
    for (const oldest of sizes.keys()) {
      if (keptSize <= bodyLimit) break
      dropBodies(oldest)
      tell(oldest)
    }
  }

  const forget = (trace: Trace): void => {
    if (sizes.size > 0) dropBodies(trace)
    for (const watcher of watchers) watcher.changed.delete(trace)
  }

  /** Requests write into their traces without telling; while somebody watches, running ones are looked at. */
  const lookAtRunning = async (): Promise<void> => {
    if (looking) return
    looking = true
    for (;;) {
      if (watchers.size === 0 || !ring.some((trace) => trace?.state === 'running')) break
      await options.wait(progressMs, never)
      for (const trace of ring) {
        if (trace?.state !== 'running') continue
        const progress = progressOf(trace)
        if (progress === told.get(trace)) continue
        told.set(trace, progress)
        tell(trace)
      }
    }
    looking = false
  }

  return {
    begin(trace) {
      const oldest = ring[next]
      ring[next] = trace
      next = (next + 1) % limit
      if (oldest) forget(oldest)
      if (watchers.size === 0) return
      tell(trace)
      void lookAtRunning()
    },
    keep: (trace) => countBodies(trace, sizeOf(trace) + wireReserve),
    end(trace) {
      countBodies(trace, sizeOf(trace))
      if (watchers.size > 0 && ring.includes(trace)) tell(trace)
    },
    get: (id) => ring.find((trace) => trace?.id === id),
    async *watch(signal) {
      let wake = (): void => undefined
      const watcher: Watcher = { changed: new Set(), restart: true, wake: () => wake() }
      const onAbort = (): void => wake()
      watchers.add(watcher)
      void lookAtRunning()
      signal.addEventListener('abort', onAbort)
      try {
        while (!signal.aborted) {
          if (!watcher.restart && watcher.changed.size === 0)
            await new Promise<void>((resolve) => (wake = resolve))
          if (signal.aborted) return
          const part: GatewayRequestPart = watcher.restart
            ? { type: 'all', requests: newestFirst().map(toGatewayRequest) }
            : { type: 'put', requests: [...watcher.changed].map(toGatewayRequest) }
          watcher.restart = false
          watcher.changed.clear()
          yield part
          await options.wait(paceMs, signal).catch(() => undefined)
        }
      } finally {
        watchers.delete(watcher)
        signal.removeEventListener('abort', onAbort)
      }
    },
    clear() {
      const kept = newestFirst().toReversed()
      for (const trace of kept) if (trace.state !== 'running') forget(trace)
      ring = kept.filter((trace) => trace.state === 'running')
      next = ring.length % limit
      restartAll()
    },
    setKeepBodies(keepNow) {
      if (keep === keepNow) return
      keep = keepNow
      if (keep) return
      for (const trace of newestFirst()) dropBodies(trace)
      restartAll()
    },
  }
}

function progressOf({ model, route, stream, status, firstByteMs }: Trace): string {
  return JSON.stringify([model, route?.endpointId, stream, status, firstByteMs])
}

/** Characters that a trace keeps of its request and reply. */
function sizeOf({ clientBody, wire }: Trace): number {
  return (
    (clientBody?.length ?? 0) + (wire?.requestBody?.length ?? 0) + (wire?.responseBody?.length ?? 0)
  )
}
