/** @file `npm run conformance`: recorded replies of real providers through every codec. */
import { resolve } from 'node:path'
import {
  describeConformance,
  runConformance,
} from '../packages/provider-core/src/testing/conformance/run-conformance.ts'

const folder = resolve(
  process.env['PATCHBAY_RECORDINGS'] ?? resolve(import.meta.dirname, '../../shared/recordings'),
)
const report = runConformance(folder)
if (report === undefined) {
  process.stdout.write(
    'conformance: skipped, since there is no folder of recordings (PATCHBAY_RECORDINGS names one)\n',
  )
} else {
  process.stdout.write(`${describeConformance(report)}\n`)
  if (report.failed.length > 0) process.exitCode = 1
}
