/** @file `npm run bench`: start, window, memory and the engine's own time, with their limits in the same run. */
import { spawnSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { serveApp, timeProcess, versionArgs } from './app-process.ts'
import { measureFirstToken } from './first-token.ts'
import { summarize, toTable, type Row } from './measure.ts'
import { launchBrowser, openFirstScreen } from './window.ts'

const runs = { version: 15, serve: 7, screen: 5, firstToken: 400, warmUp: 100 }
/** How long the app is left alone before its memory is read, in milliseconds. */
const idleMs = 10_000

const root = join(import.meta.dirname, '../..')
const built = spawnSync(
  process.execPath,
  [join(root, 'scripts/build.ts'), '--if-stale', '--quiet'],
  { stdio: 'inherit' },
)
if (built.status !== 0) process.exit(1)

const rows: Row[] = []
const add = (name: string, unit: Row['unit'], samples: readonly number[], goal?: number): void => {
  rows.push({ name, unit, figures: summarize(samples), ...(goal === undefined ? {} : { goal }) })
}

const version: number[] = []
const bareNode: number[] = []
for (let run = 0; run < runs.version; run += 1) {
  bareNode.push(await timeProcess(['-e', '0']))
  version.push(await timeProcess(versionArgs))
}
add('patchbay --version', 'ms', version, 150)
add('  limit: node -e 0', 'ms', bareNode)

const serve: number[] = []
const screens: number[] = []
const scripts: number[] = []
const memory: number[] = []
const browser = await launchBrowser()
try {
  for (let run = 0; run < runs.serve; run += 1) {
    const app = await serveApp()
    try {
      serve.push(app.startMs)
      if (run >= runs.screen) continue
      const screen = await openFirstScreen(browser, app.url, async () => {
        if (run > 0) return undefined
        await new Promise((resolve) => setTimeout(resolve, idleMs))
        return app.residentMb()
      })
      screens.push(screen.interactiveMs)
      scripts.push(screen.scriptKb)
      if (screen.after !== undefined) memory.push(screen.after)
    } finally {
      await app.close()
    }
  }
} finally {
  await browser.close()
}
add('patchbay serve, start to listening', 'ms', serve, 800)
add('first screen interactive in Chromium', 'ms', screens, 1200)
add('JavaScript for the first screen, gzipped', 'kB', scripts, 250)
add(`resident memory, idle ${idleMs / 1000} s with a window`, 'MB', memory, 120)

const tokens = await measureFirstToken(runs.firstToken, runs.warmUp)
add('added to the first token by the engine', 'ms', tokens.added, 1)
add('  first token through the engine', 'ms', tokens.engine)
add('  limit: bare fetch, same request', 'ms', tokens.bare)

console.log(
  `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores, ${Math.round(totalmem() / 1e9)} GB`,
)
console.log(toTable(rows))
