import { expect, test } from 'vitest'
import { createUsageRecorder } from './usage-recorder.ts'
import { openUsageStore, type UsageStore } from './usage-store.ts'
import { routeToProxy, traceOf } from './trace.fixture.ts'

const noon = new Date(2026, 10, 21, 12)
const at = noon.getTime()
const day = 86_400_000

async function openRecorder() {
  const store = await openUsageStore(':memory:')
  return createUsageRecorder({ open: async () => store, now: () => noon })
}

test('sums requests by day, model, endpoint and client format', async () => {
  const recorder = await openRecorder()
  const usage = { inputTokens: 10, outputTokens: 5 }
  recorder.record(traceOf('a', { at, usage }))
  recorder.record(traceOf('b', { at, usage, state: 'failed' }))
  await recorder.flush()
  recorder.record(traceOf('c', { at, usage: {} }))
  recorder.record(traceOf('d', { at, model: 'fast', client: 'anthropic-messages' }))
  recorder.record(traceOf('e', { at: at - day }))
  expect(await recorder.usage(1)).toEqual([
    {
      day: '2026-11-21',
      model: 'fast',
      endpointName: 'Company proxy',
      client: 'anthropic-messages',
      requests: 1,
      failed: 0,
      inputTokens: 0,
      outputTokens: 0,
    },
    {
      day: '2026-11-21',
      model: 'gpt-5',
      endpointName: 'Company proxy',
      client: 'openai-chat',
      requests: 3,
      failed: 1,
      inputTokens: 20,
      outputTokens: 10,
    },
  ])
  expect(await recorder.usage(2)).toHaveLength(3)
  await recorder.close()
})

test('costs are summed where the upstream reports them', async () => {
  const recorder = await openRecorder()
  const usage = { raw: { dialect: 'openai-chat' as const, value: { cost: 0.25 } } }
  recorder.record(traceOf('a', { at, usage }))
  recorder.record(traceOf('b', { at }))
  await recorder.flush()
  recorder.record(traceOf('c', { at, usage }))
  expect(await recorder.usage(1)).toMatchObject([{ requests: 3, cost: 0.5 }])
  await recorder.close()
})

test('a request that never was routed is no usage, but a use of its key', async () => {
  const recorder = await openRecorder()
  recorder.record(traceOf('a', { at, route: undefined, keyId: 'k1' }))
  recorder.record(traceOf('b', { at: at - 5, route: undefined, keyId: 'k1' }))
  const error = { code: 'overloaded' as const, message: 'busy', retryable: true }
  const failedAttempts = [{ route: routeToProxy, error }]
  recorder.record(traceOf('c', { at, route: undefined, state: 'failed', failedAttempts }))
  expect(await recorder.usage(1)).toMatchObject([{ requests: 1, failed: 1 }])
  expect(await recorder.lastUses()).toEqual(new Map([['k1', at]]))
  await recorder.forgetUse('k1')
  expect(await recorder.lastUses()).toEqual(new Map())
  await recorder.close()
})

test('what cannot be written waits, and is written once', async () => {
  const store = await openUsageStore(':memory:')
  let broken = true
  const flaky: UsageStore = {
    ...store,
    add(rows, uses) {
      if (broken) throw new Error('database is locked')
      store.add(rows, uses)
    },
  }
  const recorder = createUsageRecorder({ open: async () => flaky, now: () => noon })
  recorder.record(traceOf('a', { at }))
  await expect(recorder.flush()).rejects.toThrow('locked')
  recorder.record(traceOf('b', { at }))
  broken = false
  expect(await recorder.usage(1)).toMatchObject([{ requests: 2 }])
  await recorder.close()
})

test('what is over a year old goes', async () => {
  const store = await openUsageStore(':memory:')
  const row = (date: string) => ({
    day: date,
    model: 'm',
    endpointName: 'e',
    requests: 1,
    failed: 0,
    inputTokens: 0,
    outputTokens: 0,
  })
  store.add([row('2025-01-01')], new Map())
  store.add([row('2026-11-21')], new Map())
  expect(store.usageSince('2000-01-01').map((found) => found.day)).toEqual(['2026-11-21'])
  store.close()
})
