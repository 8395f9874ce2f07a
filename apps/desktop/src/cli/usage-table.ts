import type { GatewayUsageRow } from '#contract/gateway-shapes'
import { toTable } from './output.ts'

/** Use of the gateway as a table: a line for each day, model and endpoint, whatever format the clients spoke. */
export function toUsageTable(rows: readonly GatewayUsageRow[]): string {
  const sums = new Map<string, GatewayUsageRow>()
  for (const row of rows) {
    const id = JSON.stringify([row.day, row.model, row.endpointName])
    const sum = sums.get(id)
    sums.set(id, sum === undefined ? row : addUp(sum, row))
  }
  const head = ['day', 'model', 'endpoint', 'requests', 'failed', 'input', 'output', 'USD']
  const lines = [...sums.values()].map((row) => [
    row.day,
    row.model,
    row.endpointName,
    String(row.requests),
    String(row.failed),
    String(row.inputTokens),
    String(row.outputTokens),
    row.cost === undefined ? '' : row.cost.toFixed(4),
  ])
  return toTable([head, ...lines])
}

function addUp(a: GatewayUsageRow, b: GatewayUsageRow): GatewayUsageRow {
  const knowsCost = a.cost !== undefined || b.cost !== undefined
  return {
    ...a,
    requests: a.requests + b.requests,
    failed: a.failed + b.failed,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    ...(knowsCost ? { cost: (a.cost ?? 0) + (b.cost ?? 0) } : {}),
  }
}
