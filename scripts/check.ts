/** @file `npm run check`: types, lint, import direction, unused code and format. */
import { join } from 'node:path'
import { printCheck, runChecks } from './checks.ts'

const results = await runChecks(join(import.meta.dirname, '..'), printCheck)
const failed = results.filter((result) => !result.ok).length
console.log(`${results.length - failed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1
