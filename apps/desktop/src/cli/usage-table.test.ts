import { expect, test } from 'vitest'
import type { GatewayUsageRow } from '#contract/gateway-shapes'
import { toUsageTable } from './usage-table.ts'

const row: GatewayUsageRow = {
  day: '2026-01-02',
  model: 'fast',
  endpointName: 'Lab',
  client: 'openai-chat',
  requests: 2,
  failed: 1,
  inputTokens: 30,
  outputTokens: 4,
  cost: 0.5,
}

test('what clients of several formats used of one model is one line', () => {
  const rows: GatewayUsageRow[] = [
    row,
    { ...row, client: 'anthropic-messages', requests: 3, cost: undefined },
    { ...row, endpointName: 'Spare', cost: undefined },
  ]
  const lines = toUsageTable(rows)
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/ +/))
  expect(lines).toEqual([
    ['2026-01-02', 'fast', 'Lab', '5', '2', '60', '8', '0.5000'],
    ['2026-01-02', 'fast', 'Spare', '2', '1', '30', '4'],
  ])
})
