/** @file Runs every recording of a folder and puts the figures together. */
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { checkRecording, type Failure } from './check-recording.ts'
import { readRecording } from './recording.ts'

export interface ConformanceReport {
  readonly passed: readonly string[]
  readonly failed: readonly { readonly name: string; readonly failures: readonly Failure[] }[]
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
}

/** Checks the recordings in `folder` (a folder for each provider). `undefined` when there is no such folder. */
export function runConformance(folder: string): ConformanceReport | undefined {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined
  const passed: string[] = []
  const failed: { name: string; failures: Failure[] }[] = []
  const skipped: { name: string; reason: string }[] = []
  for (const name of listRecordings(folder)) {
    const read = readRecording(name, readFileSync(join(folder, name), 'utf8'))
    if ('skipped' in read) {
      skipped.push({ name, reason: read.skipped })
      continue
    }
    const failures = read.recordings.flatMap((recording) =>
      tryCheck(() => checkRecording(recording), recording.dialect),
    )
    if (failures.length === 0) passed.push(name)
    else failed.push({ name, failures })
  }
  return { passed, failed, skipped }
}

function listRecordings(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`))
    .toSorted()
}

/** A codec that throws breaks its promise: that is a failure, not the end of the run. */
function tryCheck(check: () => Failure[], dialect: string): Failure[] {
  try {
    return check()
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return [
      { check: 'decode', dialect, reason: `threw ${stack.split('\n').slice(0, 3).join(' ')}` },
    ]
  }
}

/** The figures as text: one line for each failure and each file that was left out, the sums last. */
export function describeConformance({ passed, failed, skipped }: ConformanceReport): string {
  const total = passed.length + failed.length + skipped.length
  return [
    ...skipped.map(({ name, reason }) => `skipped ${name}: ${reason}`),
    ...failed.flatMap(({ name, failures }) =>
      failures.map(
        ({ check, dialect, reason }) => `FAILED  ${name}: ${check} (${dialect}): ${reason}`,
      ),
    ),
    `${total} files: ${passed.length} passed, ${failed.length} failed, ${skipped.length} skipped`,
  ].join('\n')
}
