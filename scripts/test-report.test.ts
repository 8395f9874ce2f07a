import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatTally, sumTallies, tallyPlaywright, tallyVitest } from './test-report.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'test-report-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function putReport(report: unknown): Promise<string> {
  const path = join(folder, 'report.json')
  await writeFile(path, JSON.stringify(report))
  return path
}

describe('the tally of Vitest', () => {
  const report = {
    numPassedTests: 7,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [{ status: 'passed', assertionResults: [{}] }],
  }

  test('counts what passed and what was left out', async () => {
    const path = await putReport(report)
    expect(tallyVitest(path, 0)).toEqual({ passed: 7, failed: 0, skipped: 2 })
  })

  test('counts a file that could not be loaded as a failure', async () => {
    const broken = { status: 'failed', assertionResults: [] }
    const path = await putReport({ ...report, testResults: [broken, ...report.testResults] })
    expect(tallyVitest(path, 1)).toMatchObject({ passed: 7, failed: 1 })
  })

  test('is a failure when the run ended badly although every test passed', async () => {
    const path = await putReport(report)
    expect(tallyVitest(path, 1)).toMatchObject({ passed: 7, failed: 1 })
  })

  test.each([0, 1, 127])('is a failure when there is no report (exit code %i)', (code) => {
    expect(tallyVitest(join(folder, 'none.json'), code)).toMatchObject({ passed: 0, failed: 1 })
  })
})

describe('the tally of Playwright', () => {
  test('counts a journey that passed when repeated once, as passed', async () => {
    const path = await putReport({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 } })
    expect(tallyPlaywright(path, 1)).toEqual({ passed: 6, failed: 1, skipped: 2 })
  })

  test('is a failure when there is no report', () => {
    expect(tallyPlaywright(join(folder, 'none.json'), 0).failed).toBe(1)
  })
})

describe('the last line', () => {
  test('sums up everything and names skips only where there are any', () => {
    const sum = sumTallies([
      { passed: 3, failed: 0, skipped: 0 },
      { passed: 4, failed: 1, skipped: 0 },
    ])
    expect(formatTally(sum)).toBe('7 passed, 1 failed')
    expect(formatTally({ ...sum, skipped: 2 })).toBe('7 passed, 1 failed, 2 skipped')
  })
})
