/** @file Sums up usage in memory and writes it now and then, so that no request waits for the disk. */
import type { Trace } from '@patchbay/gateway'
import type { GatewayUsageRow } from '#contract/gateway-shapes'
import { costOf } from './to-gateway-request.ts'
import type { UsageStore } from './usage-store.ts'

export interface UsageRecorderOptions {
  readonly open: () => Promise<UsageStore>
  readonly now: () => Date
  /** Milliseconds after a request until it is written. */
  readonly flushMs?: number
}

export interface UsageRecorder {
  /** A request that ended. Those that were never routed are no usage. */
  record(trace: Trace): void
  /** Sums of the last `days` days, today included. */
  usage(days: number): Promise<GatewayUsageRow[]>
  lastUses(): Promise<Map<string, number>>
  forgetUse(keyId: string): Promise<void>
  /** Writes what is waiting; what cannot be written waits for the next time. */
  flush(): Promise<void>
  /** Writes what is waiting and closes the file. */
  close(): Promise<void>
}

/** Where a disk stays full: more different sums than this are not remembered. */
const mostWaiting = 10_000

export function createUsageRecorder(options: UsageRecorderOptions): UsageRecorder {
  const { now, flushMs = 2000 } = options
  const days = createDays()
  let rows = new Map<string, GatewayUsageRow>()
  let uses = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  let opening: Promise<UsageStore> | undefined
  let flushing: Promise<void> = Promise.resolve()

  const open = (): Promise<UsageStore> =>
    (opening ??= options.open().catch((error: unknown) => {
      opening = undefined
      throw error
    }))

  const write = async (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    if (rows.size === 0 && uses.size === 0) return
    const [waitingRows, waitingUses] = [rows, uses]
    rows = new Map()
    uses = new Map()
    try {
      const store = await open()
      store.add([...waitingRows.values()], waitingUses)
    } catch (error) {
      for (const row of waitingRows.values()) addRow(rows, row)
      for (const [keyId, at] of waitingUses) addUse(uses, keyId, at)
      throw error
    }
  }
  /** One after the other, so that a failure puts back only what is not written. */
  const flush = (): Promise<void> => {
    const next = flushing.then(write)
    flushing = next.catch(() => undefined)
    return next
  }
  const arm = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      flush().catch(() => undefined)
    }, flushMs).unref()
  }

  return {
    record(trace) {
      if (trace.keyId !== undefined) addUse(uses, trace.keyId, trace.at)
      const row = toRow(trace, days.dayOf(trace.at))
      if (row) addRow(rows, row)
      if (rows.size + uses.size > 0) arm()
    },
    async usage(count) {
      await flush()
      const first = now()
      first.setDate(first.getDate() - (count - 1))
      return (await open()).usageSince(dayOf(first))
    },
    async lastUses() {
      await flush()
      return (await open()).lastUses()
    },
    async forgetUse(keyId) {
      uses.delete(keyId)
      await flush()
      ;(await open()).forgetUse(keyId)
    },
    flush,
    async close() {
      await flush().catch(() => undefined)
      ;(await opening?.catch(() => undefined))?.close()
    },
  }
}

function toRow(trace: Trace, day: string): GatewayUsageRow | undefined {
  const route = trace.route ?? trace.failedAttempts.at(-1)?.route
  if (!route || trace.model === undefined) return undefined
  const cost = costOf(trace.usage)
  return {
    day,
    model: trace.model,
    endpointName: route.endpointName,
    ...(trace.client === undefined ? {} : { client: trace.client }),
    requests: 1,
    failed: trace.state === 'failed' ? 1 : 0,
    inputTokens: toCount(trace.usage?.inputTokens),
    outputTokens: toCount(trace.usage?.outputTokens),
    ...(cost === undefined ? {} : { cost }),
  }
}

/** Adds into the row that is there, which belongs to the map. */
function addRow(rows: Map<string, GatewayUsageRow>, row: GatewayUsageRow): void {
  const key = `${row.day} ${row.client} ${row.endpointName}\n${row.model}`
  const sum = rows.get(key)
  if (!sum) {
    if (rows.size < mostWaiting) rows.set(key, row)
    return
  }
  sum.requests += row.requests
  sum.failed += row.failed
  sum.inputTokens += row.inputTokens
  sum.outputTokens += row.outputTokens
  if (row.cost !== undefined) sum.cost = (sum.cost ?? 0) + row.cost
}

function addUse(uses: Map<string, number>, keyId: string, at: number): void {
  uses.set(keyId, Math.max(uses.get(keyId) ?? 0, at))
}

/** What an upstream counts is not always a whole number that SQLite can add up. */
function toCount(tokens: number | undefined): number {
  return tokens !== undefined && Number.isSafeInteger(tokens) && tokens > 0 ? tokens : 0
}

/** Days of moments; that of the last one is kept, as most requests fall on the same. */
function createDays(): { dayOf(at: number): string } {
  let from = 0
  let to = 0
  let day = ''
  return {
    dayOf(at) {
      if (at >= from && at < to) return day
      const date = new Date(at)
      day = dayOf(date)
      from = date.setHours(0, 0, 0, 0)
      to = date.setDate(date.getDate() + 1)
      return day
    },
  }
}

/** YYYY-MM-DD in this machine's calendar. */
function dayOf(date: Date): string {
  const month = String(date.getMonth() + 1).padStart(2, '0')
  return `${date.getFullYear()}-${month}-${String(date.getDate()).padStart(2, '0')}`
}
