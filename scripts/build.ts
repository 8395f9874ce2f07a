/**
 * @file `npm run build`: the app into apps/desktop/dist.
 * `--if-stale` builds only where sources changed; `--quiet` prints nothing but failures.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildApp } from './build-app.ts'

const { values } = parseArgs({
  options: { 'if-stale': { type: 'boolean' }, quiet: { type: 'boolean' } },
})
const say = (line: string): void => {
  if (!values.quiet) console.error(line)
}
const started = performance.now()

try {
  const built = await buildApp(join(import.meta.dirname, '..'), {
    force: !values['if-stale'],
    onTarget: (target) => say(`building ${target}`),
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  say(built ? `built in ${seconds} s` : 'the build is fresh')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
