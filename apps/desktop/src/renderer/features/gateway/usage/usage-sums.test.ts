import { expect, test } from 'vitest'
import type { GatewayUsageRow } from '#contract/gateway-shapes'
import { sumByDay, sumByModel, sumUsage } from './usage-sums.ts'

const row = (changes: Partial<GatewayUsageRow>): GatewayUsageRow => ({
  day: '2026-11-21',
  model: 'fast',
  endpointName: 'House',
  requests: 2,
  failed: 1,
  inputTokens: 100,
  outputTokens: 10,
  ...changes,
})
const rows = [
  row({ cost: 0.5 }),
  row({ day: '2026-11-19', model: 'slow', requests: 5, failed: 0 }),
  row({ endpointName: 'Backup' }),
]
const now = new Date(2026, 10, 21, 12).getTime()

test('every day has a sum, also one without requests, the oldest first', () => {
  const days = sumByDay(rows, 4, now)
  expect(days.map((day) => `${day.day} ${day.requests}`)).toEqual([
    '2026-11-18 0',
    '2026-11-19 5',
    '2026-11-20 0',
    '2026-11-21 4',
  ])
})

test('models are summed by endpoint, the most asked for first', () => {
  const models = sumByModel([...rows, row({ day: '2026-11-20' })])
  expect(models.map((one) => `${one.model} ${one.endpointName} ${one.requests}`)).toEqual([
    'slow House 5',
    'fast House 4',
    'fast Backup 2',
  ])
})

test('a cost is known only where one was reported', () => {
  expect(sumUsage(rows)).toMatchObject({ requests: 9, failed: 2, cost: 0.5 })
  expect(sumUsage([row({})]).cost).toBeUndefined()
})
