import type { CheckReport } from '@patchbay/provider-core/model'
import { describe, expect, test } from 'vitest'
import { applyCheckEvent, beganCheck, endCheck, wordProgress } from './check-run.ts'

const report: CheckReport = {
  ok: false,
  summary: '404 at reply',
  stages: [{ id: 'address', state: 'passed', ms: 4 }],
  findings: [],
  evidence: [],
  at: '2026-11-21T14:02:11.000Z',
  totalMs: 152,
}

describe('a check in progress', () => {
  test('a stage runs, then stands with its result', () => {
    const running = applyCheckEvent(beganCheck, { type: 'stage-start', id: 'tls' })
    expect(running.current).toBe('tls')
    const ended = applyCheckEvent(running, { type: 'stage', stage: { id: 'tls', state: 'passed' } })
    expect(ended.current).toBeUndefined()
    expect(ended.stages).toEqual([{ id: 'tls', state: 'passed' }])
  })

  test('a stage told twice stands once, with its later result', () => {
    const once = applyCheckEvent(beganCheck, {
      type: 'stage',
      stage: { id: 'auth', state: 'note' },
    })
    const twice = applyCheckEvent(once, { type: 'stage', stage: { id: 'auth', state: 'failed' } })
    expect(twice.stages).toEqual([{ id: 'auth', state: 'failed' }])
  })

  test('the report ends it and its stages are the last word', () => {
    const run = applyCheckEvent(beganCheck, { type: 'report', report })
    expect(run).toEqual({ state: 'finished', stages: report.stages, report })
  })

  test('what comes after a stop is not shown', () => {
    const stopped = endCheck(beganCheck)
    expect(applyCheckEvent(stopped, { type: 'report', report })).toBe(stopped)
    expect(stopped.state).toBe('stopped')
  })

  test('progress counts the stage that runs', () => {
    const run = applyCheckEvent(beganCheck, { type: 'stage-start', id: 'auth' })
    expect(wordProgress(run)).toBe('Checking, 4 of 7')
    expect(wordProgress(beganCheck)).toBe('Checking')
  })
})
