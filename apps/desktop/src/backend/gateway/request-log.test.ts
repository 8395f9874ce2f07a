import { expect, test } from 'vitest'
import type { GatewayRequestPart } from '#contract/gateway-shapes'
import { createRequestLog, wireReserve, type RequestLog } from './request-log.ts'
import { traceOf } from './trace.fixture.ts'

/** A log whose windows wait until the test lets them go on. */
function openLog(options: { limit?: number; bodyLimit?: number } = {}) {
  const paces: (() => void)[] = []
  const log = createRequestLog({
    ...options,
    wait: (_ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve()
        paces.push(resolve)
        signal.addEventListener('abort', () => resolve())
      }),
  })
  return { log, goOn: () => paces.splice(0).forEach((resolve) => resolve()) }
}

async function readAll(log: RequestLog): Promise<GatewayRequestPart> {
  const stop = new AbortController()
  const parts = log.watch(stop.signal)
  const { value } = await parts.next()
  stop.abort()
  await parts.next()
  if (!value) throw new Error('no part')
  return value
}

const idsOf = (part: GatewayRequestPart | void): string[] =>
  part ? part.requests.map(({ id }) => id) : []

test('a window gets everything, newest first, then what changes', async () => {
  const { log, goOn } = openLog()
  log.begin(traceOf('a'))
  log.begin(traceOf('b'))
  const stop = new AbortController()
  const parts = log.watch(stop.signal)
  const first = (await parts.next()).value
  expect(first).toMatchObject({ type: 'all', requests: [{ id: 'b' }, { id: 'a' }] })
  const next = parts.next()
  log.begin(traceOf('c'))
  goOn()
  expect((await next).value).toMatchObject({ type: 'put', requests: [{ id: 'c' }] })
  stop.abort()
  expect((await parts.next()).done).toBe(true)
})

test('a slow window gets one part with the state of now, however much happened', async () => {
  const { log, goOn } = openLog({ limit: 50 })
  const stop = new AbortController()
  const parts = log.watch(stop.signal)
  await parts.next()
  const next = parts.next()
  for (let index = 0; index < 500; index += 1) {
    const trace = traceOf(String(index), { state: 'running' })
    log.begin(trace)
    trace.state = 'done'
    log.end(trace)
  }
  goOn()
  const part = (await next).value
  expect(idsOf(part)).toHaveLength(50)
  expect(part?.requests.every(({ state }) => state === 'done')).toBe(true)
  stop.abort()
})

test('a running request is told again as it gets on, and only then', async () => {
  const { log, goOn } = openLog()
  const trace = traceOf('a', { state: 'running', route: undefined, firstByteMs: undefined })
  log.begin(trace)
  const stop = new AbortController()
  const parts = log.watch(stop.signal)
  await parts.next()
  const told: GatewayRequestPart[] = []
  const reading = (async () => {
    for await (const part of parts) told.push(part)
  })()
  const passTime = async (): Promise<void> => {
    for (let step = 0; step < 20; step += 1) {
      goOn()
      await Promise.resolve()
    }
  }
  await passTime()
  trace.firstByteMs = 12
  await passTime()
  await passTime()
  trace.state = 'done'
  log.end(trace)
  await passTime()
  stop.abort()
  await reading
  const steps = told.flatMap(({ requests }) =>
    requests.map(({ state, firstByteMs }) => [state, firstByteMs]),
  )
  expect(steps.slice(-2)).toEqual([
    ['running', 12],
    ['done', 12],
  ])
  expect(steps.length).toBeLessThanOrEqual(3)
})

test('a window that stops ends at once, also while it waits for news', async () => {
  const { log, goOn } = openLog()
  const stop = new AbortController()
  const parts = log.watch(stop.signal)
  await parts.next()
  const next = parts.next()
  goOn()
  stop.abort()
  expect((await next).done).toBe(true)
})

test('only the last ones are kept', async () => {
  const { log } = openLog({ limit: 3 })
  for (const id of ['a', 'b', 'c', 'd', 'e']) log.begin(traceOf(id))
  expect(idsOf(await readAll(log))).toEqual(['e', 'd', 'c'])
  expect(log.get('a')).toBeUndefined()
})

test('clearing forgets what ended and tells every window', async () => {
  const { log } = openLog()
  log.begin(traceOf('ended'))
  log.begin(traceOf('running', { state: 'running' }))
  log.clear()
  expect(idsOf(await readAll(log))).toEqual(['running'])
})

test('bodies stay below their limit: the oldest go first', () => {
  const { log } = openLog({ bodyLimit: 100 })
  log.setKeepBodies(true)
  const traces = ['a', 'b', 'c'].map((id) => traceOf(id, { clientBody: 'x'.repeat(40) }))
  for (const trace of traces) {
    log.begin(trace)
    log.end(trace)
  }
  expect(traces.map(({ clientBody }) => clientBody?.length)).toEqual([undefined, 40, 40])
  const large = traceOf('d', { clientBody: 'x'.repeat(101), keepsBodies: true })
  log.begin(large)
  log.keep(large)
  expect(large).toMatchObject({ clientBody: undefined, keepsBodies: false })
})

test('requests that run are counted with all that may still come of them', () => {
  const { log } = openLog({ bodyLimit: 3 * wireReserve })
  log.setKeepBodies(true)
  const traces = ['a', 'b', 'c', 'd'].map((id) =>
    traceOf(id, { state: 'running', clientBody: '{}', keepsBodies: true }),
  )
  for (const trace of traces) {
    log.begin(trace)
    log.keep(trace)
  }
  expect(traces.map(({ keepsBodies }) => keepsBodies)).toEqual([false, false, true, true])
  expect(traces.map(({ clientBody }) => clientBody)).toEqual([undefined, undefined, '{}', '{}'])
  // What did not come in the end is room for others again.
  for (const trace of traces) log.end(trace)
  const next = traceOf('e', { state: 'running', clientBody: '{}', keepsBodies: true })
  log.begin(next)
  log.keep(next)
  expect([...traces.slice(2), next].map(({ clientBody }) => clientBody)).toEqual(['{}', '{}', '{}'])
})

test('switched off, kept bodies are dropped, also those that come later', async () => {
  const { log } = openLog()
  log.setKeepBodies(true)
  const kept = traceOf('kept', { clientBody: '{}' })
  const running = traceOf('running', { state: 'running' })
  log.begin(kept)
  log.keep(kept)
  log.begin(running)
  expect((await readAll(log)).requests.map(({ hasBodies }) => hasBodies)).toEqual([false, true])
  log.setKeepBodies(false)
  expect(kept.clientBody).toBeUndefined()
  running.clientBody = '{}'
  log.keep(running)
  expect(running.clientBody).toBeUndefined()
})
