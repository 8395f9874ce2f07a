/** @file Usage rows summed by day and by model. */
import type { GatewayUsageRow } from '#contract/gateway-shapes'

export interface UsageSum {
  readonly requests: number
  readonly failed: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** US dollars, where the upstream reported them. */
  readonly cost: number | undefined
}

const nothing: UsageSum = {
  requests: 0,
  failed: 0,
  inputTokens: 0,
  outputTokens: 0,
  cost: undefined,
}

function add(sum: UsageSum, row: UsageSum | GatewayUsageRow): UsageSum {
  return {
    requests: sum.requests + row.requests,
    failed: sum.failed + row.failed,
    inputTokens: sum.inputTokens + row.inputTokens,
    outputTokens: sum.outputTokens + row.outputTokens,
    cost: row.cost === undefined ? sum.cost : (sum.cost ?? 0) + row.cost,
  }
}

/** All rows in one. */
export function sumUsage(rows: readonly GatewayUsageRow[]): UsageSum {
  return rows.reduce<UsageSum>(add, nothing)
}

export interface DayUsage extends UsageSum {
  /** YYYY-MM-DD. */
  readonly day: string
}

/**
 * One sum for each of the last days, also for those without a request; the oldest first.
 *
 * @param now milliseconds since the epoch; its day, here, is the last
 */
export function sumByDay(rows: readonly GatewayUsageRow[], days: number, now: number): DayUsage[] {
  const sums = new Map<string, UsageSum>()
  for (const row of rows) sums.set(row.day, add(sums.get(row.day) ?? nothing, row))
  return Array.from({ length: days }, (_, index) => {
    const date = new Date(now)
    date.setDate(date.getDate() - (days - 1 - index))
    const day = writeDay(date)
    return { day, ...(sums.get(day) ?? nothing) }
  })
}

function writeDay(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

export interface ModelUsage extends UsageSum {
  readonly model: string
  readonly endpointName: string
}

/** One sum for each model and endpoint; what was asked for most stands first. */
export function sumByModel(rows: readonly GatewayUsageRow[]): ModelUsage[] {
  const sums = new Map<string, ModelUsage>()
  for (const row of rows) {
    const key = JSON.stringify([row.model, row.endpointName])
    const { model, endpointName } = row
    sums.set(key, { model, endpointName, ...add(sums.get(key) ?? nothing, row) })
  }
  return [...sums.values()].toSorted((a, b) => b.requests - a.requests)
}
