/**
 * @file `npm run build`: the app into apps/desktop/dist.
 * `--if-stale` builds only where sources changed; `--quiet` prints nothing but failures.
 */
import { join } from 'node:path'
import { parseArgs, stripVTControlCharacters } from 'node:util'
import { buildApp } from './build-app.ts'

const { values } = parseArgs({
  options: {
    'if-stale': { type: 'boolean' },
    quiet: { type: 'boolean' },
  },
})
const say = (line: string): void => {
  if (!values.quiet) console.error(line)
}
// A caller such as Vitest may say otherwise, and React would then come in its slow make.
process.env.NODE_ENV = 'production'

const root = join(import.meta.dirname, '..')
const started = performance.now()

try {
  const built = await buildApp(root, {
    force: !values['if-stale'],
    onTarget: (target) => say(`building ${target}`),
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  say(built ? `built in ${seconds} s` : 'the build is fresh')
} catch (error) {
  const text = error instanceof Error ? error.message : String(error)
  console.error(process.stderr.isTTY ? text : stripVTControlCharacters(text))
  process.exitCode = 1
}
