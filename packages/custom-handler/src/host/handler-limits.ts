/** Limits of one handler process; times in milliseconds. */
export interface HandlerLimits {
  /** A process that nobody used for this long is ended. */
  readonly idleMs: number
  /** How often the files of a running handler are looked at: one that changed ends. */
  readonly watchMs: number
  /** From start until the code is loaded. */
  readonly startMs: number
  readonly heartbeatMs: number
  /** A process that answers no heartbeat for this long loops, and is ended. */
  readonly silenceMs: number
  /** How often memory is looked at (Linux; elsewhere it comes with the heartbeat). */
  readonly memoryCheckMs: number
  /** Resident memory, bytes. */
  readonly maxMemoryBytes: number
  /** Requests at once in one process; more are answered 429. */
  readonly maxRequests: number
  /** One part of a stream. */
  readonly maxChunkBytes: number
  /** A whole answer. */
  readonly maxReplyBytes: number
  /** From the abort of a request until its process is given up. */
  readonly settleMs: number
  /** So many deaths within `deathWindowMs` make the next start wait until the window has passed. */
  readonly maxDeaths: number
  readonly deathWindowMs: number
  /** Lines of log that are kept for each endpoint. */
  readonly logLines: number
  /** Lines of log taken in one second; the rest is counted. */
  readonly logLinesPerSecond: number
}

export const defaultHandlerLimits: HandlerLimits = {
  idleMs: 600_000,
  watchMs: 5_000,
  startMs: 15_000,
  heartbeatMs: 1_000,
  silenceMs: 10_000,
  memoryCheckMs: 200,
  maxMemoryBytes: 512 * 1024 * 1024,
  maxRequests: 100,
  maxChunkBytes: 4 * 1024 * 1024,
  maxReplyBytes: 50 * 1024 * 1024,
  settleMs: 10_000,
  maxDeaths: 3,
  deathWindowMs: 60_000,
  logLines: 200,
  logLinesPerSecond: 100,
}
