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
  /** Characters of all kept requests and replies together; the oldest go first. */
  readonly bodyLimit?: number
  /** Milliseconds between two parts to one window. */
  readonly paceMs?: number
  /** Milliseconds between two looks at what became of running requests. */
  readonly progressMs?: number
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface RequestLog {
  begin(trace: Trace): void
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

const never = new AbortController().signal

export function createRequestLog(options: RequestLogOptions): RequestLog {
  const { limit = 1000, bodyLimit = defaultBodyLimit, paceMs = 100, progressMs = 500 } = options
  /** In order of arrival. */
  const traces = new Map<string, Trace>()
  /** Those with bodies, in order of arrival, and how much they hold. */
  const sizes = new Map<Trace, number>()
  const watchers = new Set<Watcher>()
  /** Kept requests that run, with what windows were told of them. */
  const running = new Map<Trace, string | undefined>()
  let looking = false
  let keptSize = 0
  let keep = false

  const dropBodies = (trace: Trace): void => {
    keptSize -= sizes.get(trace) ?? 0
    sizes.delete(trace)
    trace.clientBody = undefined
    trace.wire = undefined
  }

  const countBodies = (trace: Trace): void => {
    const size = sizeOf(trace)
    if (size === 0) return
    if (!keep || !traces.has(trace.id)) {
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

  const tell = (trace: Trace): void => {
    for (const watcher of watchers) {
      watcher.changed.add(trace)
      watcher.wake()
    }
  }

  /** Requests write into their traces without telling; while somebody watches, running ones are looked at. */
  const lookAtRunning = async (): Promise<void> => {
    if (looking) return
    looking = true
    while (watchers.size > 0 && running.size > 0) {
      await options.wait(progressMs, never)
      for (const [trace, told] of running) {
        const progress = progressOf(trace)
        if (progress === told) continue
        running.set(trace, progress)
        tell(trace)
      }
    }
    looking = false
  }

  const forget = (trace: Trace): void => {
    traces.delete(trace.id)
    running.delete(trace)
    dropBodies(trace)
    for (const watcher of watchers) watcher.changed.delete(trace)
  }

  const restartAll = (): void => {
    for (const watcher of watchers) {
      watcher.restart = true
      watcher.wake()
    }
  }

  return {
    begin(trace) {
      traces.set(trace.id, trace)
      if (traces.size > limit) {
        for (const oldest of traces.values()) {
          forget(oldest)
          break
        }
      }
      countBodies(trace)
      tell(trace)
      if (trace.state !== 'running') return
      running.set(trace, undefined)
      if (watchers.size > 0) void lookAtRunning()
    },
    end(trace) {
      running.delete(trace)
      countBodies(trace)
      if (traces.has(trace.id)) tell(trace)
    },
    get: (id) => traces.get(id),
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
            ? { type: 'all', requests: [...traces.values()].toReversed().map(toGatewayRequest) }
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
      for (const trace of traces.values()) if (trace.state !== 'running') forget(trace)
      restartAll()
    },
    setKeepBodies(next) {
      if (keep === next) return
      keep = next
      if (keep) return
      for (const trace of traces.values()) dropBodies(trace)
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
