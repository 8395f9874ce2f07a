/** @file Counts of the test runners' JSON reports, and their sum. */
import { existsSync, readFileSync } from 'node:fs'

export interface Tally {
  passed: number
  failed: number
  skipped: number
}

/** Vitest's report as far as it is used here; its shape is that of Jest's `--json`. */
interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
}

const readReport = (path: string): unknown =>
  existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined

/** A runner that ended badly although no test failed, or that left no report, is one failure. */
function blame(tally: Tally, exitCode: number): Tally {
  const silent = exitCode !== 0 && tally.failed === 0
  return silent ? { ...tally, failed: 1 } : tally
}

const nothing: Tally = { passed: 0, failed: 0, skipped: 0 }

/** @param path JSON report; a test file that could not be loaded counts as one failure */
export function tallyVitest(path: string, exitCode: number): Tally {
  const report = readReport(path) as VitestReport | undefined
  if (!report) return blame(nothing, exitCode || 1)
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const tally = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
  return blame(tally, exitCode)
}

/** @param path JSON report; a journey that passed when repeated passed: Playwright's list names it as flaky */
export function tallyPlaywright(path: string, exitCode: number): Tally {
  const report = readReport(path) as PlaywrightReport | undefined
  if (!report) return blame(nothing, exitCode || 1)
  const { expected, unexpected, flaky, skipped } = report.stats
  return blame({ passed: expected + flaky, failed: unexpected, skipped }, exitCode)
}

/** Adds up tallies. */
export function sumTallies(tallies: Tally[]): Tally {
  return tallies.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    nothing,
  )
}

/** @returns the last line of `npm test` */
export function formatTally({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
